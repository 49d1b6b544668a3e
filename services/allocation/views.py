"""What allocation shows: where each case stands, the houses, and the catchment rule in all its versions."""

from uuid import UUID

from services.allocation.domain import rules
from services.allocation.handover_views import HANDOVER_VIEWS
from services.allocation.matching_views import by_fit
from services.allocation.worklist_care import CARE_VIEWS
from services.allocation.worklist_views import WORKLIST_VIEWS
from shared.event import Fact
from shared.events.allocation import (
    AssignmentEnded,
    AssignmentOverridden,
    AssignmentProposed,
    AssignmentTakenOver,
    CaseAssigned,
    CatchmentMissing,
    CatchmentSet,
    CatchmentUndecided,
    HouseDefined,
    Household,
    HouseholdChanged,
)
from shared.paging import ROWS_AT_ONCE
from shared.reading import Reading, Row, read
from shared.statements import Statement, Views, together

STANDS = """
INSERT INTO assignment_overview
    (case_id, state, proposed_provider, rule_version, over_ceiling, house, lives_here_from, household_size)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (case_id) DO UPDATE SET
    state = excluded.state, proposed_provider = excluded.proposed_provider, rule_version = excluded.rule_version,
    over_ceiling = excluded.over_ceiling, house = excluded.house, lives_here_from = excluded.lives_here_from,
    household_size = excluded.household_size"""
LIVES = """
UPDATE assignment_overview SET
    state = 'assigned', household_size = $4, house = $2, lives_here_from = $3,
    proposed_provider = CASE WHEN (house, lives_here_from) = ($2::text, $3::date) THEN proposed_provider END,
    rule_version = CASE WHEN (house, lives_here_from) = ($2::text, $3::date) THEN rule_version END,
    over_ceiling = ((house, lives_here_from) = ($2::text, $3::date) AND over_ceiling)
WHERE case_id = $1"""
ASSIGNED = """
UPDATE assignment_overview SET
    state = 'assigned', provider = $2, assigned_on = $3, rule_version = $4, over_ceiling = false,
    reason_code = NULL, note_ref = NULL, cost_points = NULL
WHERE case_id = $1"""
OVERRIDDEN = """
UPDATE assignment_overview SET
    state = 'assigned', provider = $2, assigned_on = $3, reason_code = $4, note_ref = $5, over_ceiling = $6,
    cost_points = $7
WHERE case_id = $1"""
ENDED = """
UPDATE assignment_overview SET
    state = 'ended', provider = NULL, assigned_on = NULL, proposed_provider = NULL, over_ceiling = false,
    reason_code = NULL, note_ref = NULL, ended_on = $2
WHERE case_id = $1"""
HOUSE = "INSERT INTO house (house, house_name) VALUES ($1, $2) ON CONFLICT DO NOTHING"
VERSION = """
INSERT INTO catchment_version (rule_version, version, effective_on) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"""
CATCHMENT = """
INSERT INTO catchment_house (rule_version, house, provider) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"""


def assignment_proposed(fact: Fact) -> list[Statement]:
    proposed = fact.event
    assert isinstance(proposed, AssignmentProposed)
    rule = (proposed.provider, proposed.rule_version, proposed.over_ceiling)
    return [(STANDS, (proposed.case_id, "proposed", *rule, *_lives(proposed.household))), by_fit(proposed)]


def catchment_missing(fact: Fact) -> list[Statement]:
    missing = fact.event
    assert isinstance(missing, CatchmentMissing)
    return [(STANDS, (missing.case_id, "catchment_missing", None, None, False, *_lives(missing.household)))]


def catchment_undecided(fact: Fact) -> list[Statement]:
    undecided = fact.event
    assert isinstance(undecided, CatchmentUndecided)
    rule = (None, undecided.rule_version, False)
    return [(STANDS, (undecided.case_id, "undecided", *rule, *_lives(undecided.household)))]


def household_changed(fact: Fact) -> list[Statement]:
    """The provider stays. It was assigned before, so the row is there."""
    changed = fact.event
    assert isinstance(changed, HouseholdChanged)
    return [(LIVES, (changed.case_id, *_lives(changed.household)))]


def case_assigned(fact: Fact) -> list[Statement]:
    assigned = fact.event
    assert isinstance(assigned, CaseAssigned)
    return [(ASSIGNED, (assigned.case_id, assigned.provider, fact.effective_on, assigned.rule_version))]


def assignment_overridden(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, AssignmentOverridden)
    reason = (event.reason_code, event.note_ref, event.over_ceiling, event.cost_points)
    return [(OVERRIDDEN, (event.case_id, event.provider, fact.effective_on, *reason))]


def assignment_taken_over(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, AssignmentTakenOver)
    return [
        (STANDS, (event.case_id, "assigned", None, None, False, *_lives(event.household))),
        (ASSIGNED, (event.case_id, event.provider, event.entrusted_on, None)),
    ]


def assignment_ended(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, AssignmentEnded)
    return [(ENDED, (event.case_id, event.ended_on))]


def house_defined(fact: Fact) -> list[Statement]:
    assert isinstance(fact.event, HouseDefined)
    return [(HOUSE, (fact.event.house, fact.event.house_name))]


def catchment_set(fact: Fact) -> list[Statement]:
    rule = fact.event
    assert isinstance(rule, CatchmentSet)
    statements: list[Statement] = [(VERSION, (rule.rule_version, fact.version, rule.effective_on))]
    statements += [
        (CATCHMENT, (rule.rule_version, house, provider))
        for house in sorted(rule.houses)
        for provider in rules.named(rule.houses[house])
    ]
    return statements


OVERVIEW: Views = {
    AssignmentProposed: assignment_proposed,
    CatchmentMissing: catchment_missing,
    CatchmentUndecided: catchment_undecided,
    HouseholdChanged: household_changed,
    CaseAssigned: case_assigned,
    AssignmentOverridden: assignment_overridden,
    AssignmentTakenOver: assignment_taken_over,
    AssignmentEnded: assignment_ended,
    HouseDefined: house_defined,
    CatchmentSet: catchment_set,
    **HANDOVER_VIEWS,
}


VIEWS: Views = together(together(OVERVIEW, WORKLIST_VIEWS), CARE_VIEWS)
"""First the overview, at which the worklist looks."""


async def assignments(reading: Reading, state: str | None = None, after: UUID | None = None) -> list[Row]:
    """Where cases stand, all or those in one state, page by page."""
    return await read(
        reading,
        """SELECT * FROM assignment_overview
        WHERE ($1::text IS NULL OR state = $1) AND ($2::uuid IS NULL OR case_id > $2)
        ORDER BY case_id LIMIT $3""",
        state,
        after,
        ROWS_AT_ONCE,
    )


async def assignment(reading: Reading, case_id: UUID) -> Row | None:
    """Where one case stands, and its last hand-over. None if nothing was ever proposed for it."""
    row = await reading.fetchrow("SELECT * FROM assignment_overview WHERE case_id = $1", case_id)
    if row is None:
        return None
    handover = await reading.fetchrow("SELECT * FROM handover WHERE case_id = $1", case_id)
    return {**row, "handover": None if handover is None else dict(handover)}


async def houses(reading: Reading) -> list[Row]:
    """All houses that are defined."""
    return await read(reading, "SELECT house, house_name FROM house ORDER BY house")


async def catchment_versions(reading: Reading) -> list[Row]:
    """All versions of the catchment rule in the order they were set, each with the provider of every house."""
    return await read(
        reading,
        """SELECT rule_version, effective_on, house, provider
        FROM catchment_version JOIN catchment_house USING (rule_version) ORDER BY version, house, provider""",
    )


def _lives(household: Household) -> tuple[object, ...]:
    return (household.house, household.lives_here_from(), len(household.persons))
