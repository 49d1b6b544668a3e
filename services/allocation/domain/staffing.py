"""Stellen, as heard from reporting: how many hundredths of an FTE each provider has on a day.

Only for caseloads; whether a position is lawful or funded is reporting's matter.
"""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from immutables import Map

from shared.event import Fact
from shared.events.codes import ProviderId
from shared.events.reporting import FillingCorrected, PositionFilled, PositionVacated, ShareShifted


@dataclass(frozen=True, slots=True)
class Filling:
    """One filling until it became vacant. `starts` holds every start ever stated: the last one holds."""

    provider: ProviderId
    fte_hundredths: int
    starts: tuple[date, ...]
    fact_ids: tuple[UUID, ...]
    vacant_from: date | None = None

    def covers(self, day: date) -> bool:
        return self.starts[-1] <= day and (self.vacant_from is None or day < self.vacant_from)


@dataclass(frozen=True, slots=True)
class Position:
    """All fillings of a position, and all shifts of its share, in the order of its stream."""

    fillings: tuple[Filling, ...] = ()
    shifts: tuple[ShareShifted, ...] = ()


Positions = Map[UUID, Position]


def evolve(positions: Positions, fact: Fact) -> Positions:
    """The positions after one more fact."""
    match fact.event:
        case PositionFilled() | PositionVacated() | ShareShifted() | FillingCorrected() as event:
            before = positions.get(event.position_id, Position())
            return positions.set(event.position_id, _position(before, fact))
        case _:
            return positions


def providers_with_position(positions: Positions) -> set[ProviderId]:
    """The providers for which a position was ever recorded, filled or vacant by now."""
    return {filling.provider for position in positions.values() for filling in position.fillings}


def fte_hundredths_on(positions: Positions, provider: ProviderId, day: date) -> int:
    """The provider's filled positions on the day, together."""
    return sum(_share(position, provider, day) for position in positions.values())


def _position(before: Position, fact: Fact) -> Position:
    match fact.event:
        case PositionFilled() as event:
            filling = Filling(event.provider, event.fte_hundredths, (event.starts_on,), (fact.event_id,))
            return replace(before, fillings=(*before.fillings, filling))
        case PositionVacated() as event if before.fillings:
            *earlier, last = before.fillings
            return replace(before, fillings=(*earlier, replace(last, vacant_from=event.vacant_from)))
        case ShareShifted() as event:
            return replace(before, shifts=(*before.shifts, event))
        case FillingCorrected() as event:
            corrected = tuple(_corrected(filling, event, fact.event_id) for filling in before.fillings)
            return replace(before, fillings=corrected)
        case _:
            return before


def _corrected(filling: Filling, event: FillingCorrected, fact_id: UUID) -> Filling:
    if event.corrects not in filling.fact_ids:
        return filling
    return replace(filling, starts=(*filling.starts, event.starts_on), fact_ids=(*filling.fact_ids, fact_id))


def _share(position: Position, provider: ProviderId, day: date) -> int:
    """A shift counts for a filling from the earliest start that was ever stated, so that no correction loses it."""
    filling = next((each for each in reversed(position.fillings) if each.covers(day)), None)
    if filling is None or filling.provider != provider:
        return 0
    known_since = min(filling.starts)
    shifted = sum(shift.change_hundredths for shift in position.shifts if known_since <= shift.effective_on <= day)
    return filling.fte_hundredths + shifted
