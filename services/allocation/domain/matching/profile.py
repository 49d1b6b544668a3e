"""What a household asks for, from what intake's facts say of its persons. What nobody stated, nobody asks for."""

from collections.abc import Iterator
from uuid import UUID

from shared.events.allocation import Household
from shared.events.codes import ProviderId
from shared.events.intake import RegisteredPerson
from shared.events.matching import CaseProfile, WeighedNeed, WishRecorded

URGENCY = {"low": 1, "normal": 2, "not_stated": 2, "high": 3}
ENOUGH_GERMAN = ("good", "fluent")


def profile_of(
    case_id: UUID,
    household: Household,
    current: ProviderId | None = None,
    wish: WishRecorded | None = None,
    conflicts: frozenset[ProviderId] = frozenset(),
) -> CaseProfile:
    """The household as proposals see it: neither origin nor residence class, neither sex nor age."""
    return CaseProfile(
        case_id=case_id,
        load=len(household.persons),
        house=household.house,
        speakers=tuple(_speakers(household)),
        needs=tuple(_needs(household)),
        must_have=wish.must_have if wish else (),
        wish=wish.provider if wish else None,
        conflicts=tuple(sorted(conflicts)),
        current=current,
    )


def _speakers(household: Household) -> Iterator[tuple[str, ...]]:
    """Who speaks German well enough without an interpreter can be talked to by everyone."""
    for person in household.persons:
        spoken = {each.language for each in person.languages if each.level != "none"} - {"not_stated", "de"}
        if spoken and not _german(person):
            yield tuple(sorted(spoken))


def _german(person: RegisteredPerson) -> bool:
    return any(
        each.language == "de" and each.level in ENOUGH_GERMAN and each.interpreter_needed != "yes"
        for each in person.languages
    )


def _needs(household: Household) -> Iterator[WeighedNeed]:
    """Each once, as urgent as for whom it is most urgent."""
    urgency: dict[str, int] = {}
    for person in household.persons:
        for need in person.needs:
            urgency[need.domain] = max(urgency.get(need.domain, 0), URGENCY[need.urgency])
    for domain in sorted(urgency):
        if domain != "not_stated":
            yield WeighedNeed.model_validate({"domain": domain, "urgency": urgency[domain]})
