"""Zuständigkeitsgebiete as data: all versions of the catchment rule, and which one is in force on a day."""

from dataclasses import dataclass, replace
from datetime import date

from services.allocation.domain.versions import in_force
from shared.event import Fact
from shared.events.allocation import CatchmentSet, CatchmentTookEffect
from shared.events.codes import ProviderId, Written


@dataclass(frozen=True, slots=True)
class Catchment:
    """All versions of the rule, in the order they were set. An installation has one town, and so one catchment.

    `begun`: those that held when they were set, or of which it is recorded that they took effect.
    """

    versions: tuple[CatchmentSet, ...] = ()
    begun: frozenset[Written] = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the rule says of a house: which provider, or which several, and by which version."""

    providers: tuple[ProviderId, ...]
    rule_version: Written


def evolve(state: Catchment, fact: Fact) -> Catchment:
    """The catchment after one more fact."""
    match fact.event:
        case CatchmentSet() as version:
            begun = {version.rule_version} if version.effective_on <= fact.recorded_at.date() else set()
            return Catchment((*state.versions, version), state.begun | begun)
        case CatchmentTookEffect() as event:
            return replace(state, begun=state.begun | {event.rule_version})
        case _:
            return state


def version_on(state: Catchment, day: date) -> CatchmentSet | None:
    """The version in force on the day."""
    return in_force(state.versions, day)


def beginning(state: Catchment, today: date) -> list[CatchmentSet]:
    """The versions whose day has come, and of which nothing says so yet."""
    return [
        version
        for version in state.versions
        if version.effective_on <= today and version.rule_version not in state.begun
    ]


def providers_for(state: Catchment, house: Written, day: date) -> Answer | None:
    """The providers of a house on the day, None if no version in force names one."""
    version = version_on(state, day)
    if version is None or house not in version.houses:
        return None
    return Answer(named(version.houses[house]), version.rule_version)


def named(providers: ProviderId | tuple[ProviderId, ...]) -> tuple[ProviderId, ...]:
    """The providers of a house as a rule names them: one by itself, or several."""
    return (providers,) if isinstance(providers, str) else providers
