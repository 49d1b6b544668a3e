"""Facts about who could take a case, beyond the catchment rule: what is wished, known and weighed.

All numbers are integers. Points are thousandths: a fit of 1000 is a provider that has all that was asked for.
"""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.event import Event
from shared.events.codes import ProviderId, Topic, Value, Written

LanguageCode = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
"""ISO 639: `ar`, `ti`, `fa`."""
Licence = Literal["legal_advice", "trauma", "youth_welfare", "debt_advice"]
"""Who may do what only some may do: what a case must have, and a provider has or has not."""
ConflictCode = Literal["employment", "kinship", "dispute", "safety", "other"]
Points = Annotated[int, Field(ge=0, le=10_000)]
Load = Annotated[int, Field(ge=0, le=1_000_000)]
Policy = Literal["posted_price", "last_table_and_drift", "greedy_and_balance"]
"""How scarce places were priced: by the table in force, by an older one, or not at all."""
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Weights(Value):
    """How much counts what, in points. `balance`: taken off where a provider is used more than all together.

    `drift`: by how much a price moves while a provider fills faster or slower than was planned. `share_tolerance`: by
    so many persons a household, which counts whole, may miss a contract's share.
    """

    language: Points = 450
    needs: Points = 400
    site: Points = 150
    continuity: Points = 150
    wish: Points = 100
    balance: Points = 400
    drift: Points = 300
    interpreter_hours_per_person: Points = 4
    share_tolerance: Load = 3


class WeighedNeed(Value):
    """A need of the household. `urgency` 1 low, 2 normal or not stated, 3 high."""

    domain: Topic
    urgency: Annotated[int, Field(ge=1, le=3)] = 2


class CaseProfile(Value):
    """What a household asks for. `load` in persons; a household counts whole.

    `speakers`: for each person with whom not every provider can talk, the languages in which it can be talked to.
    """

    case_id: UUID
    load: Load
    house: Written
    speakers: tuple[tuple[LanguageCode, ...], ...] = ()
    needs: tuple[WeighedNeed, ...] = ()
    must_have: tuple[Licence, ...] = ()
    wish: ProviderId | None = None
    conflicts: tuple[ProviderId, ...] = ()
    current: ProviderId | None = None


class Candidate(Value):
    """What a provider had to offer when it was asked about. `capacity` in persons, None: no position is recorded.

    `price`: points that a person's place there is worth to others, by the table and the drift since.
    `share_least`, `share_most`: persons of this quarter by contract, `share_taken` of them so far.
    """

    provider: ProviderId
    open: bool = True
    load: Load = 0
    capacity: Load | None = None
    fte_hundredths: Load = 0
    languages: tuple[LanguageCode, ...] = ()
    competences: tuple[Topic, ...] = ()
    licences: tuple[Licence, ...] = ()
    covers: tuple[Written, ...] = ()
    """Houses that it can work in at all; empty: every house."""
    near: tuple[Written, ...] = ()
    price: int = 0
    share_least: Load = 0
    share_most: Load | None = None
    share_taken: Load = 0


class MatchingQuestion(Value):
    """All that a proposal was computed from: whoever has it can compute the proposal again.

    `expected_load`: persons still expected this quarter, this household among them. `bound`, `reached`: points that
    were possible by the price table, and that were reached since.
    """

    case: CaseProfile
    candidates: tuple[Candidate, ...]
    weights: Weights
    weights_version: Written
    policy: Policy = "greedy_and_balance"
    price_table: Written | None = None
    interpreter_price: Points = 0
    tie_seed: Written = "none"
    expected_load: Load | None = None
    bound: int | None = None
    reached: int | None = None


class Matching(Value):
    """Why this provider: what was asked, and the hash of the explanation that follows from it alone.

    `points`: of fit, for all persons of the household.
    """

    question: MatchingQuestion
    explanation_sha256: Digest
    tie_decided: bool = False
    points: int


class WeightsSet(Event):
    """Gewichte der Passung: how much counts what, from `effective_on`. The reason lies in the vault at `note_ref`."""

    effective_field = "effective_on"

    rule_version: Written
    effective_on: date
    weights: Weights
    note_ref: UUID

    def stream(self) -> str:
        return "weights-town"


class ProviderProfileSet(Event):
    """Profil eines Trägers: what it can do, and where, from `effective_on`. `open`: whether it takes new cases.

    `covers`: houses that it can work in, empty for all; `near`: houses that it is close to. Shares in persons of a
    quarter, by contract.
    """

    effective_field = "effective_on"

    provider: ProviderId
    effective_on: date
    open: bool = True
    languages: tuple[LanguageCode, ...] = ()
    competences: tuple[Topic, ...] = ()
    licences: tuple[Licence, ...] = ()
    covers: tuple[Written, ...] = ()
    near: tuple[Written, ...] = ()
    share_least: Load = 0
    share_most: Load | None = None

    def stream(self) -> str:
        return f"profile-{self.provider}"


class WishRecorded(Event):
    """Wunsch des Haushalts: the provider that it would like to work with from `on`; None: it has no wish any more.

    `must_have`: what its provider must be licensed for.
    """

    effective_field = "on"

    case_id: UUID
    provider: ProviderId | None
    must_have: tuple[Licence, ...] = ()
    on: date

    def stream(self) -> str:
        return f"wish-{self.case_id}"


class ConflictRecorded(Event):
    """Ausschluss: the provider must not work with the household (`holds`), declared with a code; or it may again."""

    effective_field = "on"

    case_id: UUID
    provider: ProviderId
    conflict_code: ConflictCode
    holds: bool = True
    on: date

    def stream(self) -> str:
        return f"conflict-{self.case_id}"


class PriceTablePublished(Event):
    """Preistabelle: what a person's place with each provider is worth to others, in points, from `from_on`.

    Computed for arrivals expected through `until_on` from `samples` drawn with `seed` out of the cohort. `bound`: the
    points that they could reach at best. `planned`: persons that each provider is expected to take of its `places`.
    """

    effective_field = "from_on"

    table_version: Written
    district: Written
    from_on: date
    until_on: date
    samples: Annotated[int, Field(ge=1, le=1_000)]
    cohort: tuple[UUID, ...]
    seed: Annotated[int, Field(ge=0)]
    solver: Written
    input_sha256: Digest
    prices: dict[ProviderId, int]
    planned: dict[ProviderId, Load]
    places: dict[ProviderId, Load]
    interpreter_price: Points = 0
    bound: int

    def stream(self) -> str:
        return f"prices-{self.district}"


MatchingEvent = WeightsSet | ProviderProfileSet | WishRecorded | ConflictRecorded | PriceTablePublished
