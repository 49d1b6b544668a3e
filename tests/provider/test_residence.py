"""The residence class is recorded again at a contact, where it was seen."""

from datetime import date

from services.provider.domain.contact import RecordContact, Residence
from services.provider.domain.own import OwnCommand
from shared.events.provider import ContactRecorded, ResidenceSeen
from shared.ids import wire_id
from tests.given import TODAY, given
from tests.provider.here import ADA, BEN, CASE, HERE, STRANGER, at_drk

K1 = wire_id("contact", "k1")
PERMIT = Residence(person_id=ADA, residence_class="permit", valid_until=date(2020, 6, 30))
SEEN = ResidenceSeen(
    provider="drk",
    case_id=CASE,
    person_id=ADA,
    residence_class="permit",
    valid_until=date(2020, 6, 30),
    on=TODAY,
)


def contact(*residence: Residence, note: str | None = None) -> OwnCommand:
    return at_drk(
        RecordContact, contact_id=K1, case_id=CASE, on=TODAY, persons=(ADA, BEN), residence=residence, note=note
    )


RECORDED = ContactRecorded(
    provider="drk",
    case_id=CASE,
    contact_id=K1,
    on=TODAY,
    channel="not_stated",
    duration_band="not_stated",
    topics=("not_stated",),
    persons=(ADA, BEN),
)


def test_what_was_seen_is_a_fact_of_its_own() -> None:
    given(*HERE).when(contact(PERMIT)).then(RECORDED, SEEN)


def test_the_contact_again_sees_nothing_a_second_time() -> None:
    given(*HERE, RECORDED, SEEN).when(contact(PERMIT)).nothing()


def test_only_of_persons_of_the_household_and_each_once() -> None:
    given(*HERE).when(contact(PERMIT.model_copy(update={"person_id": STRANGER}))).refused("does not belong")
    given(*HERE).when(contact(PERMIT, PERMIT)).refused("twice")


def test_a_note_stays_in_the_vault_and_the_fact_says_where() -> None:
    given(*HERE).when(contact(note="Wants a bigger flat.")).then(RECORDED.model_copy(update={"note_ref": K1}))
