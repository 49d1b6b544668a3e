"""Sentences for the facts of volunteers."""

from collections.abc import Mapping

from shared.event import Event
from shared.events import volunteers
from shared.history.sentence import Sentence

SENTENCES: Mapping[type[Event], Sentence] = {
    volunteers.VolunteerRegistered: Sentence(
        "Ehrenamtliche {volunteer_ref} steht ab {on} auf der Liste von {provider}.",
        "Volunteer {volunteer_ref} is on the list of {provider} from {on}.",
    ),
    volunteers.VolunteerOffered: Sentence(
        "Ehrenamtliche {volunteer_ref} bietet ab {on} an: {task_kind} ({times}).",
        "Volunteer {volunteer_ref} offers from {on}: {task_kind} ({times}).",
    ),
    volunteers.VolunteerMatched: Sentence(
        "Ehrenamtliche {volunteer_ref} hilft Person {person_id} vom {on} bis {until_on}: {task_kind}.",
        "Volunteer {volunteer_ref} helps person {person_id} from {on} until {until_on}: {task_kind}.",
    ),
    volunteers.VolunteerMatchEnded: Sentence(
        "Vermittlung von {volunteer_ref} an Person {person_id} endet zum {ended_on}: {cause}.",
        "Match of {volunteer_ref} with person {person_id} ends on {ended_on}: {cause}.",
    ),
}
