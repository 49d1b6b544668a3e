"""What auditors can ask. Everything in pseudonyms."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Request

from shared.errors import Missing
from shared.history import view
from shared.history.row import rows
from shared.http import allowed, id_in_path
from shared.identity import Caller
from shared.interface import PROBLEMS
from shared.problems import language_of
from shared.service import Service

CASE = "case-"


def routes(service: Service) -> APIRouter:
    router = APIRouter(tags=["audit"], responses=PROBLEMS)

    async def told(request: Request, happened: list[view.Happened]) -> list[dict[str, Any]]:
        """In the caller's language, with what each fact says: codes and pseudonyms."""
        causes = await view.causes(service.pool, happened)
        said = rows(happened, causes, language_of(request), {})
        contents = (each.fact.event.model_dump(mode="json") for each in happened)
        return [row | {"content": content} for row, content in zip(said, contents, strict=True)]

    @router.get("/history/{stream}", operation_id="ShowHistory")
    async def history(
        request: Request,
        stream: Annotated[str, Path(max_length=200, pattern=r"^[A-Za-z0-9._/-]+$")],
        caller: Annotated[Caller, allowed("ShowHistory")],
    ) -> dict[str, Any]:
        """Verlauf: who did what when, and why, in German or English. For `case-…` across all services.

        Any other stream (`position-…`, `grant-…`, `care-drk-…`) for itself.
        """
        await service.viewer.up_to_date()
        case_id = _case_in(stream)
        happened = await (view.of_case(service.pool, case_id) if case_id else view.of_stream(service.pool, stream))
        if not happened:
            raise Missing("Nothing is recorded under this stream.")
        return {"stream": stream, "rows": await told(request, happened)}

    @router.get("/cases/{case_id}/history", operation_id="ShowCaseHistory")
    async def case_history(
        request: Request, case_id: str, caller: Annotated[Caller, allowed("ShowCaseHistory")]
    ) -> dict[str, Any]:
        """Verlauf eines Falls: its life across all services, in the order in which it was recorded."""
        await service.viewer.up_to_date()
        happened = await view.of_case(service.pool, id_in_path(case_id))
        if not happened:
            raise Missing("There is no such case.")
        return {"case_id": case_id, "rows": await told(request, happened)}

    return router


def _case_in(stream: str) -> UUID | None:
    try:
        return UUID(stream.removeprefix(CASE)) if stream.startswith(CASE) else None
    except ValueError:
        return None
