"""What auditors can ask. Everything in pseudonyms."""

from typing import Annotated, Any

from fastapi import APIRouter, Path

from services.audit import views
from shared.errors import Missing
from shared.http import allowed
from shared.identity import Caller
from shared.interface import PROBLEMS
from shared.service import Service


def routes(service: Service) -> APIRouter:
    router = APIRouter(tags=["audit"], responses=PROBLEMS)

    @router.get("/history/{stream}", operation_id="ShowHistory")
    async def history(
        stream: Annotated[str, Path(max_length=200, pattern=r"^[A-Za-z0-9._/-]+$")],
        caller: Annotated[Caller, allowed("ShowHistory")],
    ) -> dict[str, Any]:
        """Who did what when, and why, for one stream (`case-…`, `position-…`, `grant-…`)."""
        await service.viewer.up_to_date()
        rows = await views.history(service.pool, stream)
        if not rows:
            raise Missing("Nothing is recorded under this stream.")
        return {"stream": stream, "rows": rows}

    return router
