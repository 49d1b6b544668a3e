"""Haushaltsansätze as they stand: what is in force, what waits for a second person. It only reads; rules: `budget`.

The award itself budgets each provider with its share of the cap, undivided. The first budget that is set for a line
and a year takes its place.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from immutables import Map

from services.reporting.domain.cap import cap_shares
from shared.errors import Refused
from shared.event import Fact
from shared.events.budget import BudgetApproved, BudgetChange, BudgetLine, BudgetSet, BudgetShifted
from shared.events.reporting import GrantAwarded

BudgetKey = tuple[str, BudgetLine | None, int | None]
"""Provider, line and year; without line and year what the award gave the provider."""
Amounts = Map[BudgetKey, int]
"""Budgets in force, in cents, that were changed since the award."""
Drafted = BudgetSet | BudgetShifted


@dataclass(frozen=True, slots=True)
class Draft:
    """A change that waits for its approval, and who drafted it."""

    fact_id: UUID
    drafted_by: str
    event: Drafted

    def touches(self, key: BudgetKey) -> bool:
        return key in (source_of(self.event), target_of(self.event))


@dataclass(frozen=True, slots=True)
class Budgets:
    """All budgets of one grant.

    `drafted`: every change that ever was, by where its reason lies. `approved`: the budgets that an approval was for.
    """

    amounts: Amounts = field(default_factory=Map)
    waiting: tuple[Draft, ...] = ()
    drafted: frozenset[UUID] = frozenset()
    approved: frozenset[BudgetKey] = frozenset()


def evolve(budgets: Budgets, fact: Fact) -> Budgets:
    """The budgets after one more fact. A newer draft of the same budget takes the place of one that waits."""
    match fact.event:
        case BudgetSet() | BudgetShifted() as event:
            others = tuple(each for each in budgets.waiting if source_of(each.event) != source_of(event))
            draft = Draft(fact.event_id, fact.meta.actor, event)
            return replace(budgets, waiting=(*others, draft), drafted=budgets.drafted | {event.note_ref})
        case BudgetApproved() as event:
            now = [each for each in budgets.waiting if each.fact_id in event.approves]
            touched = {key for each in now for key in (source_of(each.event), target_of(each.event))}
            return replace(
                budgets,
                amounts=after(budgets.amounts, event.changes),
                waiting=tuple(each for each in budgets.waiting if each not in now),
                approved=budgets.approved | touched,
            )
        case _:
            return budgets


def after(amounts: Amounts, changes: Iterable[BudgetChange]) -> Amounts:
    """The budgets in force after these changes. The register of all grants folds the same."""
    return amounts.update({(each.provider, each.budget_line, each.budget_year): each.after_cents for each in changes})


def source_of(event: Drafted) -> BudgetKey:
    """The budget that a draft sets or takes from."""
    return (event.provider, event.budget_line, event.budget_year)


def target_of(event: Drafted) -> BudgetKey:
    """The budget that a draft sets or gives to."""
    if isinstance(event, BudgetSet):
        return source_of(event)
    return (event.to_provider or event.provider, event.to_line or event.budget_line, event.budget_year)


def undivided(award: GrantAwarded, amounts: Mapping[BudgetKey, int], provider: str) -> int:
    """What a provider still has of what the award gave it, for all lines and years together."""
    return amounts.get((provider, None, None), cap_shares(award).get(provider, 0))


def budget_cents(award: GrantAwarded, amounts: Mapping[BudgetKey, int], provider: str) -> int:
    """A provider's budget over all lines and years."""
    divided = sum(cents for key, cents in amounts.items() if key[0] == provider and key[1] is not None)
    return undivided(award, amounts, provider) + divided


def changes_of(award: GrantAwarded, amounts: Amounts, event: Drafted) -> list[BudgetChange]:
    """What a draft changes in the budgets in force. Raises `Refused` where less is there than is to be shifted."""
    if isinstance(event, BudgetSet):
        return _set(award, amounts, event)
    return _shifted(award, amounts, event)


def _set(award: GrantAwarded, amounts: Amounts, event: BudgetSet) -> list[BudgetChange]:
    key, whole = source_of(event), undivided(award, amounts, event.provider)
    changes = [_change(key, amounts.get(key, 0), event.cents)]
    return [_change((event.provider, None, None), whole, 0), *changes] if whole else changes


def _shifted(award: GrantAwarded, amounts: Amounts, event: BudgetShifted) -> list[BudgetChange]:
    """What was never divided is taken from, and given to, what the award gave a provider undivided."""
    source, target = source_of(event), target_of(event)
    if source not in amounts:
        source = (event.provider, None, None)
    if event.to_provider and target not in amounts and undivided(award, amounts, event.to_provider):
        target = (event.to_provider, None, None)
    taken, given = _in_force(award, amounts, source), _in_force(award, amounts, target)
    if taken < event.cents:
        raise Refused("The budget holds less than is to be shifted.")
    return [_change(source, taken, taken - event.cents), _change(target, given, given + event.cents)]


def _in_force(award: GrantAwarded, amounts: Amounts, key: BudgetKey) -> int:
    return undivided(award, amounts, key[0]) if key[1] is None else amounts.get(key, 0)


def _change(key: BudgetKey, before_cents: int, after_cents: int) -> BudgetChange:
    provider, budget_line, budget_year = key
    return BudgetChange(
        provider=provider,
        budget_line=budget_line,
        budget_year=budget_year,
        before_cents=before_cents,
        after_cents=after_cents,
    )
