"""One price table: the expected households of a cohort, solved, and written as the fact that replays without solver."""

from datetime import date, timedelta
from hashlib import sha256

import numpy as np

from services.allocation import prices
from services.allocation.domain.matching.fit import parts
from services.allocation.domain.matching.known import quarter_of
from services.allocation.domain.matching.question import PAST_DAYS
from services.allocation.domain.register import Coordination
from shared.event import canonical
from shared.events.matching import Candidate, CaseProfile, PriceTablePublished, Weights

DISTRICT = "town"
HORIZON_DAYS = 182


def published(
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
