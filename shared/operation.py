"""The routes that every service has for operators: health, metrics, roots, resending, quarantine. Never contents."""

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from pydantic import BaseModel, ConfigDict, Field

from shared.bodies import parsed
from shared.errors import Missing, Refused
from shared.event import instant_text
from shared.health import status, why_not_ready
from shared.http import allowed
from shared.identity import Caller
from shared.interface import PROBLEMS, takes
from shared.metrics import CONTENT_TYPE
from shared.tail import not_in_log
from shared.take import SEALED_BYTES_LIMIT, mark_of
from shared.vault import NotOurs, decrypt

if TYPE_CHECKING:
    from shared.service import Service


RecordNumber = Annotated[int, Path(ge=1, lt=2**63)]


class Resend(BaseModel):
    """From which own fact on everything is to be told again."""

    model_config = ConfigDict(extra="forbid", strict=True)

    from_number: int = Field(ge=1)


def operation_routes(service: "Service") -> APIRouter:
    """Health and metrics need no token; everything else does."""
    router = APIRouter(tags=["operation"], responses=PROBLEMS)

    @router.get("/health/live", operation_id="IsLive")
    async def live() -> dict[str, bool]:
        return {"live": True}

    @router.get("/health/ready", operation_id="IsReady", responses={503: {"description": "Why not, in words"}})
    async def ready() -> Response:
        await service.pulse.fresh()
        why = list(why_not_ready(service))
        closed = service.log.closed is not None
        return JSONResponse({"ready": not why, "why": why, "closed": closed}, 503 if why else 200)

    @router.get("/health", operation_id="ShowHealth")
    async def health() -> dict[str, Any]:
        return await status(service)

    @router.get("/metrics", operation_id="ShowMetrics", response_class=PlainTextResponse)
    async def metrics() -> Response:
        """For Prometheus, in its text format."""
        await service.pulse.fresh()
        return Response(service.metrics.text(), media_type=CONTENT_TYPE)

    @router.post("/roots", operation_id="StateRoot")
    async def state_root(caller: Annotated[Caller, allowed("StateRoot")]) -> dict[str, Any]:
        root = await service.relays[0].state_root()
        return {"origin": root.origin, "size": root.size, "root": root.root.hex()}

    @router.post("/relay/resend", operation_id="ResendFacts", openapi_extra=takes(Resend))
    async def resend(request: Request, caller: Annotated[Caller, allowed("ResendFacts")]) -> dict[str, int]:
        """For every topic of this service; numbers of a provider's topic are versions of its stream."""
        body = await parsed(request, Resend)
        if body.from_number > (await service.pulse.fresh()).facts:
            raise Refused("This service has no fact with this number yet.")
        for relay in service.relays:
            relay.resend(body.from_number if relay.topic.stream is None else 1)
        return {"from_number": body.from_number}

    @router.get("/relay/not-in-log", operation_id="ShowNotInLog")
    async def look(caller: Annotated[Caller, allowed("ShowNotInLog")]) -> dict[str, Any]:
        """What the own topics say and the log does not: a tail that a restore lost, or what somebody forged."""
        rows = [await not_in_log(service.pool, service.brokers, topic) for topic in service.relay_topics]
        return {"facts": (await service.pulse.fresh()).facts, "rows": [row for of_topic in rows for row in of_topic]}

    @router.post("/relay/take-back", operation_id="TakeBack")
    async def take_back(caller: Annotated[Caller, allowed("TakeBack")]) -> dict[str, int]:
        """After a restore: take in what the own topics hold and the log lacks; then everything goes on."""
        return {"taken_back": await service.take_back()}

    @router.get("/quarantine", operation_id="ListQuarantine")
    async def quarantine(caller: Annotated[Caller, allowed("ListQuarantine")]) -> dict[str, Any]:
        return {"rows": await quarantined(service)}

    @router.get("/quarantine/{number}", operation_id="ShowQuarantined")
    async def show(number: RecordNumber, caller: Annotated[Caller, allowed("ShowQuarantined")]) -> dict[str, Any]:
        rows = await quarantined(service, number)
        if not rows:
            raise Missing("There is no such record in quarantine.")
        return rows[0]

    @router.post("/quarantine/{number}/retry", operation_id="RetryQuarantined")
    async def retry(number: RecordNumber, caller: Annotated[Caller, allowed("RetryQuarantined")]) -> dict[str, Any]:
        return await try_again(service, number)

    return router


async def quarantined(service: "Service", number: int | None = None) -> list[dict[str, Any]]:
    """What lies in quarantine: where, why, since when, how long it was and whether only its beginning is kept.

    Contents stay sealed.
    """
    rows = await service.pool.fetch(
        """SELECT number, topic, record_offset, reason, seen_at, retried_at,
        record_bytes, record_bytes > $2 AS truncated
        FROM quarantine WHERE $1::bigint IS NULL OR number = $1 ORDER BY number LIMIT 1000""",
        number,
        SEALED_BYTES_LIMIT,
    )
    return [
        {
            "number": row["number"],
            "topic": row["topic"],
            "offset": row["record_offset"],
            "reason": row["reason"],
            "seen_at": instant_text(row["seen_at"]),
            "retried_at": instant_text(row["retried_at"]) if row["retried_at"] else None,
            "record_bytes": row["record_bytes"],
            "truncated": row["truncated"],
        }
        for row in rows
    ]


async def try_again(service: "Service", number: int) -> dict[str, Any]:
    """Look at a record once more with today's code.

    Raises `Refused` for what is still no fact, and for a record of which only the beginning was kept.
    """
    row = await service.pool.fetchrow("SELECT * FROM quarantine WHERE number = $1", number)
    if row is None:
        raise Missing("There is no such record in quarantine.")
    topic = next((topic for topic in service.heard_topics if topic.name == row["topic"]), None)
    if topic is None:
        raise Refused("This service does not hear that topic any more.")
    try:
        value = decrypt(service.vault.master_key, row["sealed"], row["topic"].encode())
    except NotOurs:
        raise Refused("The record was sealed under another key.") from None
    if mark_of(value) != row["mark"]:
        limit = SEALED_BYTES_LIMIT // 1024
        raise Refused(
            "Only the first {limit} KiB of this record were kept: it cannot be tried again, but sent again.",
            limit=limit,
        )
    taken = await service.taker.again(topic, value)
    await service.pool.execute("UPDATE quarantine SET retried_at = $2 WHERE number = $1", number, service.clock.now())
    service.pulse.count_again()
    return {"number": number, "taken": taken}
