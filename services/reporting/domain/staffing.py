"""Stellenplan: all grants with their budgets, and all positions together, for the rules that reach across streams.

Rules (VwV Integrationsmanagement): a funded share is at least 0.25 FTE; one person holds at most 1.0 FTE over all
funded positions; a grant's positions have at most the FTE that it names, whichever provider holds them by now.
Positions outside every grant are counted for caseloads only, and may stand for a team.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import accumulate
from uuid import UUID

from immutables import Map

from services.reporting.domain import budgets, timeline
from services.reporting.domain.bounds import HUNDREDTHS_OF_A_POST
from services.reporting.domain.budgets import Amounts
from services.reporting.domain.granted import amended
from services.reporting.domain.months import ONE_DAY
from services.reporting.domain.timeline import Span, Timeline
from shared.decider import Register
from shared.errors import Refused
from shared.event import Event, Fact
from shared.events.budget import BudgetApproved
from shared.events.money import ExpenditureCorrected
from shared.events.notices import AwardAmended, ClaimWaived, GrantRevoked, GrantWithdrawn, PeriodClosed
from shared.events.reporting import (
    FillingCorrected,
    GrantAwarded,
    PersonReplaced,
    PositionFilled,
    PositionVacated,
    ShareShifted,
)

SMALLEST_SHARE_HUNDREDTHS = 25
STILL_RECORDED = (
    *(FillingCorrected, ExpenditureCorrected),
    *(AwardAmended, GrantRevoked, GrantWithdrawn, ClaimWaived, PeriodClosed),
)
"""What a closed period still takes: corrections, and what the state decides on it."""


@dataclass(frozen=True, slots=True)
class Staffing:
    """Every grant and every position that the service knows, and budgets that were changed since the award."""

    grants: Map[UUID, GrantAwarded] = field(default_factory=Map)
    positions: Map[UUID, Timeline] = field(default_factory=Map)
    amounts: Map[UUID, Amounts] = field(default_factory=Map)
    closed_through: Map[UUID, date] = field(default_factory=Map)

    def amounts_of(self, grant_id: UUID) -> Amounts:
        """The budgets in force of a grant."""
        return self.amounts.get(grant_id, Map())


def evolve(staffing: Staffing, fact: Fact) -> Staffing:
    """The register after one more fact, own or heard."""
    match fact.event:
        case GrantAwarded() as award:
            return replace(staffing, grants=staffing.grants.set(award.grant_id, award))
        case AwardAmended() as event:
            award_before = staffing.grants.get(event.grant_id)
            if award_before is None:
                return staffing
            return replace(staffing, grants=staffing.grants.set(event.grant_id, amended(award_before, event)))
        case PeriodClosed() as event:
            return replace(staffing, closed_through=staffing.closed_through.set(event.grant_id, event.through_on))
        case PositionFilled() | PositionVacated() | PersonReplaced() | ShareShifted() | FillingCorrected() as event:
            before = staffing.positions.get(event.position_id, Timeline())
            after = timeline.evolve(before, fact)
            return replace(staffing, positions=staffing.positions.set(event.position_id, after))
        case BudgetApproved() as event:
            amounts = budgets.after(staffing.amounts_of(event.grant_id), event.changes)
            return replace(staffing, amounts=staffing.amounts.set(event.grant_id, amounts))
        case _:
            return staffing


def check_staffing(staffing: Staffing, changed: Mapping[UUID, Timeline]) -> None:
    """Raises `Refused` if, with the changed positions, a share is too small, or a person or a grant holds too much."""
    funded = list(_funded(changed.values()))
    if any(span.fte_hundredths < SMALLEST_SHARE_HUNDREDTHS for span in funded):
        raise Refused("A position with a share below 0.25 FTE is not fundable.")
    together = list(_funded(staffing.positions.update(changed).values()))
    for staff_ref in {span.staff_ref for span in funded}:
        if _most_hundredths([span for span in together if span.staff_ref == staff_ref]) > HUNDREDTHS_OF_A_POST:
            raise Refused("One person holds at most 1.0 FTE over all positions; this would be more.")
    for grant_id in {span.grant_id for span in funded}:
        award = staffing.grants.get(grant_id) if grant_id else None
        held = [span for span in together if span.grant_id == grant_id]
        if award is not None and _most_hundredths(held) > award.fte_hundredths:
            raise Refused("With this the positions of the grant would have more FTE than the award names.")


def check_amended(staffing: Staffing, amendment: AwardAmended) -> None:
    """Raises `Refused` if the positions of the grant hold more than the amended award names."""
    award = staffing.grants.get(amendment.grant_id)
    if award is None:
        return
    held = {
        position_id: each
        for position_id, each in staffing.positions.items()
        if any(span.grant_id == amendment.grant_id for span in timeline.spans(each))
    }
    after = replace(staffing, grants=staffing.grants.set(amendment.grant_id, amended(award, amendment)))
    check_staffing(after, held)


def check_open(closed_through: date | None, events: Iterable[Event]) -> None:
    """Raises `Refused` for what holds from a day of a closed period, unless it corrects or the state says it."""
    for event in events:
        holds_from = event.holds_from()
        if closed_through is None or holds_from is None or isinstance(event, STILL_RECORDED):
            continue
        if holds_from <= closed_through:
            raise Refused("The period of that day is closed: only what is recorded of it can be corrected.")


def check_start(award: GrantAwarded, starts_on: date, *, first: bool) -> None:
    """Raises `Refused` for a filling outside the window. Where the period runs on, a vacancy is made up after it."""
    if starts_on < award.grant_period.starts_on:
        raise Refused("The filling would begin before the grant period.")
    if starts_on > award.grant_period.ends_on and (first or not runs_on(award)):
        raise Refused("The filling would begin after the grant period.")


def runs_on(award: GrantAwarded) -> bool:
    """Whether by the notice a position may be funded after the last day of the grant period."""
    return award.rules.window == "position" or award.rules.vacancy_outcome == "extend"


def _funded(timelines: Iterable[Timeline]) -> Iterator[Span]:
    for each in timelines:
        yield from (span for span in timeline.spans(each) if span.grant_id is not None)


def _most_hundredths(held: list[Span]) -> int:
    """The highest sum on any day."""
    changes: dict[date, int] = {}
    for span in held:
        changes[span.starts_on] = changes.get(span.starts_on, 0) + span.fte_hundredths
        if span.ends_on is not None:
            after = span.ends_on + ONE_DAY
            changes[after] = changes.get(after, 0) - span.fte_hundredths
    return max(accumulate(changes[day] for day in sorted(changes)), default=0)


FOLDS = (
    *(GrantAwarded, AwardAmended, PeriodClosed, BudgetApproved),
    *(PositionFilled, PositionVacated, PersonReplaced, ShareShifted, FillingCorrected),
)
REGISTER = Register(Staffing(), evolve, FOLDS)
