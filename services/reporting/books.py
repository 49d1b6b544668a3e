"""The grant's books over HTTP: receipts, budgets, and their words. Figures of entitlement stand in `api`."""

from typing import Annotated, Any

from fastapi import APIRouter, Response

from services.reporting import views
from services.reporting.domain import budget, expenditure, notices
from services.reporting.domain.budget import ApproveBudget, SetBudget, ShiftBudget
from services.reporting.domain.expenditure import CorrectExpenditure, RecordExpenditure, StrikeExpenditure, words_of
from services.reporting.domain.notices import WaiveClaim
from services.reporting.figures.budget_list import budget_list
from services.reporting.figures.ledger import ledger
from services.reporting.figures.receipt_list import receipt_list
from services.reporting.moment import JSON, facts_and_cut, json_answer, snapshot
from shared.errors import Missing
from shared.execute import Also
from shared.http import AskedDay, allowed, command_route, id_in_path
from shared.identity import Caller
from shared.service import Service

NOTE = "note"


def book_routes(router: APIRouter, service: Service) -> None:
    """What was spent, what may be spent, and what both add up to."""
    _expenditure(router, service)
    _budgets(router, service)
    _waivers(router, service)
    _ledger(router, service)

    @router.get("/notes/{note_ref}", operation_id="ShowNote")
    async def note(note_ref: str, caller: Annotated[Caller, allowed("ShowNote")]) -> dict[str, Any]:
        """The words behind a `note_ref`: the purpose of an expenditure, the reason of a budget or a waiver."""
        ref = id_in_path(note_ref)
        known = await service.vault.read(service.pool, NOTE, [ref])
        if ref not in known:
            raise Missing("There is nothing under this id.")
        return {"note_ref": note_ref, **known[ref]}


def _expenditure(router: APIRouter, service: Service) -> None:
    async def words(command: RecordExpenditure) -> Also | None:
        """A purpose in words goes to the vault; the fact says `other`, and where the words lie."""
        text = words_of(command)
        if text is None:
            return None
        row = service.vault.replace(expenditure.note_ref(command.grant_id, command.receipt_ref), NOTE, {"text": text})
        return lambda facts: [row]

    for path, kind, also in (
        ("/grants/{grant_id}/expenditures", RecordExpenditure, words),
        ("/grants/{grant_id}/expenditures/corrected", CorrectExpenditure, words),
        ("/grants/{grant_id}/expenditures/struck", StrikeExpenditure, None),
    ):
        command_route(router, "POST", path, kind, service.executor, also=also)

    @router.get("/grants/{grant_id}/receipts", operation_id="ListReceipts", responses=JSON)
    async def receipts(
        grant_id: str,
        as_of: AskedDay,
        caller: Annotated[Caller, allowed("ListReceipts")],
        known_on: AskedDay | None = None,
    ) -> Response:
        """Belegliste: every receipt by position, with sums of what is eligible and what is not, in cents."""
        grant = id_in_path(grant_id)
        facts, cut = await facts_and_cut(service, grant)
        return json_answer(receipt_list(facts, grant, as_of, known_on, cut))


def _budgets(router: APIRouter, service: Service) -> None:
    async def reason(command: SetBudget | ShiftBudget) -> Also:
        """The reason goes to the vault; the fact says where it lies."""
        row = service.vault.seal(budget.note_ref(command), NOTE, {"text": command.reason})
        return lambda facts: [row]

    for way, kind, also in (
        ("set", SetBudget, reason),
        ("shifted", ShiftBudget, reason),
        ("approved", ApproveBudget, None),
    ):
        command_route(router, "POST", f"/grants/{{grant_id}}/budgets/{way}", kind, service.executor, also=also)

    @router.get("/grants/{grant_id}/budgets", operation_id="ListBudgets")
    async def listed(grant_id: str, caller: Annotated[Caller, allowed("ListBudgets")]) -> dict[str, Any]:
        """Haushaltsansätze: what is in force by provider, line and year, and what waits for a second person."""
        grant = id_in_path(grant_id)
        async with snapshot(service) as connection:
            facts = await views.grant_facts(connection, service.settings.source, grant)
        return budget_list(facts, grant)


def _waivers(router: APIRouter, service: Service) -> None:
    async def reason(command: WaiveClaim) -> Also:
        """The reason goes to the vault; the fact says where it lies."""
        row = service.vault.seal(notices.note_ref(command), NOTE, {"text": command.reason})
        return lambda facts: [row]

    command_route(router, "POST", "/grants/{grant_id}/waivers", WaiveClaim, service.executor, also=reason)


def _ledger(router: APIRouter, service: Service) -> None:
    @router.get("/grants/{grant_id}/ledger", operation_id="ShowLedger", responses=JSON)
    async def book(
        grant_id: str,
        as_of: AskedDay,
        caller: Annotated[Caller, allowed("ShowLedger")],
        known_on: AskedDay | None = None,
    ) -> Response:
        """Kontobuch: every posting in double entry, what stands in each account, and the journal for other programs."""
        grant = id_in_path(grant_id)
        facts, cut = await facts_and_cut(service, grant)
        return json_answer(ledger(facts, grant, as_of, known_on, cut))
