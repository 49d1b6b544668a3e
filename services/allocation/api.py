"""What coordinators can ask of allocation, and the caseload for everyone who answers for it."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter

from services.allocation import views
from services.allocation.domain.assignment import ConfirmAssignment, OverrideAssignment
from services.allocation.domain.caseload import caseload
from services.allocation.domain.catchment import SetCatchment
from services.allocation.domain.ending import EndAssignment
from services.allocation.domain.handover import OfferHandover
from services.allocation.domain.house import DefineHouse
from services.allocation.domain.register import Coordination
from services.allocation.domain.thresholds import SetThresholds
from services.allocation.domain.worklist import WorkReason
from services.allocation.matching_api import add_matching_routes
from services.allocation.worklist import WorklistPage, worklist
from shared.batch import Batch
from shared.errors import Missing
from shared.event import Fact
from shared.events.allocation import AssignmentOverridden
from shared.execute import Also
from shared.http import AskedDay, allowed, command_route, id_in_path
from shared.identity import Caller
from shared.interface import PROBLEMS
from shared.paging import page
from shared.service import Service
from shared.statements import Statement

NOTE = "override_reason"


def routes(service: Service) -> APIRouter:
    """Commands by name, questions beside them."""
    router = APIRouter(tags=["allocation"], responses=PROBLEMS)

    async def reason(command: OverrideAssignment) -> Also:
        """The reason's text goes to the vault; the fact has its code and where the text lies."""

        def rows(facts: list[Fact]) -> list[Statement]:
            refs = [fact.event.note_ref for fact in facts if isinstance(fact.event, AssignmentOverridden)]
            return [service.vault.seal(ref, NOTE, {"reason": command.reason}) for ref in refs]

        return rows

    command_route(router, "PUT", "/houses/{house}", DefineHouse, service.executor)
    command_route(router, "PUT", "/catchments/{rule_version}", SetCatchment, service.executor)
    command_route(router, "POST", "/thresholds", SetThresholds, service.executor)
    command_route(router, "POST", "/assignments/{case_id}/confirmation", ConfirmAssignment, service.executor)
    command_route(router, "POST", "/assignments/{case_id}/override", OverrideAssignment, service.executor, also=reason)
    command_route(router, "POST", "/assignments/{case_id}/handovers", OfferHandover, service.executor)
    command_route(router, "POST", "/assignments/{case_id}/end", EndAssignment, service.executor)

    @router.get("/caseload", operation_id="ShowCaseload")
    async def load(on: AskedDay, caller: Annotated[Caller, allowed("ShowCaseload")]) -> dict[str, Any]:
        """Households, persons and FTE of every provider on any day, with its band."""

        async def work(batch: Batch) -> Coordination:
            register: Coordination = batch.register
            return register

        known = await service.log.write(work)
        return {"on": on.isoformat(), "rows": [row.model_dump() for row in caseload(known.load, known.thresholds, on)]}

    @router.get("/worklist", operation_id="ShowWorklist", response_model=WorklistPage)
    async def what_to_do(
        on: AskedDay,
        caller: Annotated[Caller, allowed("ShowWorklist")],
        reason: WorkReason | None = None,
        after: UUID | None = None,
    ) -> dict[str, Any]:
        """Arbeitsvorrat: what a coordinator should look at on any day, what waits longest first."""
        return await worklist(service.pool, on, reason, after)

    @router.get("/assignments", operation_id="ListAssignments")
    async def assignments(
        caller: Annotated[Caller, allowed("ListAssignments")],
        state: Literal["proposed", "assigned", "catchment_missing", "undecided", "ended"] | None = None,
        after: UUID | None = None,
    ) -> dict[str, Any]:
        """Every case with its proposal, the rule behind it, and where it stands. `after`: the last case of a page."""
        return page(await views.assignments(service.pool, state, after), "case_id")

    @router.get("/assignments/{case_id}", operation_id="ShowAssignment")
    async def assignment(case_id: str, caller: Annotated[Caller, allowed("ShowAssignment")]) -> dict[str, Any]:
        """One case: proposal, rule and version, provider."""
        found = await views.assignment(service.pool, id_in_path(case_id))
        if found is None:
            raise Missing("There is no such case.")
        return found

    @router.get("/houses", operation_id="ListHouses")
    async def houses(caller: Annotated[Caller, allowed("ListHouses")]) -> dict[str, Any]:
        """Houses, and the catchment rules in the order they took effect."""
        return {"houses": await views.houses(service.pool), "catchments": await views.catchment_versions(service.pool)}

    add_matching_routes(router, service)
    return router
