"""Verwendungsnachweis: a report that was submitted is frozen by its date, its cut and its hash, and then approved."""

from dataclasses import dataclass, replace
from typing import Annotated, assert_never
from uuid import UUID

from pydantic import Field

from services.reporting.domain.staffing import Staffing
from shared.decider import Around, Command, Decider
from shared.errors import Missing, Refused
from shared.event import Event, Fact
from shared.events.codes import Day
from shared.events.reporting import ReportApproved, ReportSubmitted

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Source = Annotated[str, Field(pattern=r"^urn:fallbuch:[a-z0-9:-]{1,120}$")]
FactNumber = Annotated[int, Field(ge=0, lt=2**53)]


@dataclass(frozen=True, slots=True)
class Report:
    """The report as it was submitted, if it was, and by whom; and whether it was approved."""

    submitted: ReportSubmitted | None = None
    submitted_by: str = ""
    approved: bool = False


def evolve(state: Report, fact: Fact) -> Report:
    """The report after one more fact of its stream."""
    match fact.event:
        case ReportSubmitted() as submitted:
            return Report(submitted, fact.meta.actor)
        case ReportApproved():
            return replace(state, approved=True)
        case _:
            return state


class SubmitReport(Command):
    """The wish of a grant officer. The service computes the figures and decides it as `FreezeReport`."""

    report_id: UUID
    grant_id: UUID
    as_of: Day

    def target(self) -> str:
        return f"report-{self.report_id}"


class FreezeReport(Command):
    """Submit the figures whose canonical JSON has this hash. `cut`: last fact number used, by source."""

    report_id: UUID
    grant_id: UUID
    as_of: Day
    known_on: Day
    cut: Annotated[dict[Source, FactNumber], Field(min_length=1, max_length=64)]
    report_sha256: Sha256

    def target(self) -> str:
        return f"report-{self.report_id}"


class ApproveReport(Command):
    """Freigabe of a submitted report by a second person."""

    report_id: UUID

    def target(self) -> str:
        return f"report-{self.report_id}"


ReportCommand = FreezeReport | ApproveReport


def decide(state: Report, command: ReportCommand, around: Around[Staffing]) -> list[Event]:
    """What the command leads to. Raises `Refused` where a rule says no."""
    match command:
        case FreezeReport():
            return freeze_report(state, command, around)
        case ApproveReport():
            return approve_report(state, command, around.actor)
        case _ as never:
            assert_never(never)


def freeze_report(state: Report, command: FreezeReport, around: Around[Staffing]) -> list[Event]:
    """The first cut stays: who submits the same report again gets the frozen one, whatever is known by now."""
    before = state.submitted
    if before is not None:
        if (before.grant_id, before.as_of) != (command.grant_id, command.as_of):
            raise Refused("Another report is already submitted under this id.")
        return []
    award = around.register.grants.get(command.grant_id)
    if award is None:
        raise Refused("The report names a grant that is not recorded.")
    if command.as_of < award.grant_period.starts_on:
        raise Refused("A report cannot be earlier than the start of its grant.")
    if command.as_of > around.today or command.known_on > around.today:
        raise Refused("A report cannot be submitted for a day that is still to come.")
    return [ReportSubmitted(**dict(command))]


def approve_report(state: Report, command: ApproveReport, actor: str) -> list[Event]:
    if state.submitted is None:
        raise Missing("There is no such report.")
    if state.approved:
        return []
    if actor == state.submitted_by:
        raise Refused("Who submitted a report does not approve it: that takes a second person.")
    return [ReportApproved(report_id=command.report_id)]


DECIDER = Decider("report", (FreezeReport, ApproveReport), Report(), evolve, decide)
