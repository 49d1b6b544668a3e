"""What belongs together: every request has a correlation id, which its lines, its facts and its answer carry."""

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars, bound_contextvars, get_contextvars, unbind_contextvars

from shared.execute import Answer, Executor, Wish, outcome_of
from shared.roles import ALLOWED

HEADER = "x-correlation-id"
UUID_LENGTH = 36

trace = structlog.get_logger()


class Correlated:
    """Around a whole application. The header is taken from outside only if it is a UUID, and given back."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        began, status = time.monotonic(), 0
        correlation_id = given(scope) or str(uuid4())

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (HEADER.encode(), correlation_id.encode())]
            await send(message)

        with bound_contextvars(correlation_id=correlation_id):
            try:
                await self._app(scope, receive, answer)
            except Exception:
                trace.exception("request_failed", operation=operation_of(scope), duration_ms=milliseconds(began))
                if not status:
                    raise
            else:
                tell_refusal(scope, status, began)
            finally:
                unbind_contextvars("command")
        return None


def given(scope: Mapping[str, Any]) -> str | None:
    """The caller's correlation id, if he gave an acceptable one."""
    found = [value for name, value in scope["headers"] if name == HEADER.encode()]
    return acceptable(found[0].decode("latin-1")) if found else None


def acceptable(text: str) -> str | None:
    """A UUID as it is usually written, in small letters; None for anything else."""
    try:
        return str(UUID(text)) if len(text) == UUID_LENGTH else None
    except ValueError:
        return None


def tell_refusal(scope: Mapping[str, Any], status: int, began: float) -> None:
    """One line for what was refused before it became a command: no token, the wrong role, not understood."""
    operation = operation_of(scope)
    if status >= 400 and operation in ALLOWED and not get_contextvars().get("command"):
        trace.info("refused", operation=operation, status=status, duration_ms=milliseconds(began))


def operation_of(scope: Mapping[str, Any]) -> str | None:
    """The name of what was asked for, never its path: ids stand in there, and whatever else somebody typed."""
    return getattr(scope.get("route"), "operation_id", None)


async def carry_out(executor: Executor, wish: Wish) -> Answer:
    """Execute a command of the request that runs now, and tell it in one line. Raises what `execute` raises."""
    began = time.monotonic()
    bind_contextvars(command=type(wish.command).__name__)
    wish = replace(wish, correlation_id=wish.correlation_id or get_contextvars().get("correlation_id"))
    try:
        answer = await executor.execute(wish)
    except Exception as error:
        trace.info("command", outcome=outcome_of(error), error=type(error).__name__, duration_ms=milliseconds(began))
        raise
    named = zip(answer.facts, answer.event_ids, strict=False)  # an answer given before names no ids
    facts = [{"type": fact["type"], "event_id": str(event_id)} for fact, event_id in named]
    trace.info(
        "command",
        outcome=outcome_of(answer),
        duration_ms=milliseconds(began),
        log_position=answer.log_position,
        facts=facts,
    )
    return answer


def milliseconds(began: float) -> float:
    """Since an instant of the monotonic clock."""
    return round((time.monotonic() - began) * 1000, 1)
