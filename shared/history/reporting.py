"""Sentences for the facts of reporting."""

from collections.abc import Mapping

from shared.event import Event
from shared.events import reporting
from shared.history.sentence import Sentence

SENTENCES: Mapping[type[Event], Sentence] = {
    reporting.ContractRecorded: Sentence(
        "Kooperationsvertrag erfasst, {starts_on} bis {ends_on}, mit {providers}.",
        "Contract recorded, {starts_on} to {ends_on}, with {providers}.",
    ),
    reporting.GrantAwarded: Sentence(
        "Zuwendung bewilligt, Bescheid {notice_ref} vom {decided_on}: {cap_cents} für {fte_hundredths} VZÄ.",
        "Grant awarded, notice {notice_ref} of {decided_on}: {cap_cents} for {fte_hundredths} FTE.",
    ),
    reporting.FundsReceived: Sentence(
        "Auszahlung erhalten am {paid_on}: {cents} ({payment_ref}).",
        "Funds received on {paid_on}: {cents} ({payment_ref}).",
    ),
    reporting.FundsPassedOn: Sentence(
        "An {provider} weitergeleitet am {paid_on}: {cents} ({payment_ref}).",
        "Passed on to {provider} on {paid_on}: {cents} ({payment_ref}).",
    ),
    reporting.PositionFilled: Sentence(
        "Stelle bei {provider} besetzt ab {starts_on}: {fte_hundredths} VZÄ, {qualification_class}.",
        "Position at {provider} filled from {starts_on}: {fte_hundredths} FTE, {qualification_class}.",
    ),
    reporting.PositionVacated: Sentence("Stelle frei ab {vacant_from}.", "Position vacant from {vacant_from}."),
    reporting.PersonReplaced: Sentence(
        "Personalwechsel ab {from_on}: {qualification_class}.",
        "Another person from {from_on}: {qualification_class}.",
    ),
    reporting.ShareShifted: Sentence(
        "Stellenanteil ab {effective_on} geändert um {change_hundredths} VZÄ.",
        "Share changed from {effective_on} by {change_hundredths} FTE.",
    ),
    reporting.FillingCorrected: Sentence(
        "Berichtigt: besetzt ab {starts_on}, nicht ab {corrects_starts_on}.",
        "Corrected: filled from {starts_on}, not from {corrects_starts_on}.",
    ),
    reporting.ReportSubmitted: Sentence(
        "Verwendungsnachweis vorgelegt, Stichtag {as_of}, Kenntnisstand {known_on}.",
        "Report submitted as of {as_of}, known on {known_on}.",
    ),
    reporting.ReportApproved: Sentence("Verwendungsnachweis freigegeben.", "Report approved."),
}
