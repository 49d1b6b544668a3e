"""The ledger of a grant as an answer: postings and balances as canonical JSON, and the journal for other programs."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from services.reporting.domain.ledger import Posting, balances, postings
from services.reporting.figures.journal import as_beancount, as_csv
from services.reporting.figures.known import known_facts
from shared.errors import Missing
from shared.event import Event, Fact, canonical
from shared.events.budget import BudgetApproved
from shared.events.money import ExpenditureCorrected, ExpenditureRecorded, FundsReturned
from shared.events.notices import AwardAmended
from shared.events.reporting import FundsPassedOn, FundsReceived, GrantAwarded

LEDGER_EVENTS: tuple[type[Event], ...] = (
    *(GrantAwarded, AwardAmended, FundsReceived, FundsPassedOn, FundsReturned),
    *(ExpenditureRecorded, ExpenditureCorrected, BudgetApproved),
)
"""The facts that move something in the books."""


def posted(facts: Iterable[Fact], as_of: date, known_on: date | None, cut: Mapping[str, int]) -> list[Posting]:
    """The postings that are known. Raises `Missing` if the grant is unknown by then."""
    known = known_facts(facts, known_on, cut)
    if not any(isinstance(fact.event, GrantAwarded) and fact.event.holds_from() <= as_of for fact in known):
        raise Missing("No such grant is known for that day.")
    return postings(known, as_of)


def ledger(facts: Iterable[Fact], grant_id: UUID, as_of: date, known_on: date | None, cut: Mapping[str, int]) -> bytes:
    """Every posting with its legs, and what stands in each account; all together are zero."""
    book = posted(facts, as_of, known_on, cut)
    standing = balances(book)
    return canonical(
        {
            "grant": str(grant_id),
            "as_of": as_of.isoformat(),
            "known_on": None if known_on is None else known_on.isoformat(),
            "cut": dict(cut),
            "postings": [_posting(number, posting) for number, posting in enumerate(book, start=1)],
            "balances": {":".join(account): cents for account, cents in standing.items()},
            "sum_cents": sum(standing.values()),
            "journal": {"csv": as_csv(book), "beancount": as_beancount(book, str(grant_id))},
        }
    )


def _posting(number: int, posting: Posting) -> dict[str, object]:
    return {
        "number": number,
        "on": posting.on.isoformat(),
        "recorded_on": posting.recorded_on.isoformat(),
        "fact_id": str(posting.fact_id),
        "fact_type": posting.fact_type,
        "reference": posting.reference,
        "legs": [{"account": ":".join(leg.account), "cents": leg.cents} for leg in posting.legs],
    }
