"""The grant's books over HTTP: receipts and their words. Figures of entitlement stand in `api`."""

from typing import Annotated, Any

from fastapi import APIRouter, Response

from services.reporting import views
from services.reporting.domain.expenditure import (
    CorrectExpenditure,
    RecordExpenditure,
    StrikeExpenditure,
    note_ref,
    words_of,
)
from services.reporting.figures.receipt_list import receipt_list
from services.reporting.moment import JSON, json_answer, snapshot
from shared.execute import Also
from shared.http import AskedDay, allowed, command_route, id_in_path
from shared.identity import Caller
from shared.service import Service

NOTE = "expenditure_purpose"


def book_routes(router: APIRouter, service: Service) -> None:
    """What was spent, and what it adds up to."""

    async def words(command: RecordExpenditure) -> Also:
        """A purpose in words goes to the vault; the fact says `other`, and where the words lie."""
        text = words_of(command)
        if text is None:
            return lambda facts: []
        row = service.vault.replace(note_ref(command.grant_id, command.receipt_ref), NOTE, {"purpose": text})
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
        async with snapshot(service) as connection:
            cut = await views.cut(connection, service.settings.source)
            facts = await views.grant_facts(connection, service.settings.source, grant)
        return json_answer(receipt_list(facts, grant, as_of, known_on, cut))

    @router.get("/grants/{grant_id}/receipts/words", operation_id="ShowReceiptWords")
    async def receipt_words(
        grant_id: str, receipt_ref: str, caller: Annotated[Caller, allowed("ShowReceiptWords")]
    ) -> dict[str, Any]:
        """The purpose of a receipt in words, if it was given in words."""
        ref = note_ref(id_in_path(grant_id), receipt_ref)
        known = await service.vault.read(service.pool, NOTE, [ref])
        return {"receipt_ref": receipt_ref, **known.get(ref, {"purpose": None})}
