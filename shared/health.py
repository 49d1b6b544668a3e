"""What a service says of itself: whether it is ready, why not, and how far each part has come. Counts, no contents."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from shared.event import instant_text

if TYPE_CHECKING:
    from shared.service import Service


async def status(service: "Service") -> dict[str, Any]:
    """Asked of the database where that answers, else as far as is known."""
    pulse, now = service.pulse, await service.pulse.fresh()
    why = list(why_not_ready(service))
    readers = {reader.name: now.readers.get(reader.name, 0) for reader in service.readers}
    topics = service.heard_topics
    return {
        "service": service.settings.name,
        "source": service.settings.source,
        "ready": not why,
        "why": why,
        "log_position": now.log_position,
        "facts": now.facts,
        "lag": {topic.name: pulse.lag(topic.name) for topic in topics},
        "heard": {topic.sequence: now.heard.get(topic.sequence, 0) for topic in topics},
        "told": {stream.removeprefix("told-"): number for stream, number in now.told.items()},
        "outbox": sum(now.outbox(topic) for topic in service.relay_topics),
        "outbox_age_seconds": round(max(outbox_ages(service).values(), default=0)),
        "quarantine": now.quarantine.records,
        "quarantine_age_seconds": round(quarantine_age(service)),
        "due": service.timer.due() if service.timer else 0,
        "waiting_for": waiting_for(service),
        "alarms": service.taker.alarms,
        "last_progress": instant_text(service.log.last_progress),
        "progress": {
            part: instant_text(known.moved_at) if known.moved_at else None
            for part, known in pulse.watchdog.known.items()
        },
        "readers": {reader.name: readers[reader.name] for reader in service.readers if reader.keeps_up},
        "view_lag": {name: max(0, now.log_position - place) for name, place in readers.items()},
    }


def why_not_ready(service: "Service") -> Iterator[str]:
    """Nothing if the service takes commands, hears and tells. Of the database it says what the last survey found."""
    pulse = service.pulse
    if service.log.closed:
        yield str(service.log.closed)
        return
    if not pulse.database_answers:
        yield "the database does not answer"
    elif not pulse.writer_answers:
        yield "the writer of the log does not answer"
    if service.hearer is None:
        yield "Kafka is not reached yet"
    elif not pulse.kafka_answers:
        yield "Kafka does not answer"
    elif not service.hearer.joined:
        yield "waits for its turn to hear"
    else:
        yield from (f"topic {topic} has more than one partition" for topic in sorted(service.hearer.divided))
    for relay in service.relays:
        if relay.producer is None and not relay.stands_by:
            yield f"does not reach {relay.topic.name} yet"
    for reader in service.readers:
        if reader.waiting_for:
            yield f"the {reader.name} are parked at {reader.waiting_for}"


def waiting_for(service: "Service") -> dict[str, str]:
    """Who stands still, and for what."""
    waiting = {
        sequence: f"fact {service.pulse.survey.heard[sequence] + 1}"
        for sequence, missing in service.pulse.survey.missing().items()
        if missing
    }
    waiting |= {reader.name: str(reader.waiting_for) for reader in service.readers if reader.waiting_for}
    return waiting | ({"log": str(service.log.closed)} if service.log.closed else {})


def outbox_ages(service: "Service") -> dict[str, float]:
    """For each topic that facts wait for: seconds, by the real clock, since the oldest of them was recorded."""
    now = time.time()
    return {topic: max(0.0, now - since) for topic, since in service.pulse.survey.untold_since.items()}


def quarantine_age(service: "Service") -> float:
    """Seconds since the oldest waiting record came, by the clock of the domain. 0 if none waits."""
    oldest_at = service.pulse.survey.quarantine.oldest_at
    return max(0.0, (service.clock.now() - oldest_at).total_seconds()) if oldest_at else 0.0
