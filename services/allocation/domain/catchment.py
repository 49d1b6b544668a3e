"""Zuständigkeitsgebiet: which provider a house belongs to, set version by version. Allocation is territorial."""

from datetime import date
from typing import Annotated, assert_never

from pydantic import Field

from services.allocation.domain import rules
from services.allocation.domain.bounds import HOUSES_LIMIT, PROVIDERS_LIMIT
from services.allocation.domain.register import Coordination
from services.allocation.domain.rules import Catchment
from shared.decider import Around, Command, Decider
from shared.errors import Refused
from shared.event import Event
from shared.events.allocation import CatchmentSet, CatchmentTookEffect
from shared.events.codes import Day, Label, ProviderId, Written

Several = Annotated[tuple[ProviderId, ...], Field(min_length=1, max_length=PROVIDERS_LIMIT)]


class SetCatchment(Command):
    """Set a version of the rule. From `effective_on` it replaces the version before, with all its houses.

    A house may belong to several providers: then a person chooses among proposals.
    """

    rule_version: Label
    effective_on: Day
    houses: Annotated[dict[Label, ProviderId | Several], Field(min_length=1, max_length=HOUSES_LIMIT)]

    def target(self) -> str:
        return "catchment-town"


class BeginCatchment(Command):
    """Internal: the day of a version has come."""

    rule_version: Written

    def target(self) -> str:
        return "catchment-town"


CatchmentCommand = SetCatchment | BeginCatchment


def decide(state: Catchment, command: CatchmentCommand, around: Around[Coordination]) -> list[Event]:
    """What the command leads to. Raises `Refused` where a rule says no."""
    match command:
        case SetCatchment():
            return set_catchment(state, command, around.register)
        case BeginCatchment():
            return begin_catchment(state, command, around.today)
        case _ as never:
            assert_never(never)


def set_catchment(state: Catchment, command: SetCatchment, register: Coordination) -> list[Event]:
    """The houses need not be defined before; the providers have to be those of the town."""
    houses = {house: _in_one_form(providers) for house, providers in command.houses.items()}
    version = CatchmentSet(**{**dict(command), "houses": houses})
    if version in state.versions:
        return []
    if any(before.rule_version == version.rule_version for before in state.versions):
        raise Refused("This version of the catchment rule is set already, with other content.")
    for providers in map(rules.named, version.houses.values()):
        if not set(providers) <= set(register.providers):
            raise Refused("The catchment rule names a provider that this town does not have.")
        if len(set(providers)) < len(providers):
            raise Refused("A provider is named twice for a house.")
    return [version]


def begin_catchment(state: Catchment, command: BeginCatchment, today: date) -> list[Event]:
    """An automatic step: it never raises, and is done once."""
    return [
        CatchmentTookEffect(rule_version=version.rule_version, effective_on=version.effective_on)
        for version in rules.beginning(state, today)
        if version.rule_version == command.rule_version
    ]


def _in_one_form(providers: ProviderId | tuple[ProviderId, ...]) -> ProviderId | tuple[ProviderId, ...]:
    """A list of one is that one: the same rule is the same fact."""
    return providers[0] if len(rules.named(providers)) == 1 and isinstance(providers, tuple) else providers


DECIDER = Decider("catchment", (SetCatchment, BeginCatchment), Catchment(), rules.evolve, decide)
