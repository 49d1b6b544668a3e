"""Facts of reporting about money that was asked for, spent or paid back. All amounts are integer cents."""

from datetime import date
from typing import Literal
from uuid import UUID

from shared.event import Event
from shared.events.codes import Cents, Period, ProviderId, Value, Written

CostType = Literal["personnel", "training", "material", "not_stated"]
"""Kostenart."""
SpentFor = Literal[
    "salary", "social_insurance", "pension", "course", "supervision", "travel", "supplies", "other", "not_stated"
]
"""Zweck of an expenditure, as a code. Words lie in the vault, and the code is `other`."""


class Expenditure(Value):
    """What a receipt says: who spent how much for which position, when, for what and for which days."""

    position_id: UUID
    provider: ProviderId
    paid_on: date
    purpose: SpentFor
    cents: Cents
    cost_type: CostType
    period: Period
    payee: Written
    """Pseudonym of a worker, or reference of an organisation; never a name."""
    kept_in: Written
    """Where the receipt lies: receipts are kept, not attached."""
    note_ref: UUID | None
    """Where the purpose's words lie in the vault, if there are any."""


class ExpenditureRecorded(Event):
    """Ausgabe, by its receipt (Beleg). Cost that is not eligible is recorded too, and shown as such."""

    grant_id: UUID
    receipt_ref: Written
    expenditure: Expenditure

    def holds_from(self) -> date:
        """From the day of payment."""
        return self.expenditure.paid_on

    def stream(self) -> str:
        return f"grant-{self.grant_id}"


class ExpenditureCorrected(Event):
    """Korrektur: what fact `corrects` said of a receipt was wrong. Without `expenditure` nothing was spent.

    It holds from what was recorded first.
    """

    effective_field = "corrects_paid_on"

    grant_id: UUID
    receipt_ref: Written
    corrects: UUID
    corrects_paid_on: date
    expenditure: Expenditure | None

    def stream(self) -> str:
        return f"grant-{self.grant_id}"


class FundsDrawnDown(Event):
    """Mittelabruf: the town asked the grantor for money on `asked_on`."""

    effective_field = "asked_on"

    grant_id: UUID
    cents: Cents
    asked_on: date
    payment_ref: Written

    def stream(self) -> str:
        return f"grant-{self.grant_id}"


class FundsReturned(Event):
    """Rückzahlung: a provider paid back to the town; without `provider`, the town paid back to the grantor."""

    effective_field = "paid_on"

    grant_id: UUID
    provider: ProviderId | None
    cents: Cents
    paid_on: date
    payment_ref: Written

    def stream(self) -> str:
        return f"grant-{self.grant_id}"


class RepaymentDrafted(Event):
    """Erstattung an das Land entworfen: paid back once a second person approved it; then it is `FundsReturned`."""

    grant_id: UUID
    cents: Cents
    paid_on: date
    payment_ref: Written

    def stream(self) -> str:
        return f"grant-{self.grant_id}"


MoneyEvent = ExpenditureRecorded | ExpenditureCorrected | FundsDrawnDown | RepaymentDrafted | FundsReturned
