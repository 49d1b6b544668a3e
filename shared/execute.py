"""From a command to its answer: repeated key? old version? decide, record, answer. One batch with everybody else's."""

import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import uuid4

from shared.clock import day_in_berlin
from shared.decider import AnyDecider, Around, Command, by_command
from shared.errors import KeyReused, Stale
from shared.event import Event, Fact, Meta, canonical
from shared.kept import Answered, Key, Needs
from shared.log import Batch, Log
from shared.statements import Statement

Also = Callable[[list[Fact]], Sequence[Statement]]
"""What is kept besides the facts, once they are known."""


@dataclass(frozen=True)
class Wish:
    """A command with everything around it that the caller said."""

    command: Command
    actor: str
    idempotency_key: str | None = None
    expected_version: int | None = None
    correlation_id: str | None = None
    also: Also | None = None
    """Vault rows that are kept together with the facts, if there are any."""

    @property
    def key(self) -> Key | None:
        return (self.actor, self.idempotency_key) if self.idempotency_key else None


@dataclass(frozen=True)
class Answer:
    """What was recorded for a command; no facts means that it was already so."""

    facts: list[dict[str, str | int]]
    log_position: int
    version: int


class Executor:
    """Decides commands of one service."""

    def __init__(self, log: Log, deciders: list[AnyDecider], key: bytes) -> None:
        self._log = log
        self._deciders = by_command(deciders)
        self._key = key

    async def execute(self, wish: Wish) -> Answer:
        """Raises `Refused`, `Missing`, `Stale`, `KeyReused`, or `Unknown` if the commit's outcome was lost."""

        async def work(batch: Batch) -> Answer:
            return await self._answer(batch, wish)

        decider = self._deciders[type(wish.command)]
        return await self._log.write(work, Needs(decider, wish.command.target(), wish.key))

    async def _answer(self, batch: Batch, wish: Wish) -> Answer:
        body_hash = self._hash(wish)
        if wish.key and (known := await batch.answered(wish.key)):
            return _again(known, body_hash)
        events = await self.decide(batch, wish)
        correlation = wish.correlation_id or str(uuid4())
        facts = await batch.append(events, Meta(wish.actor, correlation, type(wish.command).__name__))
        if facts:
            batch.statements.extend(wish.also(facts) if wish.also else ())
        target = wish.command.target()
        answer = Answer(
            facts=[
                {
                    "type": type(fact.event).__name__,
                    "stream": fact.stream,
                    "version": fact.version,
                    "fact_number": fact.fact_number,
                }
                for fact in facts
            ],
            log_position=batch.log_position,
            version=(await batch.stream(self._deciders[type(wish.command)], target)).version,
        )
        if wish.key:
            kept = json.dumps([answer.facts, answer.log_position, answer.version])
            batch.fresh_answers[wish.key] = Answered(body_hash, kept)
        return answer

    async def decide(self, batch: Batch, wish: Wish) -> list[Event]:
        """What the command leads to, on the state that those before it in the batch left."""
        decider = self._deciders[type(wish.command)]
        kept = await batch.stream(decider, wish.command.target())
        if wish.expected_version is not None and wish.expected_version != kept.version:
            raise Stale("this was changed meanwhile: look again, then decide")
        today = day_in_berlin(self._log.clock.now())
        return list(decider.decide(kept.state, wish.command, Around(today, batch.register)))

    def _hash(self, wish: Wish) -> bytes:
        name = type(wish.command).__name__
        body = canonical([name, wish.command.model_dump(mode="json")])
        return hmac.new(self._key, body, hashlib.sha256).digest()


def _again(known: Answered, body_hash: bytes) -> Answer:
    if not hmac.compare_digest(known.body_hash, body_hash):
        raise KeyReused("this idempotency key was used before for something else")
    return Answer(*json.loads(known.answer))
