"""Facts of allocation on hand-overs (Übergaben): offered to another provider, answered in time or too late, or expired.

`HandoverOffered` and `HandoverClosed` are what the other provider is told.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from shared.event import Event
from shared.events.codes import ProviderId, ReasonCode, Topic, Value, Written

ExpiryCause = Literal["due", "overtaken"]
"""Nobody answered in time, or the case went elsewhere before anybody did."""
HandoverOutcome = Literal["accepted", "declined", "expired", "too_late"]


class HandedPlan(Value):
    """An agreed plan of a person who consents that the new provider knows it. `domains`: one for each of its goals."""

    plan_id: UUID
    person_id: UUID
    agreed_on: date
    review_on: date
    domains: tuple[Topic, ...]


class HandedReferral(Value):
    """An open referral. `person_id`: None where it is about the whole household, whose persons all consent."""

    referral_id: UUID
    person_id: UUID | None
    office: Written
    domain: Topic
    referred_on: date


class HandoverOpened(Event):
    """Übergabe angeboten: a coordinator offers the case to another provider, to be answered through `due_on`."""

    case_id: UUID
    from_provider: ProviderId
    to_provider: ProviderId
    due_on: date

    def stream(self) -> str:
        return f"assignment-{self.case_id}"


class HandoverAccepted(Event):
    """Übergabe angenommen, in time: the case is with `provider` from now on. `answer_id`: the provider's fact."""

    case_id: UUID
    provider: ProviderId
    answer_id: UUID
    household_size: int

    def stream(self) -> str:
        return f"assignment-{self.case_id}"


class HandoverDeclined(Event):
    """Übergabe abgelehnt, in time: the case stays where it is. `answer_id`: the provider's fact."""

    case_id: UUID
    provider: ProviderId
    answer_id: UUID
    reason_code: ReasonCode

    def stream(self) -> str:
        return f"assignment-{self.case_id}"


class HandoverExpired(Event):
    """Übergabe verfallen: the case is back on the coordinator's list, and stays with its provider meanwhile."""

    case_id: UUID
    provider: ProviderId
    due_on: date
    cause: ExpiryCause

    def stream(self) -> str:
        return f"assignment-{self.case_id}"


class HandoverAnswerTooLate(Event):
    """An answer was recorded here after the offer had ended. It changes nothing."""

    case_id: UUID
    provider: ProviderId
    answer_id: UUID
    accepted: bool

    def stream(self) -> str:
        return f"assignment-{self.case_id}"


class HandoverOffered(Event):
    """What the other provider is told of an offer. Plans and referrals of those persons alone who consent to it."""

    provider: ProviderId
    case_id: UUID
    house: Written
    household_size: int
    due_on: date
    plans: tuple[HandedPlan, ...] = ()
    referrals: tuple[HandedReferral, ...] = ()

    def stream(self) -> str:
        return f"told-{self.provider}"


class HandoverClosed(Event):
    """What the other provider is told of the end of an offer, or of its answer that came too late."""

    provider: ProviderId
    case_id: UUID
    due_on: date
    outcome: HandoverOutcome

    def stream(self) -> str:
        return f"told-{self.provider}"


HandoverEvent = (
    HandoverOpened
    | HandoverAccepted
    | HandoverDeclined
    | HandoverExpired
    | HandoverAnswerTooLate
    | HandoverOffered
    | HandoverClosed
)
