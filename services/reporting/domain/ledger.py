"""Kontobuch: every fact of a grant as a posting in double entry, in integer cents. It reads facts and pays nothing.

Amounts are positive on the debit side (Soll), negative on the credit side (Haben). The legs of a posting sum to zero.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from immutables import Map

from services.reporting.domain import budgets, granted
from services.reporting.domain.budgets import Amounts
from services.reporting.domain.cap import cap_shares
from services.reporting.domain.granted import Grant, amended
from services.reporting.domain.receipts import Receipts
from shared.clock import day_in_berlin
from shared.event import Fact
from shared.events.budget import BudgetApproved, BudgetChange
from shared.events.money import Expenditure, ExpenditureCorrected, ExpenditureRecorded, FundsReturned
from shared.events.notices import AwardAmended
from shared.events.reporting import FundsPassedOn, FundsReceived, GrantAwarded

Account = tuple[str, ...]
"""From the whole to the part, as `("Budget", "drk", "personnel", "2019")`."""
CLAIM: Account = ("Claim", "state")
"""Forderung: awarded by the state, and not paid yet."""
TILL: Account = ("Till", "town")
"""Kasse: received by the town, and not passed on."""
REPAID: Account = ("Repaid", "state")
"""Erstattet: paid back to the state."""
RESERVE: Account = ("Reserve", "town")
"""What budgets together are above or below the cap."""
NEVER_IN_CREDIT = frozenset({"Claim", "Till", "Advance"})
NEVER_IN_DEBIT = frozenset({"Budget"})


@dataclass(frozen=True, slots=True)
class Leg:
    """One side of a posting."""

    account: Account
    cents: int


@dataclass(frozen=True, slots=True)
class Posting:
    """What one fact moves. `reference` is the number of a notice, a payment or a receipt."""

    fact_id: UUID
    fact_type: str
    on: date
    recorded_on: date
    reference: str
    legs: tuple[Leg, ...]


def postings(facts: Iterable[Fact], as_of: date) -> list[Posting]:
    """What the facts of one grant moved by `as_of`, in the order in which they were recorded."""
    found: list[Posting] = []
    grant = Grant()
    amounts: Amounts = Map()
    for fact in sorted(facts, key=lambda fact: fact.fact_number):
        before, grant = grant, granted.evolve(grant, fact)
        if isinstance(fact.event, BudgetApproved):
            amounts = budgets.after(amounts, fact.event.changes)
        if isinstance(fact.event, ExpenditureRecorded | ExpenditureCorrected):
            posting = _spending(fact, fact.event, before.receipts, as_of)
        elif isinstance(fact.event, AwardAmended) and before.award is not None and fact.effective_on <= as_of:
            legs = _amended(before.award, fact.event, amounts)
            posting = _posting(fact, fact.effective_on, fact.event.notice_ref, legs)
        elif fact.effective_on <= as_of:
            posting = _posting(fact, fact.effective_on, *_moved(fact))
        else:
            continue
        if posting.legs:
            found.append(posting)
    return found


def balances(book: Iterable[Posting]) -> dict[Account, int]:
    """What stands in each account. All together are zero."""
    sums: dict[Account, int] = {}
    for posting in book:
        for leg in posting.legs:
            sums[leg.account] = sums.get(leg.account, 0) + leg.cents
    return dict(sorted(sums.items()))


def overdrawn(standing: dict[Account, int]) -> list[Account]:
    """Accounts on the side on which they may never be."""
    return [
        account
        for account, cents in standing.items()
        if (cents < 0 and account[0] in NEVER_IN_CREDIT) or (cents > 0 and account[0] in NEVER_IN_DEBIT)
    ]


def budget_account(provider: str, budget_line: str | None, budget_year: int | None) -> Account:
    """A budget; what the award gave a provider is not divided into lines and years."""
    divided = () if budget_line is None else (budget_line, str(budget_year))
    return ("Budget", provider, *(divided or ("undivided",)))


def _moved(fact: Fact) -> tuple[str, list[Leg]]:
    """The reference of a fact, and its legs; none where it moves nothing."""
    match fact.event:
        case GrantAwarded() as award:
            shares = [Leg(budget_account(name, None, None), -cents) for name, cents in cap_shares(award).items()]
            return award.notice_ref, [Leg(CLAIM, award.cap_cents), *shares]
        case FundsReceived() as payment:
            return payment.payment_ref, _from_to(CLAIM, TILL, payment.cents)
        case FundsPassedOn() as payment:
            return payment.payment_ref, _from_to(TILL, ("Advance", payment.provider), payment.cents)
        case FundsReturned(provider=None) as payment:
            return payment.payment_ref, _from_to(TILL, REPAID, payment.cents)
        case FundsReturned() as payment:
            return payment.payment_ref, _from_to(("Advance", str(payment.provider)), TILL, payment.cents)
        case BudgetApproved() as approved:
            return "", _budgeted(approved.changes)
        case _:
            return "", []


def _amended(award: GrantAwarded, amendment: AwardAmended, amounts: Amounts) -> list[Leg]:
    """The claim is what the cap is now. What a provider has undivided follows its share, unless it was shifted."""
    before, after = cap_shares(award), cap_shares(amended(award, amendment))
    legs = [Leg(CLAIM, amendment.cap_cents - award.cap_cents)]
    for provider in after:
        more = after[provider] - before.get(provider, 0)
        if (provider, None, None) not in amounts:
            legs.append(Leg(budget_account(provider, None, None), -more))
    rest = -sum(leg.cents for leg in legs)
    return [leg for leg in (*legs, Leg(RESERVE, rest)) if leg.cents]


def _from_to(source: Account, target: Account, cents: int) -> list[Leg]:
    return [Leg(target, cents), Leg(source, -cents)]


def _budgeted(changes: Iterable[BudgetChange]) -> list[Leg]:
    legs = [
        Leg(budget_account(each.provider, each.budget_line, each.budget_year), each.before_cents - each.after_cents)
        for each in changes
        if each.before_cents != each.after_cents
    ]
    more = -sum(leg.cents for leg in legs)
    return [*legs, Leg(RESERVE, more)] if more else legs


def _spending(fact: Fact, event: ExpenditureRecorded | ExpenditureCorrected, before: Receipts, as_of: date) -> Posting:
    """What was said of the receipt is taken back, what is said now takes its place, as far as it was paid by then."""
    was = before[event.receipt_ref].holds if event.receipt_ref in before else None
    counted = [(said, sign) for said, sign in ((was, -1), (event.expenditure, 1)) if said and said.paid_on <= as_of]
    on = max((said.paid_on for said, _ in counted), default=fact.effective_on)
    return _posting(fact, on, event.receipt_ref, [leg for said, sign in counted for leg in _spent(said, sign)])


def _spent(said: Expenditure, sign: int) -> list[Leg]:
    """A provider may lay out more than it was paid: what it bore is held against its advance in the settlement."""
    spent: Account = ("Spent", said.provider, said.cost_type)
    return [Leg(spent, sign * said.cents), Leg(("Borne", said.provider), -sign * said.cents)]


def _posting(fact: Fact, on: date, reference: str, legs: list[Leg]) -> Posting:
    kind = type(fact.event).__name__
    return Posting(fact.event_id, kind, on, day_in_berlin(fact.recorded_at), reference, tuple(legs))
