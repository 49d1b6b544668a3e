"""From a command to its answer: repeated key? old version? decide, record, answer. One batch with everybody else's."""

import hmac
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID, uuid4

import structlog

from shared.batch import Batch, Key
from shared.clock import day_in_berlin
from shared.decider import AnyDecider, Around, Command, by_command
from shared.errors import KeyReused, Missing, Refused, Stale, Unknown
from shared.event import Event, Fact, Meta, canonical
from shared.log import Log
from shared.statements import Statement

trace = structlog.get_logger()
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
    asked: Command | None = None
    """What the caller sent, where the service made the command of it: a repeated key stands for that."""

    @cached_property
    def target(self) -> str:
        """The stream that it is decided on."""
        return self.command.target()

    @cached_property
    def key(self) -> Key | None:
        """Under which an answer is kept."""
        return (self.actor, self.idempotency_key) if self.idempotency_key else None


@dataclass(frozen=True)
class Answer:
    """What was recorded for a command; no facts means that it was already so. A fact's fields stand in the order of
    their names, as they are kept: the same answer comes out again to the byte."""

    facts: list[dict[str, str | int]]
    log_position: int
    version: int
    event_ids: tuple[UUID, ...] = field(default=(), compare=False)
    """Ids of the facts; none where the answer was given before."""


OUTCOMES: dict[type[Exception], str] = {
    Refused: "refused",
    Missing: "missing",
    Stale: "stale",
    KeyReused: "key_reused",
    Unknown: "unknown",
}


RECORDED, REPEATED, ALREADY_SO, FAILED = "recorded", "repeated", "already_so", "failed"


def outcome_of(end: Answer | Exception) -> str:
    """In one word, what came of a command."""
    if isinstance(end, Exception):
        return OUTCOMES.get(type(end), FAILED)
    if not end.facts:
        return ALREADY_SO
    return RECORDED if end.event_ids else REPEATED


class Executor:
    """Decides commands of one service."""

    def __init__(self, log: Log, deciders: list[AnyDecider], key: bytes) -> None:
        self._log = log
        self._deciders = by_command(deciders)
        self._key = key
        self.outcomes = Counter(dict.fromkeys((RECORDED, REPEATED, ALREADY_SO, *OUTCOMES.values(), FAILED), 0))

    async def execute(self, wish: Wish) -> Answer:
        """Raises `Refused`, `Missing`, `Stale`, `KeyReused`, or `Unknown` if the commit's outcome was lost."""

        async def work(batch: Batch) -> Answer:
            return await self._answer(batch, wish)

        try:
            answer = await self._log.write(work, stream=wish.target, key=wish.key, facts_alone=wish.also is None)
        except Exception as error:
            self.outcomes[outcome_of(error)] += 1
            raise
        self.outcomes[outcome_of(answer)] += 1
        return answer

    async def _answer(self, batch: Batch, wish: Wish) -> Answer:
        body_hash = self._hash(wish)
        known = batch.answers[wish.key] if wish.key else None
        if known:
            return _again(known["body_hash"], known["answer"], body_hash)
        events = await self.decide(batch, wish)
        correlation = wish.correlation_id or str(uuid4())
        facts = await batch.append(events, Meta(wish.actor, correlation, type(wish.command).__name__))
        if facts:
            batch.statements.extend(wish.also(facts) if wish.also else ())
        answer = Answer(
            facts=[
                {
                    "fact_number": fact.fact_number,
                    "stream": fact.stream,
                    "type": type(fact.event).__name__,
                    "version": fact.version,
                }
                for fact in facts
            ],
            log_position=batch.log_position,
            version=(await batch.stream(wish.target)).version,
            event_ids=tuple(fact.event_id for fact in facts),
        )
        if wish.key:
            kept = canonical([answer.facts, answer.log_position, answer.version]).decode()
            batch.fresh_answers[wish.key] = {"body_hash": body_hash, "answer": kept}
            batch.new_answers.append((*wish.key, body_hash, kept))
        return answer

    async def decide(self, batch: Batch, wish: Wish) -> list[Event]:
        """What the command leads to, on the state that those before it in the batch left."""
        decider = self._deciders[type(wish.command)]
        kept = await batch.stream(wish.target)
        if wish.expected_version is not None and wish.expected_version != kept.version:
            raise Stale("This was changed meanwhile: look again, then decide.")
        today = day_in_berlin(self._log.clock.now())
        return list(decider.decide(kept.state, wish.command, Around(today, batch.register, wish.actor)))

    async def by_itself(self, batch: Batch, command: Command, correlation_id: str, cause: str) -> int:
        """An automatic step: says how many facts it led to. One that a rule refuses takes nothing else with it."""
        try:
            events = await self.decide(batch, Wish(command, "system"))
            return len(await batch.append(events, Meta("system", correlation_id, cause)))
        except (Refused, Missing) as error:
            trace.error("automatic_step_refused", command=type(command).__name__, rule=str(error))
            return 0

    def _hash(self, wish: Wish) -> bytes:
        asked = wish.asked or wish.command
        return hmac.digest(self._key, canonical([type(asked).__name__, asked]), "sha256")


def _again(known_hash: bytes, answer: str, body_hash: bytes) -> Answer:
    if not hmac.compare_digest(known_hash, body_hash):
        raise KeyReused("This idempotency key was used before for something else.")
    return Answer(*json.loads(answer))
