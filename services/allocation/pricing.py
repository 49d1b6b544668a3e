"""When a price table is due, and what stands in it: every four weeks, and after places have changed.

Runs without the solver too: then no table is ever due, and proposals go by fit and balance.
"""

from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from services.allocation.domain.matching.fit import parts
from services.allocation.domain.matching.known import quarter_of
from services.allocation.domain.matching.profile import profile_of
from services.allocation.domain.matching.question import PAST_DAYS, TABLE_DAYS, candidate
from services.allocation.domain.price_table import PublishPrices
from services.allocation.domain.register import Coordination
from shared.decider import Command
from shared.event import canonical
from shared.events.allocation import Household
from shared.events.matching import Candidate, CaseProfile, PriceTablePublished, Weights

try:
    import numpy as np

    from services.allocation import prices

    SOLVER_IS_THERE = True
except ImportError:  # the packages of the group `matching` are not there
    SOLVER_IS_THERE = False

DISTRICT = "town"
HORIZON_DAYS = 182
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
    found = _published(known, weights.weights, offering, cohort, today)
    return [PublishPrices(table=found)]


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


def _published(
    known: Coordination, weights: Weights, offering: list[Candidate], cohort: list[CaseProfile], today: date
) -> PriceTablePublished:
    """As many persons are expected until the horizon as came in such a time of the past year."""
    values = np.array([[_value(case, each, weights) for each in offering] for case in cohort])
    loads = np.array([case.load for case in cohort])
    places = np.array([max(0, (each.capacity or 0) - each.load) for each in offering])
    expected = max(1, int(loads.sum()) * HORIZON_DAYS // PAST_DAYS)
    solved = prices.price(prices.Expected(values, loads, places * int(loads.sum()) // expected))
    asked = {"values": values.tolist(), "loads": loads.tolist(), "places": places.tolist(), "expected": expected}
    names = [each.provider for each in offering]
    planned = (solved.planned * expected // max(1, int(loads.sum()))).tolist()
    return PriceTablePublished(
        table_version=f"{quarter_of(today)}.{known.suitability.tables + 1}",
        district=DISTRICT,
        from_on=today,
        until_on=today + timedelta(days=HORIZON_DAYS),
        samples=1,
        cohort=tuple(case.case_id for case in cohort),
        seed=0,
        solver=prices.SOLVER,
        input_sha256=sha256(canonical(asked)).hexdigest(),
        prices=dict(zip(names, solved.prices().tolist(), strict=True)),
        planned=dict(zip(names, planned, strict=True)),
        places=dict(zip(names, places.tolist(), strict=True)),
        bound=solved.bound * expected // max(1, int(loads.sum())),
    )


def _value(case: CaseProfile, each: Candidate, weights: Weights) -> int:
    """Points of fit for each person; a house that the provider does not cover, or a missing licence, forbids it."""
    if (each.covers and case.house not in each.covers) or not set(case.must_have) <= set(each.licences):
        return prices.FORBIDDEN
    return parts(case, each, weights).points()
