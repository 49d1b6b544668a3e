"""Facts that change what an award says: amendment, revocation, withdrawal, waiver; and the close of a period."""

from datetime import date
from typing import Literal
from uuid import UUID

from shared.event import Event
from shared.events.codes import Cents, FteHundredths, ProviderId, Written

Claim = Literal["repayment", "interest"]
"""What the state may waive: what the town has to pay back, or the interest on it."""


class AwardAmended(Event):
    """Änderungsbescheid: from `effective_on` the award has this last day, this cap, this FTE and these shares."""

    effective_field = "effective_on"

    grant_id: UUID
    notice_ref: Written
    decided_on: date
    effective_on: date
    ends_on: date
    cap_cents: Cents
    fte_hundredths: FteHundredths
    shares: dict[ProviderId, FteHundredths]

    def stream(self) -> str:
        return f"grant-{self.grant_id}"


class GrantRevoked(Event):
    """Widerruf of a lawful award (§ 49 LVwVfG): nothing is earned from `effective_on` on; what was earned stays."""

    effective_field = "effective_on"

    grant_id: UUID
    notice_ref: Written
    decided_on: date
    effective_on: date

    def stream(self) -> str:
        return f"grant-{self.grant_id}"


class GrantWithdrawn(Event):
    """Rücknahme of an unlawful award (§ 48 LVwVfG): void from its first day, so the state gets everything back."""

    effective_field = "effective_on"

    grant_id: UUID
    notice_ref: Written
    decided_on: date
    effective_on: date

    def stream(self) -> str:
        return f"grant-{self.grant_id}"


class ClaimWaived(Event):
    """Erlass of a repayment, or Verzicht on interest, by a decision of the state. The reason lies in the vault."""

    effective_field = "decided_on"

    grant_id: UUID
    claim: Claim
    cents: Cents
    decided_on: date
    notice_ref: Written
    note_ref: UUID

    def stream(self) -> str:
        return f"grant-{self.grant_id}"


class PeriodClosed(Event):
    """Periodenabschluss: through this day nothing but corrections and notices of the state is recorded any more."""

    effective_field = "through_on"

    grant_id: UUID
    through_on: date

    def stream(self) -> str:
        return f"grant-{self.grant_id}"


NoticeEvent = AwardAmended | GrantRevoked | GrantWithdrawn | ClaimWaived | PeriodClosed
