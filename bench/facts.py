"""The facts that are measured with: a household of two, and a contact with one person. All ids are new each time."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from services.intake.domain.case import RegisterCase
from shared.event import Event, Fact, Meta, encode
from shared.events.intake import CaseRegistered
from shared.events.provider import ContactRecorded
from shared.ids import source_of
from shared.merkle import leaf_hash

INTAKE, PROVIDER = source_of("weinheim", "intake"), source_of("weinheim", "provider-drk")
PLACED = date(2018, 10, 15)
NOON = datetime(2018, 11, 5, 12, 0, tzinfo=UTC)
META = Meta("clerk-1", "0166a000-0000-7000-8000-000000000001", "RegisterCase")
CASES_OF_A_PROVIDER = 500
LogRow = tuple[int, int | None, str, str, int, UUID, str, datetime, bytes, bytes]


def persons() -> tuple[dict[str, object], ...]:
    head = {"person_id": uuid4(), "household_role": "head", "birth_year": 1984, "sex": "f", "nationality": "SY"}
    return head, {"person_id": uuid4(), "household_role": "child"}


def registration() -> RegisterCase:
    """The wish of a clerk."""
    household = {"case_id": uuid4(), "house": "sandloch", "placed_on": PLACED, "received_on": PLACED}
    return RegisterCase.model_validate({**household, "persons": persons()})


def case_facts(count: int) -> Iterator[Fact]:
    """Intake's facts 1 to `count`, each on a stream of its own."""
    for number in range(1, count + 1):
        household = {"case_id": uuid4(), "house": "sandloch", "placed_on": PLACED, "received_on": PLACED}
        event = CaseRegistered.model_validate({**household, "persons": persons()})
        yield _fact(INTAKE, event, 1, number)


def contact_facts(count: int) -> Iterator[Fact]:
    """A provider's facts 1 to `count`, in turn on the streams of its cases."""
    cases = [uuid4() for _ in range(CASES_OF_A_PROVIDER)]
    for number in range(1, count + 1):
        event = ContactRecorded(
            provider="drk", case_id=cases[number % len(cases)], contact_id=uuid4(), on=PLACED, channel="office",
            duration_band="to_60", topics=("housing", "german"), persons=(uuid4(),),
        )  # fmt: skip
        version = (number - 1) // len(cases) + 1
        yield _fact(PROVIDER, event, version, number)


def _fact(source: str, event: Event, version: int, number: int) -> Fact:
    return Fact(uuid4(), source, event.stream(), version, number, NOON, PLACED, META, event)


def log_rows(facts: Sequence[Fact], bodies: Sequence[bytes], *, own: bool) -> list[LogRow]:
    """Rows of the log that are ready to be copied; `own`: of the service that decided them."""
    return [
        (
            fact.fact_number,
            fact.fact_number if own else None,
            fact.source,
            fact.stream,
            fact.version,
            fact.event_id,
            type(fact.event).__name__,
            fact.recorded_at,
            body,
            leaf_hash(body),
        )
        for fact, body in zip(facts, bodies, strict=True)
    ]


def encoded(facts: Sequence[Fact]) -> list[bytes]:
    return [encode(fact) for fact in facts]
