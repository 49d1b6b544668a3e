"""Programs that judge a run from outside: over psycopg, confluent-kafka and HTTP alone, with no line of the system.

What a log, a topic or an answer must look like is said here a second time, from the contracts. Each oracle is a
function `check(where) -> Finding`.
"""

from collections.abc import Callable

from tests.faults.oracles import journal, leaves, liveness, money, streams, transport, views
from tests.faults.oracles.where import Finding, Where

ORACLES: dict[str, Callable[[Where], Finding]] = {
    "journal": journal.check,
    "streams": streams.check,
    "leaves": leaves.check,
    "money": money.check,
    "views": views.check,
    "transport": transport.check,
    "liveness": liveness.check,
}
"""O1, O2, O3, O5, O6, O7 and O10, in this order."""


def judged(where: Where) -> list[Finding]:
    """What every oracle finds now."""
    return [check(where) for check in ORACLES.values()]
