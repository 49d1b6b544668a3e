"""O5: cents are integers, every payment is there once, nobody gets more than there is, and two ways of adding agree.

There is no double entry yet; what stands are funds received and passed on. Added up by SQL over the stored bytes and
by Python over the log, in reporting's log and in every log that heard it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.faults.oracles.where import Finding, Row, Where

RECEIVED, PASSED_ON = "FundsReceived", "FundsPassedOn"
SUMS = """SELECT type, fact -> 'data' ->> 'grant_id', sum((fact -> 'data' ->> 'cents')::numeric), count(*)
FROM (SELECT type, convert_from(body, 'UTF8')::jsonb AS fact FROM public.log WHERE type = ANY(%s)) AS money
GROUP BY 1, 2"""


def check(where: Where) -> Finding:
    faults: list[str] = []
    payments = [row for row in where.own("reporting") if row.type in (RECEIVED, PASSED_ON)]
    expected = {(*key, len(cents)): sum(cents) for key, cents in _cents(payments).items()}
    for service in ("reporting", *(each for each in where.services if "reporting" in where.hears(each))):
        with where.connect(service) as connection:
            found = connection.execute(SUMS, ([RECEIVED, PASSED_ON],)).fetchall()
        if {(kind, grant, count): int(cents) for kind, grant, cents, count in found} != expected:
            faults.append(f"{service}: SQL adds up to other sums than the facts of reporting")
    return Finding("money", len(payments), faults + list(_rules(payments, where)))


def _cents(payments: list[Row]) -> dict[tuple[str, str], list[int]]:
    cents: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in payments:
        cents[row.type, row.fact["data"]["grant_id"]].append(row.fact["data"]["cents"])
    return cents


def _rules(payments: list[Row], where: Where) -> Iterator[str]:
    """As the notice wants it, after every single payment."""
    awards = {row.stream: row.fact["data"] for row in where.own("reporting") if row.type == "GrantAwarded"}
    received: Counter[str] = Counter()
    passed_on: Counter[tuple[str, str]] = Counter()
    refs: Counter[tuple[str, str, str]] = Counter()
    for row in payments:
        data = row.fact["data"]
        refs[row.type, row.stream, data["payment_ref"]] += 1
        if type(data["cents"]) is not int or data["cents"] < 1:
            yield f"fact {row.fact_number}: cents are not a positive integer"
            continue
        if row.type == RECEIVED:
            received[row.stream] += data["cents"]
            continue
        passed_on[row.stream, data["provider"]] += data["cents"]
        if sum(cents for (stream, _), cents in passed_on.items() if stream == row.stream) > received[row.stream]:
            yield f"fact {row.fact_number}: more is passed on than was received"
        if passed_on[row.stream, data["provider"]] > awards[row.stream]["cap_cents"]:
            yield f"fact {row.fact_number}: a provider got more than the cap"
    yield from (f"payment {ref} is recorded {count} times" for ref, count in refs.items() if count > 1)
