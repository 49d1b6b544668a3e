"""What the workers of one provider can ask. What is not theirs is not there: 404, like what never was, and recorded."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter

from services.provider import views
from services.provider.api_plans import plan_routes
from services.provider.api_staff import staff_routes
from services.provider.api_volunteers import volunteer_routes
from services.provider.domain.caseload import MoveCaseload
from services.provider.domain.caseworker import AssignCaseworker
from services.provider.domain.closing import CloseCase
from services.provider.domain.consent import StateConsent, StateSecrecyRelease
from services.provider.domain.contact import RecordContact
from services.provider.domain.contact_correction import CorrectContact
from services.provider.domain.handover import AnswerHandover
from services.provider.domain.own import OwnCommand, own
from services.provider.domain.plan import AgreePlan, RevisePlan, SignPlan
from services.provider.domain.plan_correction import CorrectPlan, CorrectReview
from services.provider.domain.plan_review import ClosePlan, ReviewPlan
from services.provider.domain.referral import AnswerReferral, CorrectReferral, MakeReferral
from services.provider.domain.short_contact import RecordShortContact
from services.provider.domain.staff import EndAbsence, JoinStaff, LeaveStaff, RecordAbsence, SetStaffRoles
from services.provider.domain.volunteer import EndVolunteerMatch, MatchVolunteer, OfferVolunteer, RegisterVolunteer
from services.provider.history import add_history
from services.provider.names import with_names
from services.provider.notes import with_notes
from services.provider.sealed import sealed
from services.provider.sight import Sight
from services.provider.views_offers import offers
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
    ("POST", "/cases/{case_id}/contacts/corrections", CorrectContact),
    ("PUT", "/short-contacts/{short_contact_id}", RecordShortContact),
    ("PUT", "/plans/{plan_id}", AgreePlan),
    ("POST", "/plans/{plan_id}/versions", RevisePlan),
    ("POST", "/plans/{plan_id}/signatures", SignPlan),
    ("POST", "/plans/{plan_id}/reviews", ReviewPlan),
    ("POST", "/plans/{plan_id}/closing", ClosePlan),
    ("POST", "/plans/{plan_id}/corrections", CorrectPlan),
    ("POST", "/plans/{plan_id}/reviews/corrections", CorrectReview),
    ("PUT", "/referrals/{referral_id}", MakeReferral),
    ("POST", "/referrals/{referral_id}/outcome", AnswerReferral),
    ("POST", "/referrals/{referral_id}/corrections", CorrectReferral),
    ("PUT", "/staff/{staff_ref}", JoinStaff),
    ("POST", "/staff/{staff_ref}/roles", SetStaffRoles),
    ("POST", "/staff/{staff_ref}/absences", RecordAbsence),
    ("POST", "/staff/{staff_ref}/return", EndAbsence),
    ("POST", "/staff/{staff_ref}/leaving", LeaveStaff),
    ("POST", "/caseload/moves", MoveCaseload),
    ("PUT", "/volunteers/{volunteer_ref}", RegisterVolunteer),
    ("POST", "/volunteers/{volunteer_ref}/offers", OfferVolunteer),
    ("POST", "/volunteers/{volunteer_ref}/matches", MatchVolunteer),
    ("POST", "/volunteers/{volunteer_ref}/matches/{match_id}/end", EndVolunteerMatch),
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
        named = (await with_names(service, [found]))[0]
        for part in ("contact_rows", "referrals"):
            named[part] = await with_notes(service.vault, service.pool, named[part])
        return named

    @router.get("/handovers", operation_id="ListOffers")
    async def handovers(
        caller: Annotated[Caller, allowed("ListOffers", provider)], after: UUID | None = None
    ) -> dict[str, Any]:
        """Cases that are or were offered to this provider: until when, what it answered, and what came of it."""
        return page(await offers(service.pool, after), "case_id")

    add_history(router, service, sight)
    plan_routes(router, service, sight)
    staff_routes(router, service, sight)
    volunteer_routes(router, service, sight)
    return router
