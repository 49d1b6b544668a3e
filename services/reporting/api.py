"""What grant officers, controllers and auditors can ask of reporting."""

import hashlib
import json
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.reporting import views
from services.reporting.ahead import ahead_routes
from services.reporting.books import book_routes
from services.reporting.domain.closing import ClosePeriod
from services.reporting.domain.contract import RecordContract
from services.reporting.domain.grant import RecordAward
from services.reporting.domain.notices import AmendAward, RevokeGrant, WithdrawGrant
from services.reporting.domain.payments import (
    ApproveRepayment,
    DrawDownFunds,
    PassOnFunds,
    ReceiveFunds,
    ReturnFunds,
)
from services.reporting.domain.position import (
    CorrectFilling,
    FillPosition,
    ReplacePerson,
    ShiftShare,
    VacatePosition,
)
from services.reporting.domain.report import ApproveReport, FreezeReport, SubmitReport
from services.reporting.figures.indicators import indicators
from services.reporting.figures.report import grant_report
from services.reporting.moment import JSON, facts_and_cut, json_answer, snapshot
from services.reporting.settling import settlement_routes
from shared.bodies import parsed
from shared.clock import day_in_berlin
from shared.correlation import carry_out
from shared.decider import Command
from shared.errors import Missing
from shared.events.codes import FIRST_DAY, LAST_DAY
from shared.execute import Wish
from shared.http import (
    AskedDay,
    IdempotencyKey,
    IfMatch,
    Recorded,
    allowed,
    command_route,
    id_in_path,
    recorded,
    version_in,
)
from shared.identity import Caller
from shared.interface import PROBLEMS, recorded_as, takes
from shared.service import Service

COMMANDS: list[tuple[str, str, type[Command]]] = [
    ("PUT", "/contracts/{contract_id}", RecordContract),
    ("PUT", "/grants/{grant_id}", RecordAward),
    ("POST", "/grants/{grant_id}/funds-drawn-down", DrawDownFunds),
    ("POST", "/grants/{grant_id}/funds-received", ReceiveFunds),
    ("POST", "/grants/{grant_id}/funds-passed-on", PassOnFunds),
    ("POST", "/grants/{grant_id}/funds-returned", ReturnFunds),
    ("POST", "/grants/{grant_id}/funds-returned/approved", ApproveRepayment),
    ("POST", "/grants/{grant_id}/amendments", AmendAward),
    ("POST", "/grants/{grant_id}/revocation", RevokeGrant),
    ("POST", "/grants/{grant_id}/withdrawal", WithdrawGrant),
    ("POST", "/grants/{grant_id}/closed-periods", ClosePeriod),
    ("POST", "/positions/{position_id}/fillings", FillPosition),
    ("POST", "/positions/{position_id}/vacancies", VacatePosition),
    ("POST", "/positions/{position_id}/replacements", ReplacePerson),
    ("POST", "/positions/{from_position}/shifts", ShiftShare),
    ("POST", "/positions/{position_id}/corrections", CorrectFilling),
    ("POST", "/reports/{report_id}/approval", ApproveReport),
]


def routes(service: Service) -> APIRouter:
    """Commands by name, figures beside them."""
    router = APIRouter(tags=["reporting"], responses=PROBLEMS)
    for method, path, command in COMMANDS:
        command_route(router, method, path, command, service.executor)
    _reports(router, service)
    _submission(router, service)
    book_routes(router, service)
    settlement_routes(router, service)
    ahead_routes(router, service)
    return router


def _reports(router: APIRouter, service: Service) -> None:
    @router.get("/grants/{grant_id}/report", operation_id="ShowReport", responses=JSON)
    async def report(
        grant_id: str,
        as_of: AskedDay,
        caller: Annotated[Caller, allowed("ShowReport")],
        known_on: AskedDay | None = None,
    ) -> Response:
        """Entitlement by provider and budget year, in cents: canonical JSON, the same bytes for the same cut."""
        return json_answer(await figures(service, id_in_path(grant_id), as_of, known_on))

    @router.get("/grants/{grant_id}/indicators", operation_id="ShowIndicators", responses=JSON)
    async def kennzahlen(
        grant_id: str,
        year: Annotated[int, Query(ge=FIRST_DAY.year, le=LAST_DAY.year)],
        caller: Annotated[Caller, allowed("ShowIndicators")],
        known_on: AskedDay | None = None,
    ) -> Response:
        """Persons, counted once, contacts and plans of a year, by provider; as it was known on `known_on`."""
        grant = id_in_path(grant_id)
        async with snapshot(service) as connection:
            if not await views.grant_facts(connection, service.settings.source, grant):
                raise Missing("There is no such grant.")
            facts = await views.advice_facts(connection, year)
            cut = await views.cut(connection, service.settings.source)
        return json_answer(indicators(facts, year, known_on, cut))

    @router.get("/reports/{report_id}", operation_id="ShowSubmittedReport", responses=JSON)
    async def submitted(report_id: str, caller: Annotated[Caller, allowed("ShowSubmittedReport")]) -> Response:
        """A submitted report as it was frozen, whatever was recorded since."""
        async with snapshot(service) as connection:
            frozen = await views.submitted(connection, id_in_path(report_id))
            if frozen is None:
                raise Missing("There is no such report.")
            facts = await views.grant_facts(connection, service.settings.source, frozen.grant_id)
        return json_answer(grant_report(facts, frozen.grant_id, frozen.as_of, frozen.known_on, frozen.cut))


def _submission(router: APIRouter, service: Service) -> None:
    @router.put(
        "/reports/{report_id}", operation_id="SubmitReport", status_code=201, response_model=Recorded,
        responses=recorded_as(Recorded), openapi_extra=takes(SubmitReport, "/reports/{report_id}"),
    )  # fmt: skip
    async def submit(
        report_id: str,
        request: Request,
        caller: Annotated[Caller, allowed("SubmitReport")],
        idempotency_key: IdempotencyKey = None,
        if_match: IfMatch = None,
    ) -> Response:
        """Freeze the figures of today: their date, their cut and their hash. States the root of every own fact."""
        asked = await parsed(request, SubmitReport)
        frozen = await freeze(service, asked)
        wish = Wish(frozen, caller.staff_ref, idempotency_key, version_in(if_match), asked=asked)
        answer = await carry_out(service.executor, wish)
        service.relays[0].state_soon()
        return recorded(answer)


async def freeze(service: Service, asked: SubmitReport) -> FreezeReport:
    """The figures of today, as they are to be frozen. Raises `Missing` for an unknown grant."""
    today = day_in_berlin(service.clock.now())
    body = await figures(service, asked.grant_id, asked.as_of, today)
    return FreezeReport(
        report_id=asked.report_id,
        grant_id=asked.grant_id,
        as_of=asked.as_of,
        known_on=today,
        cut=json.loads(body)["cut"],
        report_sha256=hashlib.sha256(body).hexdigest(),
    )


async def figures(service: Service, grant_id: UUID, as_of: date, known_on: date | None) -> bytes:
    """The report's bytes from one snapshot of the log. Raises `Missing` for an unknown grant."""
    facts, cut = await facts_and_cut(service, grant_id)
    return grant_report(facts, grant_id, as_of, known_on, cut)
