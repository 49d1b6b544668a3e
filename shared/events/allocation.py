"""Facts of allocation: which provider works with which household, by which rule, and what each provider was told."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from shared.event import Event
from shared.events.codes import ProviderId, Purpose, ReasonCode, Value, Written
from shared.events.handover import HandedPlan, HandedReferral, HandoverEvent
from shared.events.intake import RegisteredPerson
from shared.events.matching import Matching, MatchingEvent

EndCause = Literal["closed", "left_town", "wish", "other"]
"""Its provider closed the case, the household left the town, it asked for the end, or something else."""


class Consent(Value):
    """A consent in force: whose, for what. The recipient is the provider that is told."""

    person_id: UUID
    purpose: Purpose


class Household(Value):
    """What may be known of a household outside the vault. `moved_on`: since when it lives here, if it ever moved."""

    house: Written
    placed_on: date
    received_on: date
    persons: tuple[RegisteredPerson, ...]
    moved_on: date | None = None

    def lives_here_from(self) -> date:
        """The first day in the present house."""
        return self.moved_on or self.placed_on


class HouseDefined(Event):
    """A house of municipal follow-up housing (Anschlussunterbringung). Its name is that of a building."""

    house: Written
    house_name: str = Field(max_length=100)

    def stream(self) -> str:
        return f"house-{self.house}"


class CatchmentSet(Event):
    """Zuständigkeitsgebiete: which provider, or which several, a house belongs to from `effective_on`.

    Replaces the version before with all its houses.
    """

    schema_version = 2
    effective_field = "effective_on"

    rule_version: Written
    effective_on: date
    houses: dict[Written, ProviderId | tuple[ProviderId, ...]]

    def stream(self) -> str:
        return "catchment-town"


class CatchmentTookEffect(Event):
    """A version that was set before its day holds from today: open cases are asked about again."""

    effective_field = "effective_on"

    rule_version: Written
    effective_on: date

    def stream(self) -> str:
        return "catchment-town"


class ThresholdsSet(Event):
    """Schwellen: bands and ceiling in persons per FTE, and days until something stands on the worklist."""

    effective_field = "effective_on"

    green_up_to: int
    amber_up_to: int
    ceiling: int
    stale_after_days: int
    review_grace_days: int
    effective_on: date

    def stream(self) -> str:
        return "thresholds-town"


class AssignmentProposed(Event):
    """Vorschlag nach Regel. `over_ceiling`: with this household the provider would stand above its ceiling.

    `matching`: why by fit, where the catchment rule leaves it open; `rule_version` is then that of the weights.
    """

    schema_version = 3

    case_id: UUID
    provider: ProviderId
    rule_version: Written
    over_ceiling: bool
    household: Household
    matching: Matching | None = None

    def stream(self) -> str:
        return f"assignment-{self.case_id}"


class CatchmentMissing(Event):
    """No rule in force names a provider for the house. The case waits for a coordinator."""

    schema_version = 2

    case_id: UUID
    household: Household

    def stream(self) -> str:
        return f"assignment-{self.case_id}"


class CatchmentUndecided(Event):
    """The rule in force names several providers for the house. The case waits for a proposal, or for a coordinator."""

    schema_version = 2

    case_id: UUID
    candidates: tuple[ProviderId, ...]
    rule_version: Written
    household: Household

    def stream(self) -> str:
        return f"assignment-{self.case_id}"


class HouseholdChanged(Event):
    """The household lives elsewhere or has other persons, and its provider stays: no new assignment is needed."""

    schema_version = 2

    case_id: UUID
    household: Household

    def stream(self) -> str:
        return f"assignment-{self.case_id}"


class CaseAssigned(Event):
    """Bestätigung: a coordinator confirmed the proposal. `household_size` in persons."""

    case_id: UUID
    provider: ProviderId
    rule_version: Written
    household_size: int

    def stream(self) -> str:
        return f"assignment-{self.case_id}"


class AssignmentOverridden(Event):
    """Begründete Abweichung: a coordinator assigned otherwise. The reason's text lies in the vault at `note_ref`.

    `cost_points`: by how many points the provider is behind the one that was proposed by fit; None: by rule.
    """

    schema_version = 2

    case_id: UUID
    provider: ProviderId
    reason_code: ReasonCode
    note_ref: UUID
    over_ceiling: bool
    household_size: int
    cost_points: int | None = None

    def stream(self) -> str:
        return f"assignment-{self.case_id}"


class AssignmentTakenOver(Event):
    """Übernommener Bestand: the household was with this provider before Fallbuch began, since `entrusted_on`."""

    effective_field = "entrusted_on"

    case_id: UUID
    provider: ProviderId
    entrusted_on: date
    household: Household

    def stream(self) -> str:
        return f"assignment-{self.case_id}"


class AssignmentEnded(Event):
    """Beendigung: no provider works with the household any more, from `ended_on`.

    Until then it was `provider`; None if the case was with nobody yet.
    """

    effective_field = "ended_on"

    case_id: UUID
    provider: ProviderId | None
    ended_on: date
    cause: EndCause

    def stream(self) -> str:
        return f"assignment-{self.case_id}"


class CaseEntrusted(Event):
    """Anvertraut: the provider works with this household from now on. Complete in itself.

    Of persons without the consent `sharing` for this provider it holds the pseudonym alone. `plans` and `referrals`:
    what the provider before had agreed and begun with those who consent. `since`: where it is not from today.
    """

    schema_version = 4
    effective_field = "since"

    provider: ProviderId
    case_id: UUID
    household: Household
    consents: tuple[Consent, ...]
    plans: tuple[HandedPlan, ...] = ()
    referrals: tuple[HandedReferral, ...] = ()
    since: date | None = None

    def stream(self) -> str:
        return f"told-{self.provider}"


class CaseChanged(Event):
    """The household of an entrusted case changed, or what may be known of it. Complete in itself, cut by consent."""

    schema_version = 2

    provider: ProviderId
    case_id: UUID
    household: Household

    def stream(self) -> str:
        return f"told-{self.provider}"


class ConsentChanged(Event):
    """A person gave (`given`) or withdrew a consent that concerns the provider."""

    provider: ProviderId
    case_id: UUID
    person_id: UUID
    purpose: Purpose
    given: bool

    def stream(self) -> str:
        return f"told-{self.provider}"


class CaseWithdrawn(Event):
    """Zurückgezogen: the provider no longer works with this household."""

    provider: ProviderId
    case_id: UUID

    def stream(self) -> str:
        return f"told-{self.provider}"


AllocationEvent = (
    HouseDefined
    | CatchmentSet
    | CatchmentTookEffect
    | ThresholdsSet
    | AssignmentProposed
    | CatchmentMissing
    | CatchmentUndecided
    | HouseholdChanged
    | CaseAssigned
    | AssignmentOverridden
    | AssignmentTakenOver
    | AssignmentEnded
    | HandoverEvent
    | MatchingEvent
    | CaseEntrusted
    | CaseChanged
    | ConsentChanged
    | CaseWithdrawn
)
