"""Erklärungen einer Person: all her consents, refusals and releases from secrecy, and which of each holds."""

from dataclasses import dataclass, field, replace

from immutables import Map

from shared.event import Fact
from shared.events.codes import ProviderId, Purpose
from shared.events.intake import ConsentGiven, ConsentWithdrawn
from shared.events.person import ConsentRefused, SecrecyReleased, SecrecyReleaseWithdrawn

Consent = ConsentGiven | ConsentWithdrawn | ConsentRefused
Release = SecrecyReleased | SecrecyReleaseWithdrawn
Statement = Consent | Release
Matter = tuple[bool, Purpose, ProviderId]
"""Whether it is about secrecy, for what, for whom."""


@dataclass(frozen=True, slots=True)
class Consents:
    """All that a person stated, by matter, in the order it was recorded. The last one holds."""

    statements: Map[Matter, tuple[Statement, ...]] = field(default_factory=Map)


def evolve(state: Consents, fact: Fact) -> Consents:
    """What the person stated after one more fact of her stream."""
    match fact.event:
        case (
            ConsentGiven() | ConsentWithdrawn() | ConsentRefused() | SecrecyReleased() | SecrecyReleaseWithdrawn()
        ) as statement:
            earlier = before(state, statement)
            return replace(state, statements=state.statements.set(matter_of(statement), (*earlier, statement)))
        case _:
            return state


def before(state: Consents, statement: Statement) -> tuple[Statement, ...]:
    """What the person stated on the same matter, in the order it was recorded."""
    return state.statements.get(matter_of(statement), ())


def matter_of(statement: Statement) -> Matter:
    """What it is about."""
    return isinstance(statement, SecrecyReleased | SecrecyReleaseWithdrawn), statement.purpose, statement.recipient
