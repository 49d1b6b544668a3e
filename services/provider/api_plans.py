"""What workers can ask of plans, referrals, contacts without a case, and the directory of offices."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter

from services.provider import views, views_contacts, views_plans
from services.provider.notes import with_notes
from services.provider.offices import offices
from services.provider.sight import Sight
from shared.http import allowed, id_in_path
from shared.identity import Caller
from shared.paging import page
from shared.service import Service


def plan_routes(router: APIRouter, service: Service, sight: Sight) -> None:
    """Questions about plans and referrals of the cases that the caller sees."""
    provider = service.settings.provider

    @router.get("/plans", operation_id="ListOwnPlans")
    async def plans(caller: Annotated[Caller, allowed("ListOwnPlans", provider)]) -> dict[str, Any]:
        """The last version of each plan, those first whose review is due first: at most 500."""
        cases = await views.seen_cases(service.pool, sight.today(), await sight.whose(caller))
        return {"rows": await views_plans.plans_of(service.pool, cases)}

    @router.get("/plans/{plan_id}", operation_id="ShowOwnPlan")
    async def plan(plan_id: str, caller: Annotated[Caller, allowed("ShowOwnPlan", provider)]) -> dict[str, Any]:
        """One plan: every version that there ever was, who signed which, reviews, and how it ended."""
        asked = id_in_path(plan_id)
        found: dict[str, Any] | None = await views_plans.plan(service.pool, asked)
        case_id = await views.case_behind(service.pool, {"plan_id": asked})
        if found is None or case_id is None or not await sight.sees(caller, case_id):
            raise await sight.missed(caller, "plan", asked)
        for part in ("versions", "reviews"):
            found[part] = await with_notes(service.vault, service.pool, found[part])
        return found

    @router.get("/referrals", operation_id="ListOwnReferrals")
    async def referrals(caller: Annotated[Caller, allowed("ListOwnReferrals", provider)]) -> dict[str, Any]:
        """Referrals with outcome and age in days, the last ones first: at most 500."""
        cases = await views.seen_cases(service.pool, sight.today(), await sight.whose(caller))
        rows: list[dict[str, Any]] = await views_plans.referrals_of(service.pool, cases, sight.today())
        return {"rows": await with_notes(service.vault, service.pool, rows)}

    @router.get("/short-contacts", operation_id="ListShortContacts")
    async def short_contacts(
        caller: Annotated[Caller, allowed("ListShortContacts", provider)], after: UUID | None = None
    ) -> dict[str, Any]:
        """Contacts without a case, the last ones first. `after`: the last of the page before."""
        rows: list[dict[str, Any]] = await views_contacts.short_contacts(service.pool, after)
        return page(await with_notes(service.vault, service.pool, rows), "short_contact_id")

    @router.get("/offices", operation_id="ListOffices")
    async def directory(caller: Annotated[Caller, allowed("ListOffices", provider)]) -> dict[str, Any]:
        """Offices and regular services that people are referred to, with their names in German and English."""
        return {"rows": offices()}
