"""What a provider's lead and admin can ask about its staff."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter

from services.provider import views_staff
from services.provider.notes import with_staff
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
        return page(await with_staff(service.vault, service.pool, "staff_ref", rows), "staff_ref")

    @router.get("/access-refused", operation_id="ListAccessRefused")
    async def refusals(caller: Annotated[Caller, allowed("ListAccessRefused", provider)]) -> dict[str, Any]:
        """Who of the staff asked for what is not there for them, the last first."""
        return {"rows": await views_staff.refusals(service.pool)}
