"""What the rules and policies of an explanation are called in German and English."""

from typing import Literal

from services.allocation.domain.matching.criteria import FailedRule
from shared.events.matching import Policy

InWords = dict[Literal["de", "en"], str]

RULES: dict[FailedRule, InWords] = {
    "closed": {"de": "nimmt zurzeit keine neuen Fälle auf", "en": "takes no new cases at present"},
    "house_not_covered": {"de": "arbeitet nicht in diesem Haus", "en": "does not work in this house"},
    "licence_missing": {"de": "hat eine nötige Befugnis nicht", "en": "lacks a licence that is needed"},
    "conflict": {"de": "ein Ausschluss ist erklärt", "en": "a conflict is declared"},
    "no_capacity": {"de": "nicht genug freie Plätze für den ganzen Haushalt", "en": "too few places for all of them"},
    "share_exhausted": {
        "de": "der Vertragsanteil des Quartals ist ausgeschöpft",
        "en": "its contract share is spent",
    },
    "others_share_short": {
        "de": "andere müssen nach Vertrag in diesem Quartal noch Fälle erhalten",
        "en": "others are still owed cases this quarter by contract",
    },
}

POLICIES: dict[Policy, InWords] = {
    "posted_price": {
        "de": "Gewichte {weights}, Preistabelle {table}. Es entscheidet immer ein Mensch.",
        "en": "Weights {weights}, price table {table}. A person always decides.",
    },
    "last_table_and_drift": {
        "de": "Gewichte {weights}; die Preistabelle {table} ist älter und wurde nach der Auslastung fortgeschrieben. "
        "Es entscheidet immer ein Mensch.",
        "en": "Weights {weights}; the price table {table} is an older one, carried on by use. A person always decides.",
    },
    "greedy_and_balance": {
        "de": "Gewichte {weights}, ohne Preistabelle: nach Passung und gleichmäßiger Auslastung. "
        "Es entscheidet immer ein Mensch.",
        "en": "Weights {weights}, no price table: by fit and even use. A person always decides.",
    },
}
