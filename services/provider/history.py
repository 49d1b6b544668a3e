"""Verlauf eines Falls, as the workers of one provider may see it: what they did and what they were told."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request

from services.provider import views
from services.provider.names import with_names
from services.provider.sight import Sight
from shared.events.catalogue import category_of
from shared.history import view
from shared.history.row import rows
from shared.history.sentence import Names
from shared.http import allowed, id_in_path
from shared.identity import Caller
from shared.problems import language_of
from shared.service import Service


def add_history(router: APIRouter, service: Service, sight: Sight) -> None:
    """The route of it."""
    provider = service.settings.provider

    @router.get("/cases/{case_id}/history", operation_id="ShowOwnCaseHistory")
    async def history(
        request: Request, case_id: str, caller: Annotated[Caller, allowed("ShowOwnCaseHistory", provider)]
    ) -> dict[str, Any]:
        """Verlauf: our facts and those that we were told, as recorded. Persons by name where consent stands now."""
        ref = id_in_path(case_id)
        await service.viewer.up_to_date()
        found = await views.household(service.pool, ref, sight.today(), await sight.whose(caller))
        if found is None:
            raise await sight.missed(caller, "case", ref)
        names = names_in(await with_names(service, [found]))
        happened = [each for each in await view.of_case(service.pool, ref) if not _is_reading(each)]
        causes = await view.causes(service.pool, happened)
        return {"case_id": case_id, "rows": rows(happened, causes, language_of(request), names)}


def names_in(named: list[dict[str, Any]]) -> Names:
    """The names that may be known now."""
    persons = [person for row in named for person in row["persons"] if "given_name" in person]
    return {UUID(str(each["person_id"])): f"{each['given_name']} {each['family_name']}" for each in persons}


def _is_reading(happened: view.Happened) -> bool:
    """Who looked at what is for auditors."""
    return category_of(happened.fact.stream) == "reads"
