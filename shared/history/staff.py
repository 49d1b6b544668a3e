"""Sentences for the facts of a provider's staff."""

from collections.abc import Mapping

from shared.event import Event
from shared.events import staff
from shared.history.sentence import Sentence

SENTENCES: Mapping[type[Event], Sentence] = {
    staff.StaffJoined: Sentence(
        "{staff_ref} arbeitet ab {on} bei {provider}: {roles}.",
        "{staff_ref} works at {provider} from {on}: {roles}.",
    ),
    staff.StaffRolesSet: Sentence(
        "{staff_ref} hat ab {on} bei {provider} die Rollen: {roles}.",
        "{staff_ref} has these roles at {provider} from {on}: {roles}.",
    ),
    staff.StaffAbsent: Sentence(
        "{staff_ref} ist abwesend vom {from_on} bis {until_on}, Vertretung: {substitute}.",
        "{staff_ref} is absent from {from_on} until {until_on}, substitute: {substitute}.",
    ),
    staff.StaffReturned: Sentence("{staff_ref} ist ab {on} zurück.", "{staff_ref} is back from {on}."),
    staff.StaffLeft: Sentence("{staff_ref} verlässt {provider} zum {on}.", "{staff_ref} leaves {provider} on {on}."),
    staff.AccessRefused: Sentence(
        "Zugriff von {staff_ref} verweigert ({opened}).",
        "Access of {staff_ref} refused ({opened}).",
    ),
}
