"""When a price table is due, and what stands in it: every four weeks, and after places have changed.

Runs without the solver too: then no table is ever due, and proposals go by fit and balance.
"""

from datetime import date, timedelta
from importlib.util import find_spec
from uuid import UUID

from services.allocation.domain.matching.profile import profile_of
from services.allocation.domain.matching.question import PAST_DAYS, TABLE_DAYS, candidate
from services.allocation.domain.price_table import PublishPrices
from services.allocation.domain.register import Coordination
from shared.decider import Command
from shared.events.allocation import Household
from shared.events.matching import CaseProfile

SOLVER_IS_THERE = find_spec("ortools") is not None
"""Whether the packages of the group `matching` are there."""
FEWEST, MOST = 20, 500
"""Households of the past year: with fewer nobody knows who will come, and more would say nothing new."""
NOBODY = UUID(int=0)


def tables_due(known: Coordination, today: date) -> list[Command]:
    """The table for which it is time, computed; nothing where fit is not wanted, or too little is known."""
    fits = known.suitability
    weights, table = fits.weights_on(today), fits.table
    if not SOLVER_IS_THERE or weights is None or len(fits.profiles) < 2:
        return []
    if table is not None and not fits.table_outdated and (today - table.from_on).days < TABLE_DAYS:
        return []
    candidates = [candidate(known, provider, NOBODY, today) for provider in sorted(fits.profiles)]
    offering = [each for each in candidates if each.open and each.capacity is not None]
    cohort = _cohort(known, today)
    if len(offering) < 2 or len(cohort) < FEWEST:
        return []
    from services.allocation.price_table import published  # only now: the solver alone takes 25 MiB

    return [PublishPrices(table=published(known, weights.weights, offering, cohort, today))]


def _cohort(known: Coordination, today: date) -> list[CaseProfile]:
    """Households that came within the last year, the latest first, as proposals see them."""
    since = today - timedelta(days=PAST_DAYS)
    came = [
        (household.received_on, case_id, household)
        for case_id, household in known.households.items()
        if since < household.received_on <= today and household.persons
    ]
    return [profile_of(case_id, household) for _, case_id, household in sorted(came, key=_latest_first)[:MOST]]


def _latest_first(came: tuple[date, UUID, Household]) -> tuple[int, UUID]:
    return -came[0].toordinal(), came[1]
