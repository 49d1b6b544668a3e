"""Höchstbelastung: how a provider would stand with one household more, and what is said where that is too much."""

from datetime import date
from uuid import UUID

from services.allocation.domain.caseload import Standing, standing_with
from services.allocation.domain.register import Coordination
from shared.decider import Around
from shared.errors import Refused
from shared.events.allocation import Household
from shared.events.codes import ProviderId


def over_ceiling(
    provider: ProviderId, case_id: UUID, household: Household, around: Around[Coordination]
) -> Refused | None:
    """What a plain decision is refused with, if the provider would stand above its ceiling. Without a post: nothing."""
    day = _there_on(household, around)
    standing = standing_with(around.register.load, provider, case_id, len(household.persons), day)
    ceiling = around.register.thresholds.on(day).ceiling
    if standing is None or not standing.above(ceiling):
        return None
    return _refused(standing, household, ceiling)


def _there_on(household: Household, around: Around[Coordination]) -> date:
    """The day from which the household is there: positions that begin before its arrival count."""
    return max(around.today, household.lives_here_from())


def _refused(standing: Standing, household: Household, ceiling: int) -> Refused:
    return Refused(
        "With this household of {size} the provider would stand at {persons} persons on {fte} FTE, "
        "above the ceiling of {ceiling} persons per FTE. Override with a reason.",
        size=len(household.persons),
        persons=standing.persons,
        fte=f"{standing.fte_hundredths // 100}.{standing.fte_hundredths % 100:02d}",
        ceiling=ceiling,
    )
