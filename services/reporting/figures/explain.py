"""Every amount of a grant, explained: entitlement, cap, gap, settlement, repayment, interest (A2)."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import groupby
from uuid import UUID

from services.reporting.domain.cap import cap_shares
from services.reporting.domain.entitlement import PositionYear, providers_of
from services.reporting.domain.funding import Part, cents_per_fte_month
from services.reporting.domain.interest import Interest
from services.reporting.domain.receipts import spent
from services.reporting.domain.settlement import ProviderSettlement, Settlement
from services.reporting.figures.explained import Amount, Step, total
from services.reporting.figures.formulas import formula
from services.reporting.figures.question import Known, Question, head, known
from services.reporting.figures.receipt_list import receipts_in
from services.reporting.figures.settlement import Repaid, owed, settled_by, waived_cents, waivers
from shared.errors import Missing
from shared.event import Fact, canonical
from shared.events.money import FundsReturned
from shared.events.notices import AwardAmended, Claim, GrantRevoked, GrantWithdrawn
from shared.events.reporting import FundsPassedOn, FundsReceived, GrantAwarded

AWARDED = (GrantAwarded, AwardAmended, GrantRevoked, GrantWithdrawn)
"""What an award rests on."""
Payment = FundsReceived | FundsPassedOn | FundsReturned


def explained_amount(facts: Iterable[Fact], asked: Question, paid: Repaid | None, name: str) -> bytes:
    """One amount with everything below it. Raises `Missing` if there is no such amount."""
    found = known(facts, asked)
    for amount in Explainer(found, asked).amounts(paid):
        if amount.name == name:
            return canonical(head(found.award, asked) | amount.written())
    raise Missing("There is no such amount.")


def grant_explanation(facts: Iterable[Fact], asked: Question, paid: Repaid | None) -> bytes:
    """All amounts by name, and the entitlement by position, budget year and days, each with the facts it rests on."""
    found = known(facts, asked)
    years = found.years(asked.as_of)
    amounts = Explainer(found, asked).amounts(paid)
    return canonical(
        head(found.award, asked)
        | {
            "explained": [_explained(year) for year in years],
            "amounts": [{"amount": each.name, "cents": each.cents} for each in amounts],
        }
    )


class Explainer:
    """Computes as report and settlement do, and keeps what they were computed from."""

    def __init__(self, found: Known, asked: Question) -> None:
        self._found, self._award, self._asked = found, found.award, asked
        self._facts = [fact for fact in found.facts if fact.stream == found.award.stream()]
        self._awarded_by = tuple(fact.event_id for fact in self._facts if isinstance(fact.event, AWARDED))
        self._entitlements = self._by_provider(found.years(asked.as_of))
        for provider in providers_of(found.award, found.positions, asked.as_of):
            self._entitlements.setdefault(provider, self._total(f"entitlement/{provider}", "entitlement/provider", ()))
        earned = {provider: amount.cents for provider, amount in self._entitlements.items()}
        self._settled: Settlement = settled_by(found, earned, asked.as_of)

    def amounts(self, paid: Repaid | None) -> list[Amount]:
        """Every amount once, the whole before its parts."""
        parts = ((1, self._entitlements[provider]) for provider in sorted(self._entitlements))
        tops = [self._total("entitlement", "entitlement", tuple(parts)), *self._cap_shares(), *self._settlements(paid)]
        return list({amount.name: amount for top in tops for amount in top.walk()}.values())

    def _by_provider(self, years: list[PositionYear]) -> dict[str, Amount]:
        rows: dict[str, list[tuple[int, Amount]]] = {}
        ordered = sorted(years, key=lambda year: (year.provider, year.budget_year, year.position_id))
        before = _running(years)
        for (provider, year), own in groupby(ordered, key=lambda year: (year.provider, year.budget_year)):
            parts = tuple((1, self._position_year(each, before[each.position_id, year])) for each in own)
            name = f"entitlement/{provider}/{year}"
            rows.setdefault(provider, []).append((1, self._total(name, "entitlement/provider/year", parts)))
        return {
            provider: self._total(f"entitlement/{provider}", "entitlement/provider", tuple(parts))
            for provider, parts in rows.items()
        }

    def _position_year(self, year: PositionYear, before: Fraction) -> Amount:
        """Its exact parts are rounded with what the position earned in the years before."""
        steps = tuple(self._days(part) for part in year.parts)
        carried = Step({"what": "running_total_before", "budget_year": year.budget_year}, before)
        return Amount(
            f"position/{year.position_id}/{year.budget_year}",
            year.entitlement_cents,
            formula(f"position/{self._award.rules.basis}", self._award),
            steps=(carried, *steps),
            exact_cents=before + sum((step.exact_cents for step in steps), Fraction(0)),
            fact_ids=[*self._awarded_by, *(fact_id for part in year.parts for fact_id in part.fact_ids)],
        )

    def _days(self, part: Part) -> Step:
        said: dict[str, str | int | None] = {
            "what": part.kind,
            "starts_on": part.starts_on.isoformat(),
            "ends_on": part.ends_on.isoformat(),
            "months": str(part.months),
            "fte_hundredths": part.fte_hundredths,
            "qualification_class": part.qualification_class,
            "fte_months": str(part.fte_months),
            "cents_per_fte_month": str(cents_per_fte_month(self._award, part.qualification_class)),
        }
        return Step(said, part.exact_cents, part.fact_ids)

    def _cap_shares(self) -> Iterator[Amount]:
        whole = sum(self._award.shares.values())
        shares = tuple(
            (1, self._leaf(f"cap-share/{provider}", cents, "cap-share", Fraction(self._award.cap_cents * share, whole)))
            for provider, share in sorted(self._award.shares.items())
            for cents in [cap_shares(self._award)[provider]]
        )
        yield self._total("cap-share", "cap-share", shares)

    def _settlements(self, paid: Repaid | None) -> Iterator[Amount]:
        cap = self._leaf("cap", self._award.cap_cents, "cap")
        dues = []
        for each in self._settled.providers:
            claim = self._claim(each)
            cost = self._costs(each)
            due = self._due(each, claim, cost)
            dues.append(due)
            paid_out = ((1, due), (-1, self._passed_on(each)), (1, self._returned(each)))
            yield self._total(f"settlement/{each.provider}", "settlement", paid_out)
            yield self._total(f"surplus/{each.provider}", "surplus", ((1, claim), (-1, cost)))
        repayment = self._repayment(cap, dues)
        waived = self._waived("repayment", self._settled.repayment_waived_cents)
        still_owed = self._total("repayment-open", "repayment-open", ((1, repayment), (-1, waived)))
        yield repayment
        yield still_owed
        received = self._paid("received", self._settled.received_cents, FundsReceived, None)
        repaid = self._paid("repaid", self._settled.repaid_cents, FundsReturned, None)
        with_state = ((1, cap), (-1, still_owed), (-1, received), (1, repaid))
        yield self._total("state-settlement", "state-settlement", with_state)
        carried = (*((1, due) for due in dues), (-1, cap), (1, still_owed))
        yield self._total("town-carries", "town-carries", carried)
        if paid is not None:
            due_interest = owed(self._found, still_owed.cents, paid, self._asked.as_of)
            if due_interest.cents is not None:
                yield from self._interests(due_interest, due_interest.cents)

    def _claim(self, each: ProviderSettlement) -> Amount:
        earned = self._entitlements.get(each.provider)
        gap = self._leaf(f"gap/{each.provider}", each.gap_cents, "gap")
        parts = ((1, earned), (-1, gap)) if earned else ((-1, gap),)
        return self._total(f"claim/{each.provider}", "claim", parts)

    def _due(self, each: ProviderSettlement, claim: Amount, cost: Amount) -> Amount:
        lower = cost if each.cost_counts and cost.cents < claim.cents else claim
        return self._total(f"due/{each.provider}", f"due/{self._award.rules.surplus}", ((1, lower),))

    def _repayment(self, cap: Amount, dues: list[Amount]) -> Amount:
        """Above the cap nothing is repaid, and there is nothing to add up. An award withdrawn goes back as a whole."""
        if self._settled.withdrawn:
            return self._total("repayment", "repayment/withdrawn", ((1, cap),))
        parts = ((1, cap), *((-1, due) for due in dues))
        return self._total("repayment", "repayment", parts if self._settled.repayment_cents else ())

    def _passed_on(self, each: ProviderSettlement) -> Amount:
        return self._paid(f"passed-on/{each.provider}", each.passed_on_cents, FundsPassedOn, each.provider)

    def _returned(self, each: ProviderSettlement) -> Amount:
        return self._paid(f"returned/{each.provider}", each.returned_cents, FundsReturned, each.provider)

    def _paid(self, name: str, cents: int, kind: type[Payment], provider: str | None) -> Amount:
        """Payments of a kind with a provider; without one, with the state."""
        steps = tuple(
            _payment(fact.event, fact.event_id)
            for fact in self._facts
            if isinstance(fact.event, FundsReceived | FundsPassedOn | FundsReturned)
            and isinstance(fact.event, kind)
            and _partner(fact.event) == provider
            and fact.event.paid_on <= self._asked.as_of
        )
        fact_ids = [fact_id for step in steps for fact_id in step.fact_ids]
        return Amount(name, cents, formula(name.partition("/")[0], self._award), steps=steps, fact_ids=fact_ids)

    def _costs(self, each: ProviderSettlement) -> Amount:
        rows = [
            row
            for row in spent(receipts_in(self._facts), self._asked.as_of)
            if row.eligible and row.expenditure.provider == each.provider
        ]
        steps = tuple(
            Step({"what": "receipt", "receipt_ref": row.receipt_ref}, Fraction(row.expenditure.cents), row.fact_ids)
            for row in rows
        )
        return Amount(
            f"actual-cost/{each.provider}",
            each.actual_cost_cents,
            formula("actual-cost", self._award),
            steps=steps,
            fact_ids=[fact_id for row in rows for fact_id in row.fact_ids],
        )

    def _waived(self, claim: Claim, cents: int) -> Amount:
        """No more than is owed, whatever the notices say."""
        said = waivers(self._found, claim, self._asked.as_of)
        steps = tuple(
            Step({"what": "waiver", "notice_ref": waived.notice_ref}, Fraction(waived.cents), (fact_id,))
            for waived, fact_id in said
        )
        whole = steps if sum(waived.cents for waived, _ in said) == cents else ()
        fact_ids = [fact_id for _, fact_id in said]
        name = f"{claim}-waived"
        return Amount(name, cents, formula(name, self._award), steps=whole, fact_ids=fact_ids)

    def _interests(self, owed: Interest, cents: int) -> Iterator[Amount]:
        whole = self._interest(owed, cents)
        said = waived_cents(self._found, "interest", self._asked.as_of)
        waived = self._waived("interest", min(cents, said))
        yield whole
        yield self._total("interest-open", "interest-open", ((1, whole), (-1, waived)))

    def _interest(self, owed: Interest, cents: int) -> Amount:
        steps = tuple(
            Step(
                {
                    "what": "half_year",
                    "cents": stage.cents,
                    "starts_on": stage.starts_on.isoformat(),
                    "ends_on": stage.ends_on.isoformat(),
                    "days": stage.days,
                    "rate": str(stage.rate),
                },
                stage.exact_cents or Fraction(0),
            )
            for stage in owed.stages
        )
        return Amount("interest", cents, formula("interest", self._award), steps=steps, exact_cents=owed.exact_cents)

    def _total(self, name: str, kind: str, parts: tuple[tuple[int, Amount], ...]) -> Amount:
        return total(name, formula(kind, self._award), parts)

    def _leaf(self, name: str, cents: int, kind: str, exact_cents: Fraction | None = None) -> Amount:
        return Amount(name, cents, formula(kind, self._award), exact_cents=exact_cents, fact_ids=self._awarded_by)


def _partner(payment: Payment) -> str | None:
    """The provider; None is the state."""
    return None if isinstance(payment, FundsReceived) else payment.provider


def _payment(payment: Payment, fact_id: UUID) -> Step:
    said: dict[str, str | int | None] = {
        "what": "payment",
        "payment_ref": payment.payment_ref,
        "paid_on": payment.paid_on.isoformat(),
    }
    return Step(said, Fraction(payment.cents), (fact_id,))


def _running(years: list[PositionYear]) -> dict[tuple[UUID, int], Fraction]:
    """What each position had earned, exactly, before each of its years."""
    before: dict[tuple[UUID, int], Fraction] = {}
    running: dict[UUID, Fraction] = {}
    for year in years:
        before[year.position_id, year.budget_year] = running.get(year.position_id, Fraction(0))
        exact = sum((part.exact_cents for part in year.parts), Fraction(0))
        running[year.position_id] = before[year.position_id, year.budget_year] + exact
    return before


def _explained(year: PositionYear) -> dict[str, object]:
    return {
        "position_id": str(year.position_id),
        "provider": year.provider,
        "budget_year": year.budget_year,
        "entitlement_cents": year.entitlement_cents,
        "parts": [_part(part) for part in year.parts],
    }


def _part(part: Part) -> dict[str, object]:
    return {
        "kind": part.kind,
        "starts_on": part.starts_on.isoformat(),
        "ends_on": part.ends_on.isoformat(),
        "fte_hundredths": part.fte_hundredths,
        "qualification_class": part.qualification_class,
        "fte_months": str(part.fte_months),
        "exact_cents": str(part.exact_cents),
        "fact_ids": [str(fact_id) for fact_id in part.fact_ids],
    }
