"""`POST /imports`: a list of arrivals is shown as it would be taken in, or taken in. One fault refuses it all."""

import asyncio
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from services.intake.domain.importing import ArrivedHousehold, ImportList, check_arrival
from services.intake.duplicates import register_of
from services.intake.german import GERMAN as OWN_GERMAN
from services.intake.listing.arrivals import Arrivals, arrivals
from services.intake.listing.cells import Unreadable
from services.intake.listing.faults import FAULTS_LIMIT, Fault, unreadable
from services.intake.listing.identified import identified
from services.intake.listing.known import Likely, known_already
from services.intake.listing.reader import read_table
from services.intake.people import People
from shared.clock import day_in_berlin
from shared.correlation import carry_out
from shared.errors import Refused
from shared.execute import Wish
from shared.german import GERMAN
from shared.http import allowed
from shared.identity import Caller
from shared.problems import Broken, Declined, NotUnderstood, Sentence, language_of, say
from shared.service import Service

KINDS = {
    "text/csv": "csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}
BODY = {
    "requestBody": {
        "required": True,
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in KINDS},
    }
}


class FaultInList(BaseModel):
    """Fehler. Where it is in the file; row 0 is the file as a whole. `rule` is a code for programs."""

    row: int
    column: str
    rule: str
    detail: str


class WarningInList(FaultInList):
    """Hinweis. Who may be known already: in which case, or in which other row of the list, and why."""

    grounds: list[str]
    case_id: str | None
    other_row: int | None


class ListAnswer(BaseModel):
    """Ergebnis. What the list holds. `recorded`: whether it was taken in now; `already`: whether it was before."""

    list_id: str | None
    households: int
    persons: int
    recorded: bool
    already: bool
    faults: list[FaultInList]
    warnings: list[WarningInList]


@dataclass(frozen=True)
class Looked:
    """A list with all that was found in it. Without faults there is a command."""

    found: Arrivals
    faults: list[Fault]
    likely: list[Likely]
    command: ImportList | None
    already: bool


def import_route(router: APIRouter, service: Service, people: People) -> None:
    """Adds the one route."""

    @router.post(
        "/imports", operation_id="ImportArrivals", response_model=ListAnswer, openapi_extra=BODY,
        responses={201: {"model": ListAnswer, "description": "Taken in"}},
    )  # fmt: skip
    async def imports(
        request: Request,
        caller: Annotated[Caller, allowed("ImportArrivals")],
        preview: bool = False,
        take_over: bool = False,
    ) -> JSONResponse:
        """A list of arrivals as CSV or XLSX. With `preview` all faults are listed and nothing is recorded."""
        kind = _kind(request)
        looked = await look(service, people, kind, await request.body(), take_over)
        recorded = False
        if not preview:
            if looked.command is None:
                raise NotUnderstood([_broken(fault) for fault in looked.faults])
            recorded = await _take_in(service, people, looked.command, caller.staff_ref)
        answer = _answer(looked, recorded, language_of(request))
        return JSONResponse(answer.model_dump(), 201 if recorded else 200)


async def look(service: Service, people: People, kind: str, content: bytes, take_over: bool) -> Looked:
    """Read and check the whole list. Nothing is recorded."""
    try:
        lines = await read_table(kind, content)
    except Unreadable as why:
        return Looked(Arrivals([], [], []), [unreadable(why)], [], None, already=False)
    found = await asyncio.to_thread(arrivals, lines, take_over)
    if found.faults:
        return Looked(found, found.faults, [], None, already=False)
    command = await asyncio.to_thread(identified, found.households, service.vault.master_key)
    register = await register_of(service)
    if command.list_id in register.lists:
        return Looked(found, [], [], command, already=True)
    faults = [fault for household, rows in zip(found.households, found.rows, strict=True)
              for fault in _refusals(service, household, rows)]  # fmt: skip
    likely = await known_already(people, register, found)
    faults += [each.fault for each in likely if each.is_sure()]
    faults.sort(key=lambda fault: fault.row)
    alike = [each for each in likely if not each.is_sure()]
    return Looked(found, faults[:FAULTS_LIMIT], alike, None if faults else command, already=False)


def _refusals(service: Service, household: ArrivedHousehold, rows: list[int]) -> list[Fault]:
    """What a decision would say no to, with its row: a list has many, and all are told."""
    today = day_in_berlin(service.clock.now())
    try:
        check_arrival(household, today, service.settings.provider_ids)
    except Refused as why:
        return [Fault(rows[0], "", "refused", Sentence(why.sentence, why.values))]
    return []


async def _take_in(service: Service, people: People, command: ImportList, actor: str) -> bool:
    rows = await asyncio.to_thread(people.arrived, command.households)
    answer = await carry_out(service.executor, Wish(command, actor, also=lambda facts: rows))
    return bool(answer.facts)


def _kind(request: Request) -> str:
    kind = KINDS.get(request.headers.get("content-type", "").partition(";")[0].strip().lower())
    if kind is None or request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise Declined("unsupported", "The body must be a CSV file (text/csv) or an XLSX workbook.")
    return kind


def _broken(fault: Fault) -> Broken:
    place = ".".join(part for part in (str(fault.row) if fault.row else "", fault.column) if part)
    return Broken("body", place, fault.rule, (fault.sentence,))


def _answer(looked: Looked, recorded: bool, language: Literal["en", "de"]) -> ListAnswer:
    def said(fault: Fault) -> dict[str, Any]:
        detail = say(fault.sentence, language, GERMAN | OWN_GERMAN)
        return {"row": fault.row, "column": fault.column, "rule": fault.rule, "detail": detail}

    return ListAnswer(
        list_id=str(looked.command.list_id) if looked.command else None,
        households=len(looked.found.households),
        persons=sum(len(household.persons) for household in looked.found.households),
        recorded=recorded,
        already=looked.already,
        faults=[FaultInList(**said(fault)) for fault in looked.faults],
        warnings=[
            WarningInList(
                **said(each.fault),
                grounds=list(each.grounds),
                case_id=str(each.case_id) if each.case_id else None,
                other_row=each.other_row,
            )
            for each in looked.likely
        ],
    )
