"""Facts of a provider's plans and referrals. Words of goals, steps and notes lie in its vault, at `note_ref`."""

from datetime import date
from typing import Literal
from uuid import UUID

from shared.event import Event
from shared.events.codes import ProviderId, Topic, Value, Written

Side = Literal["person", "caseworker"]
DoneBy = Literal["person", "caseworker", "both", "office", "volunteer", "not_stated"]
Progress = Literal["not_begun", "under_way", "reached", "dropped", "not_stated"]
GoalOutcome = Literal["reached", "open", "dropped"]
ReferralOutcome = Literal["open", "reached", "declined", "done"]


class Step(Value):
    """Schritt towards a goal: who does it, and until when, if that was agreed."""

    step_id: UUID
    done_by: DoneBy = "not_stated"
    due_on: date | None = None


class Goal(Value):
    """Ziel in einem Integrationsplan, with its steps."""

    goal_id: UUID
    domain: Topic = "not_stated"
    steps: tuple[Step, ...] = ()


class GoalProgress(Value):
    """How far a goal is, as both saw it at a review."""

    goal_id: UUID
    progress: Progress = "not_stated"


class GoalClosed(Value):
    """How a goal ended."""

    goal_id: UUID
    outcome: GoalOutcome


class PlanAgreed(Event):
    """Integrationsplan, agreed with one person: its first version. To be looked at again on `review_on`."""

    schema_version = 2
    effective_field = "agreed_on"

    provider: ProviderId
    plan_id: UUID
    person_id: UUID
    agreed_on: date
    review_on: date
    goals: tuple[Goal, ...]
    note_ref: UUID | None = None

    def stream(self) -> str:
        return f"plan-{self.provider}-{self.plan_id}"


class PlanRevised(Event):
    """Fortschreibung: a further version of the plan, from 2, complete in itself. Earlier ones stay readable."""

    effective_field = "revised_on"

    provider: ProviderId
    plan_id: UUID
    plan_version: int
    revised_on: date
    review_on: date
    goals: tuple[Goal, ...]
    note_ref: UUID | None = None

    def stream(self) -> str:
        return f"plan-{self.provider}-{self.plan_id}"


class PlanSigned(Event):
    """Unterschrift: one side signed this version of the plan, on paper or before the worker."""

    effective_field = "on"

    provider: ProviderId
    plan_id: UUID
    plan_version: int
    side: Side
    on: date

    def stream(self) -> str:
        return f"plan-{self.provider}-{self.plan_id}"


class PlanReviewed(Event):
    """Überprüfung: both looked at the plan again. `due_on`: when they had wanted to; `review_on`: when next."""

    effective_field = "on"

    provider: ProviderId
    plan_id: UUID
    review_id: UUID
    plan_version: int
    on: date
    due_on: date
    review_on: date | None
    progress: tuple[GoalProgress, ...]
    note_ref: UUID | None = None

    def stream(self) -> str:
        return f"plan-{self.provider}-{self.plan_id}"


class PlanClosed(Event):
    """Abschluss eines Plans: every goal of its last version with its outcome."""

    effective_field = "closed_on"

    provider: ProviderId
    plan_id: UUID
    closed_on: date
    outcomes: tuple[GoalClosed, ...]

    def stream(self) -> str:
        return f"plan-{self.provider}-{self.plan_id}"


class PlanCorrected(Event):
    """Korrektur: a version of the plan was recorded wrongly, in the fact `corrects`. `took_place`: false if there was
    no such agreement at all. Holds, as what it corrects, from `corrects_on`."""

    effective_field = "corrects_on"

    provider: ProviderId
    plan_id: UUID
    plan_version: int
    corrects: UUID
    corrects_on: date
    person_id: UUID
    took_place: bool
    agreed_on: date
    review_on: date
    goals: tuple[Goal, ...]

    def stream(self) -> str:
        return f"plan-{self.provider}-{self.plan_id}"


class ReviewCorrected(Event):
    """Korrektur of a review, recorded wrongly in the fact `corrects`, or that there was none (`took_place`)."""

    effective_field = "corrects_on"

    provider: ProviderId
    plan_id: UUID
    review_id: UUID
    corrects: UUID
    corrects_on: date
    took_place: bool
    on: date
    due_on: date
    review_on: date | None
    progress: tuple[GoalProgress, ...]

    def stream(self) -> str:
        return f"plan-{self.provider}-{self.plan_id}"


class ReferralMade(Event):
    """Verweisung an eine Regelstelle: a household, or one person of it, was sent to an office of the directory."""

    effective_field = "on"

    provider: ProviderId
    referral_id: UUID
    case_id: UUID
    person_id: UUID | None
    office: Written
    domain: Topic
    on: date
    note_ref: UUID | None = None

    def stream(self) -> str:
        return f"referral-{self.provider}-{self.referral_id}"


class ReferralAnswered(Event):
    """What became of a referral by `on`: reached the office, declined there, done; or open again."""

    effective_field = "on"

    provider: ProviderId
    referral_id: UUID
    case_id: UUID
    outcome: ReferralOutcome
    on: date

    def stream(self) -> str:
        return f"referral-{self.provider}-{self.referral_id}"


class ReferralCorrected(Event):
    """Korrektur of a referral, recorded wrongly in the fact `corrects`, or that there was none (`took_place`)."""

    effective_field = "corrects_on"

    provider: ProviderId
    referral_id: UUID
    case_id: UUID
    corrects: UUID
    corrects_on: date
    took_place: bool
    person_id: UUID | None
    office: Written
    domain: Topic
    on: date

    def stream(self) -> str:
        return f"referral-{self.provider}-{self.referral_id}"


PlanEvent = PlanAgreed | PlanRevised | PlanSigned | PlanReviewed | PlanClosed | PlanCorrected | ReviewCorrected
ReferralEvent = ReferralMade | ReferralAnswered | ReferralCorrected
