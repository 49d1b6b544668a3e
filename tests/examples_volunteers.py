"""One example of every fact of a provider's volunteers."""

from datetime import date

from shared.event import Event
from shared.events import volunteers
from shared.ids import wire_id
from tests.example_ids import CASE, PERSON

VOLUNTEER, OFFER, MATCH = wire_id("staff", "nadia"), wire_id("offer", "n1"), wire_id("match", "m1")

OF_VOLUNTEERS: list[Event] = [
    volunteers.VolunteerRegistered(
        provider="drk", volunteer_ref=VOLUNTEER, languages=("ar", "de"), on=date(2018, 11, 1)
    ),
    volunteers.VolunteerOffered(
        provider="drk",
        volunteer_ref=VOLUNTEER,
        offer_id=OFFER,
        task_kind="conversation",
        languages=("ar",),
        times=("afternoons", "weekends"),
        on=date(2018, 11, 1),
    ),
    volunteers.VolunteerMatched(
        provider="drk",
        volunteer_ref=VOLUNTEER,
        match_id=MATCH,
        offer_id=OFFER,
        case_id=CASE,
        person_id=PERSON,
        task_kind="conversation",
        on=date(2018, 11, 12),
        until_on=date(2019, 3, 31),
    ),
    volunteers.VolunteerMatchEnded(
        provider="drk",
        volunteer_ref=VOLUNTEER,
        match_id=MATCH,
        case_id=CASE,
        person_id=PERSON,
        ended_on=date(2019, 4, 1),
        cause="last_day_over",
    ),
]
