"""Facts of reporting: contract, award, positions and payments. All amounts are integer cents.

What was spent or paid back stands in `money`, budgets in `budget`, what changes an award in `notices`.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from shared.event import Event
from shared.events.budget import BudgetEvent
from shared.events.codes import Cents, FteHundredths, Period, ProviderId, QualificationClass, Value, Written
from shared.events.money import MoneyEvent
from shared.events.notices import NoticeEvent

StatedClass = QualificationClass | Literal["not_stated"]
"""Outside every grant a position may leave its class open: no rate hangs on it."""


class Rates(Value):
    """Festbetrag je VZÄ und Jahr, in cents, by qualification class."""

    degree: Cents
    vocational: Cents


class GrantRules(Value):
    """What a notice decides. Data, never code."""

    window: Literal["contract", "position"]
    proration: Literal["calendar_day_in_month", "full_months_only", "actual_days"]
    vacancy_outcome: Literal["repay", "extend"]
    basis: Literal["rate", "cap_share"]
    gap_carried_by: Literal["town", "provider"]
    surplus: Literal["keep", "return"]


class ContractRecorded(Event):
    """Kooperationsvertrag between the town and its providers."""

    effective_field = "starts_on"

    contract_id: UUID
    starts_on: date
    ends_on: date
    providers: tuple[ProviderId, ...]

    def stream(self) -> str:
        return f"contract-{self.contract_id}"


class GrantAwarded(Event):
    """Zuwendungsbescheid. Cap, rate and FTE are three independent facts of a notice; none follows from the others."""

    grant_id: UUID
    notice_ref: Written
    decided_on: date
    grant_period: Period
    cap_cents: Cents
    rate_cents_per_fte_year: Rates
    fte_hundredths: FteHundredths
    shares: dict[ProviderId, FteHundredths]
    rules: GrantRules

    def holds_from(self) -> date:
        """An award holds for its whole grant period, also where the notice came later."""
        return self.grant_period.starts_on

    def stream(self) -> str:
        return f"grant-{self.grant_id}"


class FundsReceived(Event):
    """Mittelabruf, Auszahlung: the grantor paid the town."""

    effective_field = "paid_on"

    grant_id: UUID
    cents: Cents
    paid_on: date
    payment_ref: Written

    def stream(self) -> str:
        return f"grant-{self.grant_id}"


class FundsPassedOn(Event):
    """Weiterleitung: the town paid a provider."""

    effective_field = "paid_on"

    grant_id: UUID
    provider: ProviderId
    cents: Cents
    paid_on: date
    payment_ref: Written

    def stream(self) -> str:
        return f"grant-{self.grant_id}"


class PositionFilled(Event):
    """Stelle besetzt from `starts_on`; also ends a vacancy. Without `grant_id` the town pays it by itself."""

    effective_field = "starts_on"

    position_id: UUID
    grant_id: UUID | None
    provider: ProviderId
    staff_ref: UUID
    fte_hundredths: FteHundredths
    qualification_class: StatedClass
    starts_on: date

    def stream(self) -> str:
        return f"position-{self.position_id}"


class PositionVacated(Event):
    """Stelle frei: `vacant_from` is the first vacant day."""

    effective_field = "vacant_from"

    position_id: UUID
    vacant_from: date

    def stream(self) -> str:
        return f"position-{self.position_id}"


class PersonReplaced(Event):
    """Personalwechsel without a vacant day; the qualification class may change with the person."""

    effective_field = "from_on"

    position_id: UUID
    staff_ref: UUID
    qualification_class: StatedClass
    from_on: date

    def stream(self) -> str:
        return f"position-{self.position_id}"


class ShareShifted(Event):
    """Stellenanteil verschoben: this position's share changes by `change_hundredths`, the other's by the opposite."""

    effective_field = "effective_on"

    position_id: UUID
    other_position_id: UUID
    change_hundredths: int
    effective_on: date

    def stream(self) -> str:
        return f"position-{self.position_id}"


class FillingCorrected(Event):
    """Korrektur: the filling recorded by fact `corrects` began on `starts_on`. Holds from what it corrects."""

    effective_field = "corrects_starts_on"

    position_id: UUID
    corrects: UUID
    corrects_starts_on: date
    starts_on: date

    def stream(self) -> str:
        return f"position-{self.position_id}"


class ReportSubmitted(Event):
    """Verwendungsnachweis vorgelegt: frozen by its date, its cut (last fact number by source) and its hash."""

    report_id: UUID
    grant_id: UUID
    as_of: date
    known_on: date
    cut: dict[str, int]
    report_sha256: str

    def stream(self) -> str:
        return f"report-{self.report_id}"


class ReportApproved(Event):
    """Verwendungsnachweis freigegeben, by somebody else than who submitted it."""

    report_id: UUID

    def stream(self) -> str:
        return f"report-{self.report_id}"


ReportingEvent = (
    ContractRecorded
    | GrantAwarded
    | FundsReceived
    | FundsPassedOn
    | PositionFilled
    | PositionVacated
    | PersonReplaced
    | ShareShifted
    | FillingCorrected
    | ReportSubmitted
    | ReportApproved
    | MoneyEvent
    | BudgetEvent
    | NoticeEvent
)
