"""What several answers have in common."""

from shared.ids import wire_id


def example_id(kind: str) -> str:
    """The id of such a thing in the examples."""
    return str(wire_id(kind, "example"))


NOW = "2026-03-02T08:00:00.000Z"
SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
CASE, PERSON = {"case_id": example_id("case")}, {"person_id": example_id("person")}
OTHER = str(wire_id("case", "example-2"))
NAMES = {"given_name": "Amal", "family_name": "Haddad"}
CODES = {"household_role": "head", "birth_year": "1988", "sex": "f", "nationality": "SY", "residence_class": "permit"}
LANGUAGE = {"language": "ar", "level": "fluent", "interpreter_needed": "no"}
NEED = {"domain": "work", "urgency": "high"}
KEPT = {"took_place": True, "corrected": False}
NOTE = {"note_ref": example_id("note"), "note": "Möchte in die Pflege."}
SAID = {**CASE, **PERSON, "purpose": "sharing", "recipient": "drk"}
