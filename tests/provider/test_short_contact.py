"""Somebody without a name and without a case is advised: it counts as a contact, and belongs to nobody."""

from datetime import date

from services.provider.domain.own import OwnCommand
from services.provider.domain.short_contact import RecordShortContact
from shared.events.provider import ShortContactRecorded
from shared.ids import wire_id
from tests.given import TODAY, given
from tests.provider.here import at_drk

S1 = wire_id("short_contact", "s1")
RECORDED = ShortContactRecorded(
    provider="drk",
    short_contact_id=S1,
    on=TODAY,
    channel="phone",
    duration_band="not_stated",
    topics=("offices", "work"),
    persons_reached=2,
)


def short(**more: object) -> OwnCommand:
    said = {
        "short_contact_id": S1,
        "on": TODAY,
        "channel": "phone",
        "topics": ("offices", "work"),
        "persons_reached": 2,
    }
    return at_drk(RecordShortContact, **{**said, **more})


def test_a_contact_without_a_case_is_recorded_once() -> None:
    given().when(short()).then(RECORDED)
    given(RECORDED).when(short()).nothing()
    given(RECORDED).when(short(channel="office")).refused("Another contact")


def test_not_before_it_takes_place_and_each_topic_once() -> None:
    given().when(short(on=date(2018, 11, 6))).refused("before the day")
    given().when(short(topics=("work", "work"))).refused("twice")
