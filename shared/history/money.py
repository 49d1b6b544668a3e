"""Sentences for the facts of money that was spent or paid back, and of budgets."""

from collections.abc import Mapping

from shared.event import Event
from shared.events import budget, money, notices
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
    money.FundsDrawnDown: Sentence(
        "Mittel abgerufen am {asked_on}: {cents} ({payment_ref}).",
        "Funds drawn down on {asked_on}: {cents} ({payment_ref}).",
    ),
    money.FundsReturned: Sentence(
        "Zurückgezahlt am {paid_on} durch {provider}: {cents} ({payment_ref}).",
        "Paid back on {paid_on} by {provider}: {cents} ({payment_ref}).",
    ),
    money.RepaymentDrafted: Sentence(
        "Erstattung an das Land zum {paid_on} entworfen: {cents} ({payment_ref}).",
        "Repayment to the state on {paid_on} drafted: {cents} ({payment_ref}).",
    ),
    notices.AwardAmended: Sentence(
        "Änderungsbescheid {notice_ref} vom {decided_on}, gilt ab {effective_on}: {cap_cents} für {fte_hundredths} VZÄ "
        "bis {ends_on}.",
        "Notice of amendment {notice_ref} of {decided_on}, from {effective_on}: {cap_cents} for {fte_hundredths} FTE "
        "until {ends_on}.",
    ),
    notices.GrantRevoked: Sentence(
        "Bewilligung widerrufen ab {effective_on}, Bescheid {notice_ref} vom {decided_on}.",
        "Award revoked from {effective_on}, notice {notice_ref} of {decided_on}.",
    ),
    notices.GrantWithdrawn: Sentence(
        "Bewilligung zurückgenommen mit Wirkung vom {effective_on}, Bescheid {notice_ref} vom {decided_on}.",
        "Award withdrawn with effect from {effective_on}, notice {notice_ref} of {decided_on}.",
    ),
    notices.ClaimWaived: Sentence(
        "Das Land verzichtet auf {claim}: {cents}, Bescheid {notice_ref} vom {decided_on}.",
        "The state waives {claim}: {cents}, notice {notice_ref} of {decided_on}.",
    ),
    notices.PeriodClosed: Sentence("Zeitraum bis {through_on} abgeschlossen.", "Period through {through_on} closed."),
    budget.BudgetSet: Sentence(
        "Haushaltsansatz {budget_year} von {provider} für {budget_line} entworfen: {cents} statt {before_cents} "
        "({notice_ref}).",
        "Budget {budget_year} of {provider} for {budget_line} drafted: {cents} instead of {before_cents} "
        "({notice_ref}).",
    ),
    budget.BudgetShifted: Sentence(
        "Umschichtung {budget_year} von {provider}, {budget_line}, entworfen: {cents} auf {to_provider}, {to_line} "
        "({notice_ref}).",
        "Shift in {budget_year} from {provider}, {budget_line}, drafted: {cents} to {to_provider}, {to_line} "
        "({notice_ref}).",
    ),
    budget.BudgetApproved: Sentence(
        "Haushaltsansatz {budget_year} von {provider} für {budget_line} genehmigt: {changes}.",
        "Budget {budget_year} of {provider} for {budget_line} approved: {changes}.",
    ),
}
