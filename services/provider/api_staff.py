"""What a provider's lead and admin can ask about its staff."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter

from services.provider import views_staff
from services.provider.notes import STAFF
from services.provider.sight import Sight
from shared.http import allowed
from shared.identity import Caller
from shared.paging import page
from shared.service import Service


def staff_routes(router: APIRouter, service: Service, sight: Sight) -> None:
    """The staff list, and what was asked for and not there."""
    provider = service.settings.provider

    @router.get("/staff", operation_id="ListStaff")
    async def staff(
        caller: Annotated[Caller, allowed("ListStaff", provider)], after: UUID | None = None
    ) -> dict[str, Any]:
        """Everybody on the list: roles, absences, number of cases, names. `after`: the last of the page before."""
        rows: list[dict[str, Any]] = await views_staff.staff(service.pool, sight.today(), after)
        known = await service.vault.read(service.pool, STAFF, [row["staff_ref"] for row in rows])
        return page([row | known.get(row["staff_ref"], {}) for row in rows], "staff_ref")

    @router.get("/access-refused", operation_id="ListAccessRefused")
    async def refusals(caller: Annotated[Caller, allowed("ListAccessRefused", provider)]) -> dict[str, Any]:
        """Who of the staff asked for what is not there for them, the last first."""
        return {"rows": await views_staff.refusals(service.pool)}
