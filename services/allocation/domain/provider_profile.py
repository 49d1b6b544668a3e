"""Profil eines Trägers: what a provider can do and where, which nobody can see in the facts about its positions."""

from dataclasses import dataclass
from typing import Annotated, assert_never

from pydantic import Field

from services.allocation.domain.register import Coordination
from services.allocation.domain.versions import in_force
from shared.decider import Around, Command, Decider
from shared.errors import Refused
from shared.event import Event, Fact
from shared.events.codes import Day, Label, ProviderId, Topic
from shared.events.matching import LanguageCode, Licence, Load, ProviderProfileSet

Languages = Annotated[tuple[LanguageCode, ...], Field(max_length=50)]
Houses = Annotated[tuple[Label, ...], Field(max_length=200)]


@dataclass(frozen=True, slots=True)
class Profile:
    """All versions of one provider, in the order they were set."""

    versions: tuple[ProviderProfileSet, ...] = ()


def evolve(state: Profile, fact: Fact) -> Profile:
    """The profile after one more fact of its stream."""
    match fact.event:
        case ProviderProfileSet() as version:
            return Profile((*state.versions, version))
        case _:
            return state


class SetProviderProfile(Command):
    """Say what a provider can do from `effective_on`: languages, competences, licences, houses, contract shares.

    `open` false: it takes no new cases. `covers`: houses that it can work in, empty for all; `near`: close to it.
    `share_least`, `share_most`: persons of a quarter.
    """

    provider: ProviderId
    effective_on: Day
    open: bool = True
    languages: Languages = ()
    competences: Annotated[tuple[Topic, ...], Field(max_length=20)] = ()
    licences: Annotated[tuple[Licence, ...], Field(max_length=10)] = ()
    covers: Houses = ()
    near: Houses = ()
    share_least: Load = 0
    share_most: Load | None = None

    def target(self) -> str:
        return f"profile-{self.provider}"


ProfileCommand = SetProviderProfile


def decide(state: Profile, command: ProfileCommand, around: Around[Coordination]) -> list[Event]:
    """What the command leads to. Raises `Refused` where a rule says no."""
    match command:
        case SetProviderProfile():
            return set_provider_profile(state, command, around.register)
        case _ as never:
            assert_never(never)


def set_provider_profile(state: Profile, command: SetProviderProfile, known: Coordination) -> list[Event]:
    """Lists are kept in order and without repetitions: the same profile is the same fact."""
    if command.provider not in known.providers:
        raise Refused("The town has no such provider.")
    if command.share_most is not None and command.share_most < command.share_least:
        raise Refused("The greatest share of a quarter is at least the least one.")
    lists = ("languages", "competences", "licences", "covers", "near")
    ordered = {name: tuple(sorted(set(getattr(command, name)))) for name in lists}
    version = ProviderProfileSet(**{**dict(command), **ordered})
    return [] if in_force(state.versions, version.effective_on) == version else [version]


DECIDER = Decider("profile", (SetProviderProfile,), Profile(), evolve, decide)
