"""Sentences for the facts of a provider's care. Those of plans and of staff stand beside it."""

from collections.abc import Mapping

from shared.event import Event
from shared.events import provider
from shared.history.sentence import Sentence

SENTENCES: Mapping[type[Event], Sentence] = {
    provider.ContactRecorded: Sentence(
        "Beratungskontakt von {provider} am {on}: {topics} ({persons}; {channel}; {duration_band}).",
        "Contact by {provider} on {on}: {topics} ({persons}; {channel}; {duration_band}).",
    ),
    provider.ContactCorrected: Sentence(
        "Beratungskontakt berichtigt{took_place}: {on}, {topics} ({persons}; {channel}; {duration_band}).",
        "Contact corrected{took_place}: {on}, {topics} ({persons}; {channel}; {duration_band}).",
    ),
    provider.ShortContactRecorded: Sentence(
        "Kurzkontakt ohne Fall bei {provider} am {on}: {topics} (Personen: {persons_reached}).",
        "Short contact without a case at {provider} on {on}: {topics} (persons: {persons_reached}).",
    ),
    provider.ResidenceSeen: Sentence(
        "Aufenthaltsstatus von Person {person_id} gesehen am {on}: {residence_class}, gültig bis {valid_until}.",
        "Residence of person {person_id} seen on {on}: {residence_class}, valid until {valid_until}.",
    ),
    provider.CaseworkerAssigned: Sentence(
        "Fallzuständig bei {provider} ab {on}: {staff_ref}.",
        "In charge at {provider} from {on}: {staff_ref}.",
    ),
    provider.ConsentStatedHere: Sentence(
        "Person {person_id} erklärt am {on} bei {provider}: Einwilligung ({purpose}) für {recipient} {stated}.",
        "Person {person_id} states on {on} at {provider}: consent ({purpose}) for {recipient} {stated}.",
    ),
    provider.SecrecyReleaseStatedHere: Sentence(
        "Person {person_id} erklärt am {on} bei {provider}: Schweigepflichtentbindung für {recipient} {stated}.",
        "Person {person_id} states on {on} at {provider}: release from secrecy towards {recipient} {stated}.",
    ),
    provider.HandoverAnswered: Sentence(
        "{provider} hat die angebotene Übergabe {accepted}, Grund: {reason_code}.",
        "{provider} {accepted} the offered hand-over, because of: {reason_code}.",
    ),
    provider.CaseClosed: Sentence(
        "Fall bei {provider} abgeschlossen am {closed_on}: {outcome}.",
        "Case closed at {provider} on {closed_on}: {outcome}.",
    ),
}
