"""Sentences for the facts about who could take a case."""

from collections.abc import Mapping

from shared.event import Event
from shared.events import matching
from shared.history.sentence import Sentence

SENTENCES: Mapping[type[Event], Sentence] = {
    matching.WeightsSet: Sentence(
        "Gewichte der Passung {rule_version} gesetzt, ab {effective_on}.",
        "Weights of fit {rule_version} set, from {effective_on}.",
    ),
    matching.ProviderProfileSet: Sentence(
        "Profil von {provider} ab {effective_on}: Sprachen {languages}; Kompetenzen {competences}; {open}.",
        "Profile of {provider} from {effective_on}: languages {languages}; competences {competences}; {open}.",
    ),
    matching.WishRecorded: Sentence(
        "Wunsch des Haushalts zum Träger aufgenommen, gilt ab {on}.",
        "The household's wish about its provider recorded, from {on}.",
    ),
    matching.ConflictRecorded: Sentence(
        "Ausschluss von {provider} {holds} ab {on}: {conflict_code}.",
        "Exclusion of {provider} {holds} from {on}: {conflict_code}.",
    ),
    matching.PriceTablePublished: Sentence(
        "Preistabelle {table_version} veröffentlicht, gilt von {from_on} bis {until_on}.",
        "Price table {table_version} published, from {from_on} to {until_on}.",
    ),
}
