"""Sentences for the facts of allocation."""

from collections.abc import Mapping

from shared.event import Event
from shared.events import allocation, handover
from shared.history.sentence import Sentence

SENTENCES: Mapping[type[Event], Sentence] = {
    allocation.HouseDefined: Sentence("Haus {house} angelegt: {house_name}.", "House {house} defined: {house_name}."),
    allocation.CatchmentSet: Sentence(
        "Zuständigkeiten {rule_version} gesetzt für {houses}, ab {effective_on}.",
        "Catchment {rule_version} set for {houses}, from {effective_on}.",
    ),
    allocation.CatchmentTookEffect: Sentence(
        "Zuständigkeiten {rule_version} gelten von jetzt an; vorgesehen ab {effective_on}.",
        "Catchment {rule_version} holds from now on; it was set for {effective_on}.",
    ),
    allocation.ThresholdsSet: Sentence(
        "Schwellen gesetzt ab {effective_on}: grün bis {green_up_to}, gelb bis {amber_up_to}, Obergrenze {ceiling}.",
        "Thresholds set from {effective_on}: green to {green_up_to}, amber to {amber_up_to}, ceiling {ceiling}.",
    ),
    allocation.AssignmentProposed: Sentence(
        "Vorschlag: {provider}, nach Regel {rule_version}{over_ceiling}.",
        "Proposed: {provider}, by rule {rule_version}{over_ceiling}.",
    ),
    allocation.CatchmentMissing: Sentence(
        "Keine Regel nennt einen Träger für das Haus {household.house}.",
        "No rule names a provider for the house {household.house}.",
    ),
    allocation.CatchmentUndecided: Sentence(
        "Die Regel {rule_version} nennt mehrere Träger: {candidates}.",
        "Rule {rule_version} names several providers: {candidates}.",
    ),
    allocation.HouseholdChanged: Sentence(
        "Haushalt geändert: {household.persons} im Haus {household.house}; der Träger bleibt.",
        "Household changed: {household.persons} in the house {household.house}; the provider stays.",
    ),
    allocation.CaseAssigned: Sentence(
        "Zuteilung an {provider} bestätigt, nach Regel {rule_version}.",
        "Assignment to {provider} confirmed, by rule {rule_version}.",
    ),
    allocation.AssignmentOverridden: Sentence(
        "Abweichend zugeteilt an {provider}, Grund: {reason_code}{over_ceiling}.",
        "Assigned otherwise, to {provider}, because of: {reason_code}{over_ceiling}.",
    ),
    allocation.AssignmentTakenOver: Sentence(
        "Bestand übernommen: seit {entrusted_on} bei {provider}.",
        "Taken over from before: with {provider} since {entrusted_on}.",
    ),
    allocation.AssignmentEnded: Sentence(
        "Zuteilung an {provider} endet am {ended_on}: {cause}.",
        "Assignment to {provider} ends on {ended_on}: {cause}.",
    ),
    allocation.CaseEntrusted: Sentence(
        "Fall {provider} anvertraut: {household.persons} im Haus {household.house}, {consents}.",
        "Case entrusted to {provider}: {household.persons} in the house {household.house}, {consents}.",
    ),
    allocation.CaseChanged: Sentence(
        "{provider} erfährt: {household.persons} im Haus {household.house}.",
        "{provider} is told: {household.persons} in the house {household.house}.",
    ),
    allocation.ConsentChanged: Sentence(
        "{provider} erfährt: Person {person_id} hat die Einwilligung {given}: {purpose}.",
        "{provider} is told: person {person_id} {given} the consent: {purpose}.",
    ),
    allocation.CaseWithdrawn: Sentence(
        "Fall bei {provider} zurückgezogen.",
        "Case withdrawn from {provider}.",
    ),
    handover.HandoverOpened: Sentence(
        "Übergabe von {from_provider} an {to_provider} angeboten, zu beantworten bis {due_on}.",
        "Hand-over from {from_provider} to {to_provider} offered, to be answered by {due_on}.",
    ),
    handover.HandoverOffered: Sentence(
        "{provider} erfährt vom Angebot der Übergabe, zu beantworten bis {due_on}.",
        "{provider} is told of the offered hand-over, to be answered by {due_on}.",
    ),
    handover.HandoverAccepted: Sentence("{provider} hat die Übergabe angenommen.", "{provider} took the hand-over."),
    handover.HandoverDeclined: Sentence(
        "{provider} hat die Übergabe abgelehnt, Grund: {reason_code}.",
        "{provider} declined the hand-over, because of: {reason_code}.",
    ),
    handover.HandoverExpired: Sentence(
        "Angebot der Übergabe an {provider} (bis {due_on}) verfallen: {cause}.",
        "The offered hand-over to {provider} (by {due_on}) expired: {cause}.",
    ),
    handover.HandoverAnswerTooLate: Sentence(
        "Antwort von {provider} auf die Übergabe kam zu spät ({accepted}); sie ändert nichts.",
        "{provider} answered the hand-over too late ({accepted}); it changes nothing.",
    ),
    handover.HandoverClosed: Sentence(
        "{provider} erfährt vom Ende des Angebots der Übergabe: {outcome}.",
        "{provider} is told of the end of the offered hand-over: {outcome}.",
    ),
}
