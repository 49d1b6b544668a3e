"""What the front desk and the providers can ask of intake."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request

from services.intake import views
from services.intake.domain.case import MoveHousehold, RegisterCase
from services.intake.domain.changes import JoinHousehold, LeaveHousehold, LeaveTown, ReopenCase, SplitHousehold
from services.intake.domain.consent import (
    GiveConsent,
    RefuseConsent,
    ReleaseSecrecy,
    StateSomething,
    WithdrawConsent,
    WithdrawSecrecyRelease,
)
from services.intake.domain.merging import MergePersons
from services.intake.domain.naming import RecordNames
from services.intake.domain.reads import OpenFile
from services.intake.domain.recording import RecordPerson
from services.intake.duplicates import FindDuplicates, find
from services.intake.imports import import_route
from services.intake.people import People
from shared.bodies import parsed
from shared.correlation import carry_out
from shared.errors import Missing
from shared.events.catalogue import decode
from shared.events.intake import FileOpened
from shared.execute import Wish
from shared.http import allowed, command_route, id_in_path
from shared.identity import Caller
from shared.interface import PROBLEMS, takes
from shared.paging import page
from shared.service import Service

STATED: dict[str, type[StateSomething]] = {
    "consents": GiveConsent,
    "consents/refused": RefuseConsent,
    "consents/withdrawn": WithdrawConsent,
    "secrecy-releases": ReleaseSecrecy,
    "secrecy-releases/withdrawn": WithdrawSecrecyRelease,
}
"""Where a person's statement is sent."""


def routes(service: Service) -> APIRouter:
    """Commands by name, questions beside them."""
    router = APIRouter(tags=["intake"], responses=PROBLEMS)

    people = People(service)
    command_route(router, "PUT", "/cases/{case_id}", RegisterCase, service.executor, also=people.household)
    command_route(router, "POST", "/cases/{case_id}/moves", MoveHousehold, service.executor)
    command_route(router, "POST", "/cases/{case_id}/persons", JoinHousehold, service.executor, also=people.joined)
    command_route(router, "POST", "/cases/{case_id}/departures", LeaveHousehold, service.executor)
    command_route(router, "POST", "/cases/{case_id}/codes", RecordPerson, service.executor)
    command_route(router, "POST", "/cases/{case_id}/splits", SplitHousehold, service.executor)
    command_route(router, "POST", "/cases/{case_id}/left-town", LeaveTown, service.executor)
    command_route(router, "POST", "/cases/{case_id}/reopenings", ReopenCase, service.executor)
    command_route(router, "PUT", "/persons/{person_id}/names", RecordNames, service.executor, also=people.names)
    command_route(router, "POST", "/persons/{person_id}/merges", MergePersons, service.executor)
    for way, kind in STATED.items():
        command_route(router, "POST", f"/persons/{{person_id}}/{way}", kind, service.executor)

    import_route(router, service, people)

    @router.post("/duplicates", operation_id="FindDuplicates", openapi_extra=takes(FindDuplicates))
    async def duplicates(request: Request, caller: Annotated[Caller, allowed("FindDuplicates")]) -> dict[str, Any]:
        """Entries that may be one of these persons, before they are saved. Whose names are shown is recorded."""
        return await find(service, people, await parsed(request, FindDuplicates), caller.staff_ref)

    @router.get("/cases", operation_id="ListCases")
    async def cases(caller: Annotated[Caller, allowed("ListCases")], after: UUID | None = None) -> dict[str, Any]:
        """All cases in pseudonyms, page by page. `after`: the last case of the page before."""
        return page(await views.cases(service.pool, after), "case_id")

    @router.get("/cases/{case_id}", operation_id="ShowCase")
    async def case(case_id: str, caller: Annotated[Caller, allowed("ShowCase")]) -> dict[str, Any]:
        """One case with its persons, what happened to it, consents and releases, in pseudonyms."""
        found = await views.case(service.pool, id_in_path(case_id))
        if found is None:
            raise Missing("There is no such case.")
        return found

    @router.get("/cases/{case_id}/names", operation_id="ShowNames")
    async def names_of(case_id: str, caller: Annotated[Caller, allowed("ShowNames")]) -> dict[str, Any]:
        """Names, contact details, dwelling and file reference of one household. Each time is recorded."""
        command = OpenFile(case_id=id_in_path(case_id), provider=None)
        answer = await carry_out(service.executor, Wish(command, caller.staff_ref))
        persons = await opened(service, answer.facts[0]["fact_number"]) if answer.facts else ()
        return await people.all_of(command.case_id, persons)

    @router.get("/entrusted/{case_id}", operation_id="FetchEntrustedNames")
    async def entrusted(case_id: str, caller: Annotated[Caller, allowed("FetchEntrustedNames")]) -> dict[str, Any]:
        """Names that consent covers, for the provider that works with the case now. Each time is recorded."""
        command = OpenFile(case_id=id_in_path(case_id), provider=caller.provider or "")
        answer = await carry_out(service.executor, Wish(command, caller.staff_ref))
        if not answer.facts:
            return {"case_id": case_id, "persons": []}
        persons = await opened(service, answer.facts[0]["fact_number"])
        names = await people.names_of(persons)
        return {
            "case_id": case_id,
            "persons": [{"person_id": str(ref), **names[ref]} for ref in persons if ref in names],
        }

    return router


async def opened(service: Service, fact_number: int | str) -> tuple[UUID, ...]:
    """The persons whose names the recorded opening covers: what was recorded is what is handed out."""
    body = await service.pool.fetchval("SELECT body FROM log WHERE fact_number = $1", fact_number)
    event = decode(body).event
    assert isinstance(event, FileOpened)
    return event.persons
