"""Sentences for the facts of money that was spent."""

from collections.abc import Mapping

from shared.event import Event
from shared.events import money
from shared.history.sentence import Sentence

SENTENCES: Mapping[type[Event], Sentence] = {
    money.ExpenditureRecorded: Sentence(
        "Ausgabe bei {expenditure.provider}, Beleg {receipt_ref} vom {expenditure.paid_on}: {expenditure.cents}, "
        "{expenditure.cost_type}, {expenditure.purpose}.",
        "Spent at {expenditure.provider}, receipt {receipt_ref} of {expenditure.paid_on}: {expenditure.cents}, "
        "{expenditure.cost_type}, {expenditure.purpose}.",
    ),
    money.ExpenditureCorrected: Sentence(
        "Beleg {receipt_ref} vom {corrects_paid_on} berichtigt; es gilt: {expenditure.cents}.",
        "Receipt {receipt_ref} of {corrects_paid_on} corrected; what holds: {expenditure.cents}.",
    ),
}
