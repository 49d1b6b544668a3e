"""What can be asked about a provider's volunteers, and what a volunteer sees: first name and task, and no more."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter

from services.provider import views_volunteers
from services.provider.names import KIND
from services.provider.notes import with_staff
from services.provider.sight import Sight, ref_of
from shared.http import allowed
from shared.identity import Caller
from shared.paging import page
from shared.service import Service


def volunteer_routes(router: APIRouter, service: Service, sight: Sight) -> None:
    """The list for workers, and a volunteer's own page."""
    provider = service.settings.provider

    @router.get("/volunteers", operation_id="ListVolunteers")
    async def volunteers(
        caller: Annotated[Caller, allowed("ListVolunteers", provider)], after: UUID | None = None
    ) -> dict[str, Any]:
        """Ehrenamtliche mit Angeboten und Vermittlungen: volunteers, page by page, with names where they were said."""
        rows: list[dict[str, Any]] = await views_volunteers.volunteers(service.pool, after)
        return page(await with_staff(service.vault, service.pool, "volunteer_ref", rows), "volunteer_ref")

    @router.get("/my-matches", operation_id="ListMyMatches")
    async def my_matches(caller: Annotated[Caller, allowed("ListMyMatches", provider)]) -> dict[str, Any]:
        """Meine Vermittlungen: whom the caller helps today: first name, task, last day, and nothing else."""
        await service.viewer.up_to_date()
        rows: list[dict[str, Any]] = await views_volunteers.matches_of(service.pool, ref_of(caller), sight.today())
        known = await service.vault.read(service.pool, KIND, [row["person_id"] for row in rows])
        return {
            "rows": [
                {
                    "match_id": row["match_id"],
                    "given_name": known.get(row["person_id"], {}).get("given_name"),
                    "task_kind": row["task_kind"],
                    "until_on": row["until_on"],
                }
                for row in rows
            ]
        }
