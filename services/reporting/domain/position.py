"""Stelle: filled, vacant, filled again; the person replaced; a share shifted; a wrong start corrected."""

from datetime import date
from typing import Annotated, assert_never
from uuid import UUID

from pydantic import Field

from services.reporting.domain import timeline
from services.reporting.domain.bounds import HUNDREDTHS_OF_A_POST
from services.reporting.domain.staffing import Staffing, check_open, check_staffing, check_start
from services.reporting.domain.timeline import Filling, Span, Timeline, applied, span_on
from shared.decider import Around, Command, Decider
from shared.errors import Missing, Refused
from shared.event import Event, Fact
from shared.events.codes import Day, FteHundredths, ProviderId
from shared.events.reporting import (
    FillingCorrected,
    PersonReplaced,
    PositionFilled,
    PositionVacated,
    ShareShifted,
    StatedClass,
)

Position = Timeline
"""The state: the position's whole timeline. The register folds the same one for all positions."""

Staffed = PositionFilled | PersonReplaced | FillingCorrected
NOT_RECORDED = UUID(int=0)
"""Stands for the id of a fact that is only tried out."""


def evolve(state: Position, fact: Fact) -> Position:
    """The position after one more fact of its stream."""
    return timeline.evolve(state, fact)


class FillPosition(Command):
    """Somebody fills the position from `starts_on`; also ends a vacancy. `grant_id` null: outside every grant."""

    position_id: UUID
    grant_id: UUID | None
    provider: ProviderId
    staff_ref: UUID
    fte_hundredths: FteHundredths
    qualification_class: StatedClass = "not_stated"
    starts_on: Day

    def target(self) -> str:
        return f"position-{self.position_id}"


class VacatePosition(Command):
    """Nobody fills the position any more; `vacant_from` is the first vacant day."""

    position_id: UUID
    vacant_from: Day

    def target(self) -> str:
        return f"position-{self.position_id}"


class ReplacePerson(Command):
    """Another person fills the position from `from_on`, without a vacant day."""

    position_id: UUID
    staff_ref: UUID
    qualification_class: StatedClass = "not_stated"
    from_on: Day

    def target(self) -> str:
        return f"position-{self.position_id}"


class ShiftShare(Command):
    """Move a share, in hundredths of an FTE, to another filled position of the same grant."""

    from_position: UUID
    to_position: UUID
    fte_hundredths: Annotated[int, Field(ge=1, le=HUNDREDTHS_OF_A_POST)]
    effective_on: Day

    def target(self) -> str:
        return f"position-{self.from_position}"


class CorrectFilling(Command):
    """The filling recorded as begun on `corrects_starts_on` truly began on `starts_on`."""

    position_id: UUID
    corrects_starts_on: Day
    starts_on: Day

    def target(self) -> str:
        return f"position-{self.position_id}"


PositionCommand = FillPosition | VacatePosition | ReplacePerson | ShiftShare | CorrectFilling


def decide(state: Position, command: PositionCommand, around: Around[Staffing]) -> list[Event]:
    """What the command leads to. Raises `Refused` where a rule says no, `Missing` where there is no such position."""
    decided = _decided(state, command, around)
    for grant_id in _grants(state, decided):
        check_open(around.register.closed_through.get(grant_id), decided)
    return decided


def _grants(state: Position, decided: list[Event]) -> set[UUID]:
    """The grants that the position is, or is to be, paid from."""
    filled = [filling.filled for filling in state.fillings]
    filled += [event for event in decided if isinstance(event, PositionFilled)]
    return {each.grant_id for each in filled if each.grant_id is not None}


def _decided(state: Position, command: PositionCommand, around: Around[Staffing]) -> list[Event]:
    match command:
        case FillPosition():
            return fill_position(state, command, around.register)
        case VacatePosition():
            return vacate_position(_known(state), command)
        case ReplacePerson():
            return replace_person(_known(state), command, around.register)
        case ShiftShare():
            return shift_share(_known(state), command, around.register)
        case CorrectFilling():
            return correct_filling(_known(state), command, around.register)
        case _ as never:
            assert_never(never)


def fill_position(state: Position, command: FillPosition, staffing: Staffing) -> list[Event]:
    filled = PositionFilled(**dict(command))
    if any(filling.filled == filled for filling in state.fillings):
        return []
    _check_funding(state, command, staffing)
    if state.fillings:
        _check_free(state.fillings[-1], command)
    return _tried(state, filled, staffing)


def vacate_position(state: Position, command: VacatePosition) -> list[Event]:
    last = state.fillings[-1]
    if any(filling.vacant_from == command.vacant_from for filling in state.fillings):
        return []
    if last.vacant_from is not None:
        raise Refused("The position is vacant already.")
    if command.vacant_from <= last.starts_on:
        raise Refused("A position becomes vacant after the day it was filled, not on it or before.")
    return [PositionVacated(position_id=command.position_id, vacant_from=command.vacant_from)]


def replace_person(state: Position, command: ReplacePerson, staffing: Staffing) -> list[Event]:
    replaced = PersonReplaced(**dict(command))
    if any(change.event == replaced for change in state.changes):
        return []
    span = _filled_on(state, command.from_on)
    if (span.staff_ref, span.qualification_class) == (command.staff_ref, command.qualification_class):
        return []
    if any(isinstance(change.event, PersonReplaced) and change.on == command.from_on for change in state.changes):
        raise Refused("Another replacement is already recorded for that day.")
    if span.grant_id is not None:
        _check_class(command.qualification_class)
    return _tried(state, replaced, staffing)


def shift_share(state: Position, command: ShiftShare, staffing: Staffing) -> list[Event]:
    """Two facts, one on each position's stream, so that each tells its own share."""
    given, taken = _shift(command)
    if any(change.event == given for change in state.changes):
        return []
    if command.from_position == command.to_position:
        raise Refused("A share is shifted between two different positions.")
    other = staffing.positions.get(command.to_position)
    if other is None:
        raise Refused("The position that should get the share is not recorded.")
    grant_id = _filled_on(state, command.effective_on).grant_id
    if grant_id is None or _filled_on(other, command.effective_on).grant_id != grant_id:
        raise Refused("A share is shifted only between positions of the same grant.")
    candidates = {
        command.from_position: applied(state, given, NOT_RECORDED),
        command.to_position: applied(other, taken, NOT_RECORDED),
    }
    check_staffing(staffing, candidates)
    return [given, taken]


def correct_filling(state: Position, command: CorrectFilling, staffing: Staffing) -> list[Event]:
    """A correction may itself be corrected; each points at the fact whose date was wrong.

    It holds from what it corrects: from the start that was recorded first.
    """
    if any(_stated_before(filling, command) for filling in state.fillings):
        return []
    filling = _filling_begun(state, command.corrects_starts_on)
    number = state.fillings.index(filling)
    free_since = state.fillings[number - 1].vacant_from if number else None
    if filling.vacant_from is not None and command.starts_on >= filling.vacant_from:
        raise Refused("The filling would begin on or after the day on which it ended.")
    if free_since is not None and command.starts_on < free_since:
        raise Refused("The filling would begin while the position was still filled.")
    award = staffing.grants.get(filling.filled.grant_id) if filling.filled.grant_id else None
    if award is not None:
        check_start(award, command.starts_on, first=number == 0)
    corrected = FillingCorrected(
        position_id=command.position_id,
        corrects=filling.fact_ids[-1],
        corrects_starts_on=filling.starts[0],
        starts_on=command.starts_on,
    )
    return _tried(state, corrected, staffing)


def _known(state: Position) -> Position:
    if not state.fillings:
        raise Missing("There is no such position.")
    return state


def _tried(state: Position, event: Staffed, staffing: Staffing) -> list[Event]:
    """The event, if with it every share is fundable and nobody holds too much."""
    check_staffing(staffing, {event.position_id: applied(state, event, NOT_RECORDED)})
    return [event]


def _filled_on(state: Position, day: date) -> Span:
    span = span_on(state, day)
    if span is None:
        raise Refused("The position is vacant on that day.")
    return span


def _check_funding(state: Position, command: FillPosition, staffing: Staffing) -> None:
    if command.grant_id is None:
        return
    award = staffing.grants.get(command.grant_id)
    if award is None:
        raise Refused("The position names a grant that is not recorded.")
    if command.provider not in award.shares:
        raise Refused("The award names no share for this provider.")
    _check_class(command.qualification_class)
    check_start(award, command.starts_on, first=not state.fillings)


def _check_class(qualification_class: str) -> None:
    if qualification_class == "not_stated":
        raise Refused("A funded position needs its qualification class: the rate depends on it.")


def _check_free(last: Filling, command: FillPosition) -> None:
    if last.filled.provider != command.provider:
        raise Refused("The position belongs to another provider.")
    if last.vacant_from is None:
        raise Refused("The position is filled already; it has to become vacant first.")
    if command.starts_on < last.vacant_from:
        raise Refused("The position was still filled on that day.")


def _shift(command: ShiftShare) -> tuple[ShareShifted, ShareShifted]:
    def half(position_id: UUID, other_position_id: UUID, change_hundredths: int) -> ShareShifted:
        return ShareShifted(
            position_id=position_id,
            other_position_id=other_position_id,
            change_hundredths=change_hundredths,
            effective_on=command.effective_on,
        )

    return (
        half(command.from_position, command.to_position, -command.fte_hundredths),
        half(command.to_position, command.from_position, command.fte_hundredths),
    )


def _filling_begun(state: Position, day: date) -> Filling:
    """The filling that begins on the day; else the one that was once said to."""
    begun = [filling for filling in state.fillings if filling.starts_on == day]
    once_said = [filling for filling in state.fillings if day in filling.starts]
    for filling in begun + once_said:
        return filling
    raise Refused("No filling of this position is recorded as begun on that day.")


def _stated_before(filling: Filling, command: CorrectFilling) -> bool:
    """Whether it is so already, or was said before and has itself been corrected since."""
    if command.corrects_starts_on not in filling.starts:
        return False
    return command.starts_on in filling.starts[filling.starts.index(command.corrects_starts_on) :]


COMMANDS = (FillPosition, VacatePosition, ReplacePerson, ShiftShare, CorrectFilling)
DECIDER = Decider("position", COMMANDS, Position(), evolve, decide)
