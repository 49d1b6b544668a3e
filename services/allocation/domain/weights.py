"""Gewichte der Passung: how much counts what, set version by version by a coordinator with a reason."""

from dataclasses import dataclass
from typing import assert_never
from uuid import NAMESPACE_URL, UUID, uuid5

from services.allocation.domain.bounds import Reason
from services.allocation.domain.register import Coordination
from shared.decider import Around, Command, Decider
from shared.errors import Refused
from shared.event import Event, Fact
from shared.events.codes import Day, Label
from shared.events.matching import Weights, WeightsSet


@dataclass(frozen=True, slots=True)
class AllWeights:
    """All versions, in the order they were set."""

    versions: tuple[WeightsSet, ...] = ()


def evolve(state: AllWeights, fact: Fact) -> AllWeights:
    """The weights after one more fact of their stream."""
    match fact.event:
        case WeightsSet() as version:
            return AllWeights((*state.versions, version))
        case _:
            return state


class SetWeights(Command):
    """Set a version of the weights, from `effective_on`. With the first one proposals by fit begin."""

    rule_version: Label
    effective_on: Day
    weights: Weights = Weights()
    reason: Reason

    def target(self) -> str:
        return "weights-town"


WeightsCommand = SetWeights


def decide(state: AllWeights, command: WeightsCommand, _: Around[Coordination]) -> list[Event]:
    """What the command leads to. Raises `Refused` where a rule says no."""
    match command:
        case SetWeights():
            return set_weights(state, command)
        case _ as never:
            assert_never(never)


def set_weights(state: AllWeights, command: SetWeights) -> list[Event]:
    version = WeightsSet(
        rule_version=command.rule_version,
        effective_on=command.effective_on,
        weights=command.weights,
        note_ref=weights_note_ref(command.rule_version),
    )
    if version in state.versions:
        return []
    if any(before.rule_version == version.rule_version for before in state.versions):
        raise Refused("This version of the weights is set already, with other content.")
    return [version]


def weights_note_ref(rule_version: str) -> UUID:
    """Where the reason of this version lies in the vault."""
    return uuid5(NAMESPACE_URL, f"fallbuch:note:weights:{rule_version}")


DECIDER = Decider("weights", (SetWeights,), AllWeights(), evolve, decide)
