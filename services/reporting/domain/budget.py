"""Haushaltsansatz: set and shifted by one person with notice and reason, approved by another (two pairs of eyes)."""

from typing import Annotated, assert_never
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import Field

from services.reporting.domain.bounds import PaidCents, Words
from services.reporting.domain.budgets import (
    Budgets,
    Drafted,
    changes_of,
    evolve,
    source_of,
    target_of,
)
from services.reporting.domain.staffing import Staffing, runs_on
from shared.decider import Around, Command, Decider
from shared.errors import Missing, Refused
from shared.event import Event
from shared.events.budget import BudgetApproved, BudgetChange, BudgetLine, BudgetSet, BudgetShifted
from shared.events.codes import FIRST_DAY, LAST_DAY, Cents, ProviderId, Written
from shared.events.reporting import GrantAwarded

BudgetYear = Annotated[int, Field(ge=FIRST_DAY.year, le=LAST_DAY.year)]


class SetBudget(Command):
    """Haushaltsansatz: what a provider may be paid for a line in a year. In force once somebody else approved it."""

    grant_id: UUID
    provider: ProviderId
    budget_line: BudgetLine
    budget_year: BudgetYear
    cents: Cents
    notice_ref: Written
    reason: Words

    def target(self) -> str:
        return f"budget-{self.grant_id}"


class ShiftBudget(Command):
    """Umschichtung: to another line, or to another provider. In force once somebody else approved it."""

    grant_id: UUID
    provider: ProviderId
    budget_line: BudgetLine
    budget_year: BudgetYear
    cents: PaidCents
    notice_ref: Written
    reason: Words
    to_line: BudgetLine | None = None
    to_provider: ProviderId | None = None

    def target(self) -> str:
        return f"budget-{self.grant_id}"


class ApproveBudget(Command):
    """Genehmigung: what waits for this budget is in force. Never by who drafted it."""

    grant_id: UUID
    provider: ProviderId
    budget_line: BudgetLine
    budget_year: BudgetYear

    def target(self) -> str:
        return f"budget-{self.grant_id}"


BudgetCommand = SetBudget | ShiftBudget | ApproveBudget


def decide(state: Budgets, command: BudgetCommand, around: Around[Staffing]) -> list[Event]:
    """What the command leads to. Raises `Refused` where a rule says no, `Missing` where there is no such grant."""
    award = around.register.grants.get(command.grant_id)
    if award is None:
        raise Missing("There is no such grant.")
    match command:
        case SetBudget():
            return set_budget(award, state, command)
        case ShiftBudget():
            return shift_budget(award, state, command)
        case ApproveBudget():
            return approve_budget(award, state, command, around.actor)
        case _ as never:
            assert_never(never)


def set_budget(award: GrantAwarded, state: Budgets, command: SetBudget) -> list[Event]:
    drafted = BudgetSet(
        grant_id=command.grant_id,
        provider=command.provider,
        budget_line=command.budget_line,
        budget_year=command.budget_year,
        before_cents=state.amounts.get((command.provider, command.budget_line, command.budget_year), 0),
        cents=command.cents,
        notice_ref=command.notice_ref,
        note_ref=note_ref(command),
    )
    return _drafted(award, state, drafted)


def shift_budget(award: GrantAwarded, state: Budgets, command: ShiftBudget) -> list[Event]:
    if (command.to_line is None) == (command.to_provider is None):
        raise Refused("A budget is shifted to another line or to another provider: name one of the two.")
    drafted = BudgetShifted(**command.model_dump(exclude={"reason"}), note_ref=note_ref(command))
    if source_of(drafted) == target_of(drafted):
        raise Refused("A budget is shifted to another line or to another provider, not to itself.")
    _check_provider(award, target_of(drafted)[0])
    return _drafted(award, state, drafted)


def approve_budget(award: GrantAwarded, state: Budgets, command: ApproveBudget, actor: str) -> list[Event]:
    """All that waits for this budget at once: also where another one is shifted to it."""
    key = (command.provider, command.budget_line, command.budget_year)
    waiting = [draft for draft in state.waiting if draft.touches(key)]
    if not waiting:
        if key in state.approved:
            return []
        raise Refused("No change of this budget waits for approval.")
    if any(draft.drafted_by == actor for draft in waiting):
        raise Refused("Who drafted a change of a budget does not approve it: that takes a second person.")
    amounts, changes = state.amounts, list[BudgetChange]()
    for draft in waiting:
        now = changes_of(award, amounts, draft.event)
        amounts = amounts.update(
            {(each.provider, each.budget_line, each.budget_year): each.after_cents for each in now}
        )
        changes += now
    return [BudgetApproved(**dict(command), approves=tuple(draft.fact_id for draft in waiting), changes=tuple(changes))]


def note_ref(command: SetBudget | ShiftBudget) -> UUID:
    """Where a reason lies in the vault: a change is told apart by its notice and by everything but its reason."""
    said = command.model_dump(mode="json", exclude={"reason"})
    return uuid5(NAMESPACE_URL, f"fallbuch:note:{type(command).__name__}:" + ":".join(map(str, said.values())))


def _drafted(award: GrantAwarded, state: Budgets, event: Drafted) -> list[Event]:
    """To come back to an earlier amount takes another notice: under the same one it was drafted already."""
    if event.note_ref in state.drafted:
        return []
    _check_provider(award, event.provider)
    _check_year(award, event.budget_year)
    changes_of(award, state.amounts, event)
    return [event]


def _check_provider(award: GrantAwarded, provider: str) -> None:
    if provider not in award.shares:
        raise Refused("The award names no share for this provider.")


def _check_year(award: GrantAwarded, budget_year: int) -> None:
    granted = award.grant_period
    if budget_year < granted.starts_on.year or (budget_year > granted.ends_on.year and not runs_on(award)):
        raise Refused("The grant has no such budget year.")


DECIDER = Decider("budget", (SetBudget, ShiftBudget, ApproveBudget), Budgets(), evolve, decide)
