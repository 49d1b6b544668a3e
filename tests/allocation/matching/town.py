"""Weinheim with weights, profiles and households that say which languages they speak and what they need."""

from datetime import date

from services.allocation.domain.weights import weights_note_ref
from shared.event import Event
from shared.events.allocation import CatchmentMissing, CatchmentSet, CatchmentUndecided, Household
from shared.events.intake import CaseRegistered, Need, RegisteredPerson, SpokenLanguage
from shared.events.matching import ProviderProfileSet, Weights, WeightsSet
from tests.allocation.town import START, case_id, person_id

BOTH = CatchmentSet(
    rule_version="2018-2", effective_on=START, houses={"altbau": ("caritas", "drk"), "klausing": "diakonie"}
)
WEIGHTS = WeightsSet(rule_version="fit-1", effective_on=START, weights=Weights(), note_ref=weights_note_ref("fit-1"))
CARITAS = ProviderProfileSet(provider="caritas", effective_on=START, languages=("ti",), competences=("work",))
DRK = ProviderProfileSet(provider="drk", effective_on=START, languages=("ar",), competences=("housing", "school"))
PROFILES: list[Event] = [CARITAS, DRK]
LATER = date(2019, 2, 1)


def speaking(slug: str, size: int, house: str, language: str = "ti", need: str = "work") -> Household:
    """A household whose first person speaks that language and needs that."""
    head = RegisteredPerson(
        person_id=person_id(f"{slug}-1"),
        languages=(SpokenLanguage(language=language, level="fluent"), SpokenLanguage(language="de", level="basic")),
        needs=(Need.model_validate({"domain": need, "urgency": "high"}),),
    )
    others = tuple(RegisteredPerson(person_id=person_id(f"{slug}-{number}")) for number in range(2, size + 1))
    return Household(house=house, placed_on=START, received_on=START, persons=(head, *others))


def came(slug: str, lives: Household) -> CaseRegistered:
    return CaseRegistered(
        case_id=case_id(slug), house=lives.house, placed_on=START, received_on=START, persons=lives.persons
    )


def undecided(slug: str, lives: Household) -> CatchmentUndecided:
    return CatchmentUndecided(
        case_id=case_id(slug), candidates=("caritas", "drk"), rule_version="2018-2", household=lives
    )


def missing(slug: str, lives: Household) -> CatchmentMissing:
    return CatchmentMissing(case_id=case_id(slug), household=lives)
