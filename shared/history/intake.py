"""Sentences for the facts of intake."""

from collections.abc import Mapping

from shared.event import Event
from shared.events import intake, person
from shared.history.sentence import Sentence

SENTENCES: Mapping[type[Event], Sentence] = {
    intake.CaseRegistered: Sentence(
        "Fall aufgenommen: {persons} im Haus {house}, untergebracht am {placed_on}, eingegangen am {received_on}.",
        "Case registered: {persons} in the house {house}, placed on {placed_on}, received on {received_on}.",
    ),
    intake.HouseholdMoved: Sentence(
        "Umzug am {moved_on} in das Haus {house}.",
        "Moved on {moved_on} to the house {house}.",
    ),
    intake.ConsentGiven: Sentence(
        "Person {person_id} willigt ab {on} ein: {purpose}, Empfänger {recipient}.",
        "Person {person_id} consents from {on}: {purpose}, to {recipient}.",
    ),
    intake.ConsentWithdrawn: Sentence(
        "Person {person_id} widerruft ab {on} die Einwilligung: {purpose}, Empfänger {recipient}.",
        "Person {person_id} withdraws the consent from {on}: {purpose}, to {recipient}.",
    ),
    intake.PersonJoined: Sentence(
        "Person {person.person_id} gehört ab {joined_on} zum Haushalt: {cause}.",
        "Person {person.person_id} belongs to the household from {joined_on}: {cause}.",
    ),
    intake.PersonLeft: Sentence(
        "Person {person_id} gehört ab {left_on} nicht mehr zum Haushalt: {cause}.",
        "Person {person_id} belongs to the household no more from {left_on}: {cause}.",
    ),
    intake.HouseholdSplit: Sentence(
        "Haushalt getrennt zum {split_on}: {persons} bilden den neuen Fall {into_case_id}.",
        "Household split on {split_on}: {persons} become the new case {into_case_id}.",
    ),
    intake.HouseholdLeft: Sentence(
        "Haushalt zum {left_on} aus der Stadt verzogen.",
        "The household left the town on {left_on}.",
    ),
    intake.CaseReopened: Sentence("Fall wieder aufgenommen zum {reopened_on}.", "Case re-opened on {reopened_on}."),
    intake.PersonRecorded: Sentence(
        "Angaben zu Person {person.person_id} neu erfasst, gültig ab {on}; Aufenthalt: {person.residence_class}.",
        "Codes of person {person.person_id} recorded anew, as of {on}; residence: {person.residence_class}.",
    ),
    person.ConsentRefused: Sentence(
        "Person {person_id} verweigert ab {on} die Einwilligung: {purpose}, Empfänger {recipient}.",
        "Person {person_id} refuses consent from {on}: {purpose}, to {recipient}.",
    ),
    person.SecrecyReleased: Sentence(
        "Person {person_id} entbindet ab {on} von der Schweigepflicht: {purpose}, gegenüber {recipient}.",
        "Person {person_id} releases from secrecy from {on}: {purpose}, towards {recipient}.",
    ),
    person.SecrecyReleaseWithdrawn: Sentence(
        "Person {person_id} widerruft ab {on} die Schweigepflichtentbindung: {purpose}, gegenüber {recipient}.",
        "Person {person_id} withdraws the release from secrecy from {on}: {purpose}, towards {recipient}.",
    ),
    person.NamesRecorded: Sentence(
        "Namen der Person {person_id} erfasst oder berichtigt.",
        "Names of person {person_id} recorded, or put right.",
    ),
    person.PersonsMerged: Sentence(
        "Zwei Einträge sind eine Person: {merged_person_id} wird zu {person_id}, ab {on}.",
        "Two entries are one person: {merged_person_id} becomes {person_id}, from {on}.",
    ),
    intake.ListImported: Sentence(
        "Liste eingelesen: {household_count} Haushalte, {person_count} Personen.",
        "List imported: {household_count} households, {person_count} persons.",
    ),
    intake.FileOpened: Sentence(
        "Akteneinsicht: Namen ({persons}) an {provider} gegeben.",
        "File opened: names ({persons}) were given to {provider}.",
    ),
}
