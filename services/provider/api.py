"""What the workers of one provider can ask. What is not theirs is not there: 404, like what never was, and recorded."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter

from services.provider import views
from services.provider.api_staff import staff_routes
from services.provider.domain.caseload import MoveCaseload
from services.provider.domain.caseworker import AssignCaseworker
from services.provider.domain.closing import CloseCase
from services.provider.domain.consent import StateConsent, StateSecrecyRelease
from services.provider.domain.contact import RecordContact
from services.provider.domain.handover import AnswerHandover
from services.provider.domain.own import OwnCommand, own
from services.provider.domain.plan import AgreePlan
from services.provider.domain.staff import EndAbsence, JoinStaff, LeaveStaff, RecordAbsence, SetStaffRoles
from services.provider.history import add_history
from services.provider.names import with_names
from services.provider.notes import seal_note, seal_worker
from services.provider.sight import Sight
from shared.execute import Also
from shared.http import allowed, command_route, id_in_path
from shared.identity import Caller
from shared.interface import PROBLEMS
from shared.paging import page
from shared.service import Service

COMMANDS: list[tuple[str, str, type[OwnCommand]]] = [
    ("POST", "/cases/{case_id}/contacts", RecordContact),
    ("PUT", "/cases/{case_id}/caseworker", AssignCaseworker),
    ("POST", "/cases/{case_id}/closing", CloseCase),
    ("POST", "/cases/{case_id}/consents", StateConsent),
    ("POST", "/cases/{case_id}/secrecy-releases", StateSecrecyRelease),
    ("POST", "/handovers/{case_id}/answer", AnswerHandover),
    ("PUT", "/plans/{plan_id}", AgreePlan),
    ("PUT", "/staff/{staff_ref}", JoinStaff),
    ("POST", "/staff/{staff_ref}/roles", SetStaffRoles),
    ("POST", "/staff/{staff_ref}/absences", RecordAbsence),
    ("POST", "/staff/{staff_ref}/return", EndAbsence),
    ("POST", "/staff/{staff_ref}/leaving", LeaveStaff),
    ("POST", "/caseload/moves", MoveCaseload),
]


def routes(service: Service) -> APIRouter:
    """Commands by name, questions beside them; everything for people of this provider alone."""
    provider, sight = service.settings.provider, Sight(service)
    router = APIRouter(tags=["provider"], responses=PROBLEMS)
    for method, path, command in COMMANDS:
        command_route(
            router, method, path, own(command, provider), service.executor,
            provider=provider, also=sealed(service, command), watched=sight.watched,
        )  # fmt: skip

    @router.get("/cases", operation_id="ListOwnCases")
    async def cases(
        caller: Annotated[Caller, allowed("ListOwnCases", provider)], after: UUID | None = None
    ) -> dict[str, Any]:
        """The caller's cases, with the names that the provider may know. `after`: the last case of the page before."""
        rows = await views.cases(service.pool, sight.today(), await sight.whose(caller), after)
        return page(await with_names(service, rows), "case_id")

    @router.get("/cases/{case_id}", operation_id="ShowOwnCase")
    async def case(case_id: str, caller: Annotated[Caller, allowed("ShowOwnCase", provider)]) -> dict[str, Any]:
        """One case: household, contacts, and the names that the provider may know."""
        asked = id_in_path(case_id)
        found = await views.case(service.pool, asked, sight.today(), await sight.whose(caller))
        if found is None:
            raise await sight.missed(caller, "case", asked)
        return (await with_names(service, [found]))[0]

    add_history(router, service, sight)
    staff_routes(router, service, sight)
    return router


def sealed(service: Service, kind: type[OwnCommand]) -> Callable[[Any], Awaitable[Also]] | None:
    """What of a command goes to the vault instead of the fact."""

    async def note(command: RecordContact) -> Also:
        return await seal_note(service.vault, service.pool, command.contact_id, command.note)

    async def worker(command: JoinStaff) -> Also:
        return await seal_worker(service.vault, service.pool, command)

    kept: dict[type[OwnCommand], Callable[[Any], Awaitable[Also]]] = {RecordContact: note, JoinStaff: worker}
    return kept.get(kind)
