"""What can be asked ahead and back: a forecast with what-if, and what changed since a report was submitted."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response

from services.reporting import views
from services.reporting.domain.bounds import HUNDREDTHS_OF_A_POST
from services.reporting.domain.position import PositionCommand, ShiftShare
from services.reporting.figures.difference import report_difference
from services.reporting.figures.forecast import class_change, grant_forecast, vacancy
from services.reporting.figures.question import Known, Question, known
from services.reporting.moment import JSON, facts_and_cut, json_answer, snapshot
from shared.errors import Missing, Refused
from shared.events.codes import QualificationClass
from shared.http import AskedDay, allowed, id_in_path
from shared.identity import Caller
from shared.service import Service

Hundredths = Annotated[int, Query(ge=1, le=HUNDREDTHS_OF_A_POST)]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One position, and what may happen to it: a vacancy, a share that moves, another class."""

    position_id: str | None
    vacant_from: date | None
    vacant_until: date | None
    shift_to: str | None
    fte_hundredths: int | None
    qualification_class: QualificationClass | None
    on: date | None


def ahead_routes(router: APIRouter, service: Service) -> None:
    """Forecast and difference."""

    @router.get("/grants/{grant_id}/forecast", operation_id="ShowForecast", responses=JSON)
    async def forecast(
        grant_id: str,
        as_of: AskedDay,
        caller: Annotated[Caller, allowed("ShowForecast")],
        known_on: AskedDay | None = None,
        position_id: str | None = None,
        vacant_from: AskedDay | None = None,
        vacant_until: AskedDay | None = None,
        shift_to: str | None = None,
        fte_hundredths: Hundredths | None = None,
        qualification_class: QualificationClass | None = None,
        on: AskedDay | None = None,
    ) -> Response:
        """Vorausschau: what is still earned until the end, and with what may happen to a position. Records nothing."""
        grant = id_in_path(grant_id)
        facts, cut = await facts_and_cut(service, grant)
        asked = Question(grant, as_of, known_on, cut)
        what_if = WhatIf(position_id, vacant_from, vacant_until, shift_to, fte_hundredths, qualification_class, on)
        return json_answer(grant_forecast(facts, asked, wishes(known(facts, asked), what_if)))

    @router.get("/reports/{report_id}/difference", operation_id="ShowReportDifference", responses=JSON)
    async def difference(report_id: str, caller: Annotated[Caller, allowed("ShowReportDifference")]) -> Response:
        """What changed since the report was submitted: each row then and now, with the facts that caused it."""
        async with snapshot(service) as connection:
            frozen = await views.submitted(connection, id_in_path(report_id))
            if frozen is None:
                raise Missing("There is no such report.")
            cut = await views.cut(connection, service.settings.source)
            facts = await views.grant_facts(connection, service.settings.source, frozen.grant_id)
        return json_answer(report_difference(facts, frozen, cut))


def wishes(found: Known, what_if: WhatIf) -> list[PositionCommand]:
    """What is asked, as the commands that would bring it about, in the order vacancy, share, class."""
    said: list[PositionCommand] = []
    if what_if.position_id is None:
        return said
    position_id = id_in_path(what_if.position_id)
    if what_if.vacant_from is not None:
        said += vacancy(found, position_id, what_if.vacant_from, what_if.vacant_until)
    if what_if.shift_to is not None and what_if.fte_hundredths is not None and what_if.on is not None:
        said.append(
            ShiftShare(
                from_position=position_id,
                to_position=id_in_path(what_if.shift_to),
                fte_hundredths=what_if.fte_hundredths,
                effective_on=what_if.on,
            )
        )
    if what_if.qualification_class is not None and what_if.on is not None:
        said += class_change(found, position_id, what_if.qualification_class, what_if.on)
    if not said:
        raise Refused("What is to happen to the position? Say a vacancy, or a share or a class with its day.")
    return said
