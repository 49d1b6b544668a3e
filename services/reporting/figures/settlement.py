"""Abrechnung of a grant, as canonical JSON: providers, town and state, repayment, interest, due dates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.reporting.domain.interest import SOURCE, Debt, Interest, interest_on
from services.reporting.domain.months import months_after
from services.reporting.domain.receipts import actual_cost_cents, ineligible_cents, spent
from services.reporting.domain.settlement import Books, ProviderSettlement, Settlement, settlement
from services.reporting.figures.question import Known, Question, earned_by_provider, head, known, row_of
from services.reporting.figures.receipt_list import receipts_in
from shared.errors import Refused
from shared.event import Fact, canonical
from shared.events.money import FundsReturned
from shared.events.notices import Claim, ClaimWaived, GrantRevoked, GrantWithdrawn
from shared.events.reporting import FundsPassedOn, FundsReceived

MONTHS_TO_PROVE = 3
"""The proof of use is due so long after the end of the longest-funded position."""


@dataclass(frozen=True, slots=True)
class Repaid:
    """When the repayment is made, and from when it is owed."""

    interest_from: date
    repaid_on: date


def repaid(interest_from: date | None, repaid_on: date | None) -> Repaid | None:
    """Both days, or none. Raises `Refused` for one alone, or if it was paid before it was owed."""
    if interest_from is None and repaid_on is None:
        return None
    if interest_from is None or repaid_on is None:
        raise Refused("Interest needs two days: when the repayment was owed, and when it was made.")
    if repaid_on < interest_from:
        raise Refused("A repayment cannot be made before it is owed.")
    return Repaid(interest_from, repaid_on)


def grant_settlement(facts: Iterable[Fact], asked: Question, paid: Repaid | None) -> bytes:
    """Who owes whom on that day. Raises `Missing` if the grant is unknown by then."""
    found = known(facts, asked)
    return canonical(settlement_of(found, asked, paid))


def settlement_of(found: Known, asked: Question, paid: Repaid | None) -> dict[str, object]:
    rows = found.rows(asked.as_of)
    settled = settled_by(found, earned_by_provider(rows), asked.as_of)
    ends_on = found.last_day(asked.as_of)
    rules = found.award.rules
    version = "/".join((str(head(found.award, asked)["rule_version"]), rules.gap_carried_by, rules.surplus))
    return (
        head(found.award, asked)
        | {
            "rule_version": version,
            "rows": [row_of(row) for row in rows],
            "entitlement_cents": sum(row.entitlement_cents for row in rows),
            "cap_cents": found.award.cap_cents,
            "providers": {each.provider: _provider(each) for each in settled.providers},
            "repayment_cents": settled.repayment_cents,
            "repayment_waived_cents": settled.repayment_waived_cents,
            "repayment_open_cents": settled.repayment_open_cents,
            "ended": _ended(found),
            "grant_ends_on": ends_on.isoformat(),
            "due_on": months_after(ends_on, MONTHS_TO_PROVE).isoformat(),
        }
        | _town_and_state(settled)
        | _interest(found, settled.repayment_open_cents, paid, asked.as_of)
    )


def settled_by(found: Known, earned: Mapping[str, int], as_of: date) -> Settlement:
    """The settlement of what was earned, with everything that was paid and decided through a day."""
    return settlement(found.award, earned, books(found, as_of), withdrawn=isinstance(found.ended, GrantWithdrawn))


def owed(found: Known, open_cents: int, paid: Repaid, as_of: date) -> Interest:
    """Interest on what is to be paid back.

    By a revocation it is owed from the day of its effect at the earliest (§ 49a Abs. 3 LVwVfG). A withdrawn award never
    held: then each payment is owed from the day on which it came in.
    """
    return interest_on(_debts(found, open_cents, paid.interest_from, as_of), paid.repaid_on)


def _debts(found: Known, open_cents: int, owed_from: date, as_of: date) -> list[Debt]:
    match found.ended:
        case GrantWithdrawn():
            debts, left = list[Debt](), open_cents
            for payment in sorted(_received(found, as_of), key=lambda each: (each.paid_on, each.payment_ref)):
                debts.append((min(left, payment.cents), max(payment.paid_on, owed_from)))
                left -= debts[-1][0]
            return [debt for debt in debts if debt[0]]
        case GrantRevoked(effective_on=day):
            return [(open_cents, max(day, owed_from))]
        case None:
            return [(open_cents, owed_from)]


def _received(found: Known, as_of: date) -> list[FundsReceived]:
    own = (fact.event for fact in found.facts if fact.stream == found.award.stream())
    return [event for event in own if isinstance(event, FundsReceived) and event.paid_on <= as_of]


def waivers(found: Known, claim: Claim, as_of: date) -> list[tuple[ClaimWaived, UUID]]:
    """What the state waived of a claim by then, with the facts that say so."""
    return [
        (fact.event, fact.event_id)
        for fact in found.facts
        if fact.stream == found.award.stream()
        and isinstance(fact.event, ClaimWaived)
        and fact.event.claim == claim
        and fact.event.decided_on <= as_of
    ]


def waived_cents(found: Known, claim: Claim, as_of: date) -> int:
    """The sum of what the state waived of a claim by then."""
    return sum(waived.cents for waived, _ in waivers(found, claim, as_of))


def books(found: Known, as_of: date) -> Books:
    """What was paid and spent through a day."""
    passed_on: dict[str, int] = {}
    returned: dict[str, int] = {}
    received = repaid_cents = 0
    grant_facts = [fact for fact in found.facts if fact.stream == found.award.stream()]
    for fact in grant_facts:
        match fact.event:
            case FundsReceived(paid_on=day, cents=cents) if day <= as_of:
                received += cents
            case FundsPassedOn(paid_on=day, cents=cents, provider=provider) if day <= as_of:
                passed_on[provider] = passed_on.get(provider, 0) + cents
            case FundsReturned(paid_on=day, cents=cents, provider=None) if day <= as_of:
                repaid_cents += cents
            case FundsReturned(paid_on=day, cents=cents, provider=str(provider)) if day <= as_of:
                returned[provider] = returned.get(provider, 0) + cents
    rows = spent(receipts_in(grant_facts), as_of)
    eligible, ineligible = actual_cost_cents(rows), ineligible_cents(rows)
    waived = waived_cents(found, "repayment", as_of)
    return Books(received, repaid_cents, passed_on, returned, eligible, ineligible, waived)


def _provider(each: ProviderSettlement) -> dict[str, int]:
    return {
        "earned_cents": each.earned_cents,
        "gap_cents": each.gap_cents,
        "entitlement_cents": each.entitlement_cents,
        "passed_on_cents": each.passed_on_cents,
        "returned_cents": each.returned_cents,
        "actual_cost_cents": each.actual_cost_cents,
        "ineligible_cost_cents": each.ineligible_cost_cents,
        "surplus_cents": each.surplus_cents,
        "due_cents": each.due_cents,
        "settlement_cents": each.settlement_cents,
    }


def _town_and_state(settled: Settlement) -> dict[str, object]:
    return {
        "received_cents": settled.received_cents,
        "repaid_cents": settled.repaid_cents,
        "passed_on_cents": settled.passed_on_cents,
        "returned_cents": settled.returned_cents,
        "state_settlement_cents": settled.state_settlement_cents,
        "town_carries_cents": settled.town_carries_cents,
        "balance_cents": settled.balance_cents,
    }


def _ended(found: Known) -> dict[str, str] | None:
    """How and from when the award ended before its time."""
    if found.ended is None:
        return None
    return {
        "what": "revoked" if isinstance(found.ended, GrantRevoked) else "withdrawn",
        "notice_ref": found.ended.notice_ref,
        "effective_on": found.ended.effective_on.isoformat(),
    }


def _interest(found: Known, open_cents: int, paid: Repaid | None, as_of: date) -> dict[str, object]:
    """Without the two days nothing is said of interest; without a base rate only the days are."""
    due: Interest | None = owed(found, open_cents, paid, as_of) if paid else None
    waived = 0 if due is None or due.cents is None else min(due.cents, waived_cents(found, "interest", as_of))
    return {
        "repaid_on": paid.repaid_on.isoformat() if paid else None,
        "interest_from": paid.interest_from.isoformat() if paid else None,
        "interest_cents": due.cents if due else None,
        "interest_waived_cents": waived,
        "interest_open_cents": None if due is None or due.cents is None else due.cents - waived,
        "interest_days": due.days if due else None,
        "interest_source": SOURCE,
        "interest_unknown_half_years": [day.isoformat() for day in due.unknown_half_years] if due else [],
        "interest_stages": [
            {
                "cents": stage.cents,
                "starts_on": stage.starts_on.isoformat(),
                "ends_on": stage.ends_on.isoformat(),
                "days": stage.days,
                "rate": None if stage.rate is None else str(stage.rate),
            }
            for stage in (due.stages if due else ())
        ],
    }
