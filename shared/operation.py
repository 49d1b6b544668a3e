"""The routes that every service has for operators: health, roots, resending, quarantine. Never contents."""

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from shared.errors import Missing, Refused
from shared.event import instant_text
from shared.http import PROBLEMS, allowed
from shared.identity import Caller
from shared.vault import NotOurs, decrypt

if TYPE_CHECKING:
    from shared.service import Service


RecordNumber = Annotated[int, Path(ge=1, lt=2**63)]


class Resend(BaseModel):
    """From which own fact on everything is to be told again."""

    model_config = ConfigDict(extra="forbid", strict=True)

    from_number: int = Field(ge=1)


def operation_routes(service: "Service") -> APIRouter:
    """Health needs no token; everything else does."""
    router = APIRouter(tags=["operation"], responses=PROBLEMS)

    @router.get("/health/live", operation_id="IsLive")
    async def live() -> dict[str, bool]:
        return {"live": True}

    @router.get("/health/ready", operation_id="IsReady", responses={503: {"description": "Why not, in words"}})
    async def ready() -> Response:
        why = why_not_ready(service)
        return JSONResponse({"ready": not why, "why": why}, 503 if why else 200)

    @router.get("/health", operation_id="ShowHealth")
    async def health() -> dict[str, Any]:
        return await status(service)

    @router.post("/roots", operation_id="StateRoot")
    async def state_root(caller: Annotated[Caller, allowed("StateRoot")]) -> dict[str, Any]:
        root = await service.relays[0].state_root()
        return {"origin": root.origin, "size": root.size, "root": root.root.hex()}

    @router.post("/relay/resend", operation_id="ResendFacts")
    async def resend(body: Resend, caller: Annotated[Caller, allowed("ResendFacts")]) -> dict[str, int]:
        """For every topic of this service; numbers of a provider's topic are versions of its stream."""
        if body.from_number > service.log.fact_number:
            raise Refused("this service has no fact with this number yet")
        for relay in service.relays:
            relay.resend(body.from_number if relay.topic.stream is None else 1)
        return {"from_number": body.from_number}

    @router.get("/quarantine", operation_id="ListQuarantine")
    async def quarantine(caller: Annotated[Caller, allowed("ListQuarantine")]) -> dict[str, Any]:
        return {"rows": await quarantined(service)}

    @router.get("/quarantine/{number}", operation_id="ShowQuarantined")
    async def show(number: RecordNumber, caller: Annotated[Caller, allowed("ShowQuarantined")]) -> dict[str, Any]:
        rows = await quarantined(service, number)
        if not rows:
            raise Missing("there is no such record in quarantine")
        return rows[0]

    @router.post("/quarantine/{number}/retry", operation_id="RetryQuarantined")
    async def retry(number: RecordNumber, caller: Annotated[Caller, allowed("RetryQuarantined")]) -> dict[str, Any]:
        return await try_again(service, number)

    return router


def why_not_ready(service: "Service") -> list[str]:
    """Empty if the service takes commands, hears and tells."""
    why = []
    if service.hearer is None:
        why.append("Kafka is not reached yet")
    elif not service.hearer.joined:
        why.append("waits for its turn to hear")
    for relay in service.relays:
        if relay.waiting_for:
            why.append(relay.waiting_for)
        elif relay.producer is None and not relay.stands_by:
            why.append(f"does not reach {relay.topic.name} yet")
    return why


HOW_FAR = """
SELECT (SELECT coalesce(max(log_position), 0) FROM log) AS log_position,
       (SELECT coalesce(max(fact_number), 0) FROM log) AS facts,
       (SELECT count(*) FROM quarantine WHERE retried_at IS NULL) AS quarantine,
       ARRAY(SELECT (SELECT coalesce(max(version), 0) FROM log WHERE source = $1 AND stream = told)
             FROM unnest($2::text[]) WITH ORDINALITY AS streams (told, place) ORDER BY place) AS told"""


async def status(service: "Service") -> dict[str, Any]:
    """Positions and counts, no contents."""
    # What is held in memory is read first: a fact that comes in between then looks like work still to be done.
    why = why_not_ready(service)
    readers = {reader.name: reader.position for reader in service.readers if reader.keeps_up}
    relayed = [(relay.topic.stream, relay.number) for relay in service.relays]
    heard = {sequence: numbers.last_number for sequence, numbers in service.taker.heard.items()}
    lag = dict(service.hearer.lag) if service.hearer else {}
    streams = [stream for stream, _ in relayed if stream]
    far = await service.pool.fetchrow(HOW_FAR, service.settings.source, streams)
    told = dict(zip(streams, far["told"], strict=True))
    return {
        "service": service.settings.name,
        "source": service.settings.source,
        "ready": not why,
        "why": why,
        "log_position": far["log_position"],
        "facts": far["facts"],
        "lag": {topic.name: lag.get(topic.name, 0) for topic in service.heard_topics},
        "heard": {topic.sequence: heard.get(topic.sequence, 0) for topic in service.heard_topics},
        "told": {stream.removeprefix("told-"): number for stream, number in told.items()},
        "outbox": sum(max(0, (told[stream] if stream else far["facts"]) - number) for stream, number in relayed),
        "quarantine": far["quarantine"],
        "waiting_for": waiting_for(service),
        "last_progress": instant_text(service.log.last_progress),
        "readers": readers,
    }


def waiting_for(service: "Service") -> dict[str, str]:
    """Who stands still, and for what."""
    waiting = {
        sequence: f"fact {numbers.last_number + 1}"
        for sequence, numbers in service.taker.heard.items()
        if numbers.seen_number > numbers.last_number
    }
    waiting |= {reader.name: reader.waiting_for for reader in service.readers if reader.waiting_for}
    return waiting | {relay.topic.name: relay.waiting_for for relay in service.relays if relay.waiting_for}


async def quarantined(service: "Service", number: int | None = None) -> list[dict[str, Any]]:
    """What lies in quarantine: where, why and since when. Contents stay sealed."""
    rows = await service.pool.fetch(
        """SELECT number, topic, record_offset, reason, seen_at, retried_at, length(sealed) AS size FROM quarantine
        WHERE $1::bigint IS NULL OR number = $1 ORDER BY number LIMIT 1000""",
        number,
    )
    return [
        {
            "number": row["number"],
            "topic": row["topic"],
            "offset": row["record_offset"],
            "reason": row["reason"],
            "seen_at": instant_text(row["seen_at"]),
            "retried_at": instant_text(row["retried_at"]) if row["retried_at"] else None,
            "sealed_bytes": row["size"],
        }
        for row in rows
    ]


async def try_again(service: "Service", number: int) -> dict[str, Any]:
    """Look at a record once more with today's code. What is still no fact is refused again."""
    row = await service.pool.fetchrow("SELECT * FROM quarantine WHERE number = $1", number)
    if row is None:
        raise Missing("there is no such record in quarantine")
    topic = next((topic for topic in service.heard_topics if topic.name == row["topic"]), None)
    if topic is None:
        raise Refused("this service does not hear that topic any more")
    try:
        value = decrypt(service.vault.master_key, row["sealed"], row["topic"].encode())
    except NotOurs:
        raise Refused("the record was sealed under another key") from None
    taken = await service.taker.again(topic, value)
    await service.pool.execute("UPDATE quarantine SET retried_at = $2 WHERE number = $1", number, service.clock.now())
    return {"number": number, "taken": taken}
