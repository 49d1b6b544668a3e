"""What the workers of one provider can ask. Another provider's case is not there: 404, like one that never was."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter

from services.provider import views
from services.provider.domain.caseworker import AssignCaseworker
from services.provider.domain.closing import CloseCase
from services.provider.domain.consent import StateConsent, StateSecrecyRelease
from services.provider.domain.contact import RecordContact
from services.provider.domain.handover import AnswerHandover
from services.provider.domain.own import OwnCommand, own
from services.provider.domain.plan import AgreePlan
from services.provider.history import add_history
from services.provider.names import with_names
from services.provider.notes import seal_note
from shared.errors import Missing
from shared.execute import Also
from shared.http import allowed, command_route, id_in_path
from shared.identity import Caller
from shared.interface import PROBLEMS
from shared.paging import page
from shared.service import Service

COMMANDS: list[tuple[str, str, type[OwnCommand]]] = [
    ("PUT", "/cases/{case_id}/caseworker", AssignCaseworker),
    ("POST", "/cases/{case_id}/closing", CloseCase),
    ("POST", "/cases/{case_id}/consents", StateConsent),
    ("POST", "/cases/{case_id}/secrecy-releases", StateSecrecyRelease),
    ("POST", "/handovers/{case_id}/answer", AnswerHandover),
    ("PUT", "/plans/{plan_id}", AgreePlan),
]


def routes(service: Service) -> APIRouter:
    """Commands by name, questions beside them; everything for people of this provider alone."""
    provider = service.settings.provider
    router = APIRouter(tags=["provider"], responses=PROBLEMS)

    async def note(command: RecordContact) -> Also:
        return await seal_note(service.vault, service.pool, command.contact_id, command.note)

    command_route(
        router, "POST", "/cases/{case_id}/contacts", own(RecordContact, provider), service.executor,
        provider=provider, also=note,
    )  # fmt: skip
    for method, path, command in COMMANDS:
        command_route(router, method, path, own(command, provider), service.executor, provider=provider)

    @router.get("/cases", operation_id="ListOwnCases")
    async def cases(
        caller: Annotated[Caller, allowed("ListOwnCases", provider)], after: UUID | None = None
    ) -> dict[str, Any]:
        """The provider's cases, with the names that it may know. `after`: the last case of the page before."""
        rows = await views.cases(service.pool, after)
        return page(await with_names(service, rows), "case_id")

    @router.get("/cases/{case_id}", operation_id="ShowOwnCase")
    async def case(case_id: str, caller: Annotated[Caller, allowed("ShowOwnCase", provider)]) -> dict[str, Any]:
        """One case: household, contacts, and the names that the provider may know."""
        found = await views.case(service.pool, id_in_path(case_id))
        if found is None:
            raise Missing("There is no such case.")
        return (await with_names(service, [found]))[0]

    add_history(router, service)
    return router
