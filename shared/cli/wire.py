"""From what a story says to what goes over the wire: slugs become UUIDs by the name of their field."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from shared.ids import wire_id

KINDS: Mapping[str, str] = {
    "staff_ref": "staff",
    "from_staff": "staff",
    "to_staff": "staff",
    "substitute": "staff",
    "volunteer_ref": "staff",
    "from_position": "position",
    "to_position": "position",
    "persons": "person",
    "merged_person_id": "person",
    "into_case_id": "case",
}
"""Fields with ids whose name says their kind otherwise than by `<kind>_id`."""

WRITTEN = frozenset({"house", "rule_version", "notice_ref", "payment_ref", "receipt_ref", "office"})
"""Ids that stay as written. YAML may have read one as a number."""

CREATED: Mapping[str, frozenset[str]] = {
    "RegisterCase": frozenset({"case_id", "person_id"}),
    "JoinHousehold": frozenset({"person_id"}),
    "SplitHousehold": frozenset({"into_case_id"}),
    "RecordContact": frozenset({"contact_id"}),
    "AgreePlan": frozenset({"plan_id", "goal_id", "step_id"}),
    "RevisePlan": frozenset({"goal_id", "step_id"}),
    "ReviewPlan": frozenset({"review_id"}),
    "RecordShortContact": frozenset({"short_contact_id"}),
    "MakeReferral": frozenset({"referral_id"}),
    "RegisterVolunteer": frozenset({"volunteer_ref"}),
    "OfferVolunteer": frozenset({"offer_id"}),
    "MatchVolunteer": frozenset({"match_id"}),
    "RecordContract": frozenset({"contract_id"}),
    "RecordAward": frozenset({"grant_id"}),
    "FillPosition": frozenset({"position_id"}),
    "ReceiveFunds": frozenset({"payment_ref"}),
    "PassOnFunds": frozenset({"payment_ref"}),
    "DrawDownFunds": frozenset({"payment_ref"}),
    "ReturnFunds": frozenset({"payment_ref"}),
    "RecordExpenditure": frozenset({"receipt_ref"}),
    "SubmitReport": frozenset({"report_id"}),
}
"""The ids that a command creates: those that `times` numbers. The others name what is there already."""


def kind_of(field: str) -> str | None:
    """The kind of the ids that a field holds; none if it holds no slugs."""
    if field in KINDS:
        return KINDS[field]
    return field.removesuffix("_id") if field.endswith("_id") and field != "_id" else None


def on_the_wire(command: str, body: Mapping[str, Any], repetition: int | None = None) -> dict[str, Any]:
    """The body as it is sent. What should be an id and is none stays as written: the service has the word on it."""
    return {field: _value(command, field, value, repetition) for field, value in body.items()}


def wrong_ids(value: Any, field: str = "") -> Iterator[str]:
    """What stands where an id belongs and is none, in words."""
    match value:
        case Mapping():
            for name, inner in value.items():
                yield from wrong_ids(inner, str(name))
        case list():
            for inner in value:
                yield from wrong_ids(inner, field)
        case str() | int() if not isinstance(value, bool) and (kind := kind_of(field)):
            try:
                wire_id(kind, str(value))
            except ValueError as error:
                yield f"{field}: {error}"


def _value(command: str, field: str, value: Any, repetition: int | None) -> Any:
    match value:
        case date():
            return value.isoformat()
        case Mapping() if field == "to":
            return {_id("staff", str(staff)): _value(command, "case_id", cases, None) for staff, cases in value.items()}
        case Mapping():
            return {str(name): _value(command, str(name), inner, repetition) for name, inner in value.items()}
        case list():
            return [_value(command, field, inner, repetition) for inner in value]
        case bool() | None:
            return value
        case str() | int() if field in WRITTEN or kind_of(field):
            return _named(command, field, str(value), repetition)
        case _:
            return value


def _named(command: str, field: str, text: str, repetition: int | None) -> str:
    if repetition is not None and field in CREATED.get(command, frozenset()):
        text = f"{text}-{repetition}"
    kind = kind_of(field)
    return _id(kind, text) if kind else text


def _id(kind: str, text: str) -> str:
    try:
        return str(wire_id(kind, text))
    except ValueError:
        return text
