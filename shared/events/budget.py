"""Facts of a grant's budgets (Haushaltsansatz): drafted by one person, in force once another one approved them."""

from typing import Literal
from uuid import UUID

from shared.event import Event
from shared.events.codes import Cents, ProviderId, Value, Written

BudgetLine = Literal["personnel", "training"]
"""Haushaltsstelle."""


class BudgetSet(Event):
    """Haushaltsansatz entworfen: the budget of a provider, a line and a year is to be `cents`, after `before_cents`.

    `note_ref`: where the reason lies in the vault.
    """

    grant_id: UUID
    provider: ProviderId
    budget_line: BudgetLine
    budget_year: int
    before_cents: Cents
    cents: Cents
    notice_ref: Written
    note_ref: UUID

    def stream(self) -> str:
        return f"budget-{self.grant_id}"


class BudgetShifted(Event):
    """Umschichtung entworfen: `cents` are to go to another line of the provider, or to another provider."""

    grant_id: UUID
    provider: ProviderId
    budget_line: BudgetLine
    budget_year: int
    cents: Cents
    to_line: BudgetLine | None
    to_provider: ProviderId | None
    notice_ref: Written
    note_ref: UUID

    def stream(self) -> str:
        return f"budget-{self.grant_id}"


class BudgetChange(Value):
    """What a budget was and is. Without line and year: what the award gave the provider, undivided."""

    provider: ProviderId
    budget_line: BudgetLine | None
    budget_year: int | None
    before_cents: Cents
    after_cents: Cents


class BudgetApproved(Event):
    """Genehmigt by a second person: the drafts named are in force, and this is what changed."""

    grant_id: UUID
    provider: ProviderId
    budget_line: BudgetLine
    budget_year: int
    approves: tuple[UUID, ...]
    changes: tuple[BudgetChange, ...]

    def stream(self) -> str:
        return f"budget-{self.grant_id}"


BudgetEvent = BudgetSet | BudgetShifted | BudgetApproved
