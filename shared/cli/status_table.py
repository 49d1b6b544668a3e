"""The state of all services as one table that fits a screen, and lines below it for what does not."""

from collections.abc import Iterator
from datetime import datetime

from shared.cli.caught_up import Health, Look

TITLE = "Zustand · status"
COLUMNS = (
    "Dienst · service",
    "Zustand · state",
    "Log · log>",
    "eigene · own>",
    "ungehört · lag>",
    "ungesagt · outbox>",
    "Quarantäne · quarantine>",
    "Sichten · view lag>",
    "Alarme · alarms>",
    "zuletzt · progress>",
)
UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def rows(now: Look, at: float) -> list[list[str]]:
    """One row for each service. `at`: the present, in seconds since 1970."""
    return [_row(name, health, at) for name, health in now.items()]


def _row(name: str, health: Health | None, at: float) -> list[str]:
    if health is None:
        return [name, "antwortet nicht · does not answer", *[""] * (len(COLUMNS) - 2)]
    return [
        name,
        "bereit · ready" if health.ready else "nicht bereit · not ready",
        str(health.log_position),
        str(health.facts),
        str(sum(health.lag.values())),
        _since(health.outbox, health.outbox_age_seconds),
        _since(health.quarantine, health.quarantine_age_seconds),
        str(max(health.view_lag.values(), default=0)),
        str(health.alarms),
        _ago(health.last_progress, at),
    ]


def _since(count: int, seconds: int) -> str:
    """A count, and how old the oldest of them is."""
    return f"{count} ({span(seconds)})" if count else "0"


def _ago(instant: str | None, at: float) -> str:
    return span(at - datetime.fromisoformat(instant).timestamp()) if instant else ""


def span(seconds: float) -> str:
    """A time span in its largest unit: `42 s`, `5 min`, `3 h`, `2 d`."""
    whole = max(0, int(seconds))
    size, unit = next((each for each in UNITS if whole >= each[0]), UNITS[-1])
    return f"{whole // size} {unit}"


def notes(now: Look) -> Iterator[str]:
    """Why a service is not ready, and what it waits for."""
    for name, health in now.items():
        for why in health.why if health else ():
            yield f"{name} ist nicht bereit · is not ready: {why}"
        if health and health.waiting_for:
            waiting = health.waiting_for
            named = waiting if isinstance(waiting, list) else [f"{part}: {what}" for part, what in waiting.items()]
            yield f"{name} wartet auf · waits for {'; '.join(named)}"
