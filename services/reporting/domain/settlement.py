"""Abrechnung: who owes whom, state <-> town <-> providers, through a day. It closes to zero.

`gap_carried_by`: where entitlement exceeds the cap, the town carries the gap, or each provider's entitlement
is cut by its share (largest remainder). `surplus`: who spent less than it is entitled to keeps the rest, or only the
cost counts, and the repayment to the state grows likewise.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.events.reporting import GrantAwarded
from shared.money import largest_remainder


@dataclass(frozen=True, slots=True)
class Books:
    """What was paid and spent, in cents; by provider where it says so. `spent` is eligible cost."""

    received: int
    repaid: int
    """To the state."""
    passed_on: Mapping[str, int]
    returned: Mapping[str, int]
    spent: Mapping[str, int]
    ineligible: Mapping[str, int]
    waived: int = 0
    """Of the repayment, by the state."""


@dataclass(frozen=True, slots=True)
class ProviderSettlement:
    """Between the town and one provider."""

    provider: str
    earned_cents: int
    gap_cents: int
    """What of it the provider carries itself, above the cap."""
    passed_on_cents: int
    returned_cents: int
    actual_cost_cents: int
    ineligible_cost_cents: int
    cost_counts: bool
    """The notice has surplus returned."""

    @property
    def entitlement_cents(self) -> int:
        return self.earned_cents - self.gap_cents

    @property
    def surplus_cents(self) -> int:
        """Entitlement over actual cost; below zero, what the provider paid on its own."""
        return self.entitlement_cents - self.actual_cost_cents

    @property
    def due_cents(self) -> int:
        """What the provider may keep in the end."""
        return min(self.entitlement_cents, self.actual_cost_cents) if self.cost_counts else self.entitlement_cents

    @property
    def settlement_cents(self) -> int:
        """Positive: the provider receives."""
        return self.due_cents - self.passed_on_cents + self.returned_cents


@dataclass(frozen=True, slots=True)
class Settlement:
    """All providers, the town and the state."""

    cap_cents: int
    received_cents: int
    repaid_cents: int
    providers: tuple[ProviderSettlement, ...]
    waived_cents: int = 0
    withdrawn: bool = False
    """The award never held: the state gets all of it back, what the providers are due is the town's."""

    @property
    def due_cents(self) -> int:
        return sum(each.due_cents for each in self.providers)

    @property
    def passed_on_cents(self) -> int:
        return sum(each.passed_on_cents for each in self.providers)

    @property
    def returned_cents(self) -> int:
        return sum(each.returned_cents for each in self.providers)

    @property
    def repayment_cents(self) -> int:
        """What of the cap goes back to the state, or is not drawn."""
        return self.cap_cents if self.withdrawn else max(0, self.cap_cents - self.due_cents)

    @property
    def repayment_waived_cents(self) -> int:
        """What of it the state waived; no more than is owed."""
        return min(self.waived_cents, self.repayment_cents)

    @property
    def repayment_open_cents(self) -> int:
        """What is left of it then."""
        return self.repayment_cents - self.repayment_waived_cents

    @property
    def state_settlement_cents(self) -> int:
        """Positive: the town receives from the state; negative: it repays."""
        return self.cap_cents - self.repayment_open_cents - self.received_cents + self.repaid_cents

    @property
    def town_carries_cents(self) -> int:
        """What the providers are due beyond what the state gives; below zero, what it waived beyond that."""
        return self.due_cents - (self.cap_cents - self.repayment_open_cents)

    @property
    def balance_cents(self) -> int:
        """What is left in the town's hands when all have paid: nothing."""
        in_hand = self.received_cents - self.repaid_cents - self.passed_on_cents + self.returned_cents
        settled = sum(each.settlement_cents for each in self.providers)
        return in_hand + self.state_settlement_cents + self.town_carries_cents - settled


def settlement(award: GrantAwarded, earned: Mapping[str, int], books: Books, *, withdrawn: bool = False) -> Settlement:
    """`earned`: the sum of each provider's rows, in cents."""
    gaps = gap_shares(award, earned)
    providers = sorted({*award.shares, *earned, *books.passed_on, *books.returned, *books.spent, *books.ineligible})
    return Settlement(
        cap_cents=award.cap_cents,
        received_cents=books.received,
        repaid_cents=books.repaid,
        waived_cents=books.waived,
        withdrawn=withdrawn,
        providers=tuple(
            ProviderSettlement(
                provider=provider,
                earned_cents=earned.get(provider, 0),
                gap_cents=gaps.get(provider, 0),
                passed_on_cents=books.passed_on.get(provider, 0),
                returned_cents=books.returned.get(provider, 0),
                actual_cost_cents=books.spent.get(provider, 0),
                ineligible_cost_cents=books.ineligible.get(provider, 0),
                cost_counts=award.rules.surplus == "return",
            )
            for provider in providers
        ),
    )


def gap_shares(award: GrantAwarded, earned: Mapping[str, int]) -> dict[str, int]:
    """What each provider carries of the entitlement above the cap, by the award's shares. Nothing if the town does.

    Who earned nothing is cut by nothing.
    """
    gap_cents = sum(earned.values()) - award.cap_cents
    bearing = {provider: share for provider, share in award.shares.items() if earned.get(provider, 0) > 0}
    if award.rules.gap_carried_by == "town" or gap_cents <= 0 or not bearing:
        return {}
    return largest_remainder(gap_cents, bearing)
