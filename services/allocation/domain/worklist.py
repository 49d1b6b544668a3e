"""Arbeitsvorrat: what a coordinator should look at on a day, and how far back it must lie to be on the list."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

WorkReason = Literal[
    "unallocated",
    "over_ceiling",
    "offer_expired",
    "offer_declined",
    "stale",
    "review_overdue",
    "consent_missing",
    "advice_3_years",
    "advice_4_years",
]
REASONS: tuple[WorkReason, ...] = get_args(WorkReason)
ADVICE_WARNING_DAYS = 90
"""How long before advice ends by the state's rule its end is on the list."""


@dataclass(frozen=True, slots=True)
class Window:
    """A reason, and between which days `since` must lie, both included, to be on the list."""

    reason: WorkReason
    earliest: date
    latest: date


def windows(on: date, stale_after_days: int, review_grace_days: int) -> list[Window]:
    """For every reason what is on the list on that day. A review is overdue from the day after it was due.

    Advice ends after three years, in justified cases after four: who comes near the fourth is listed there alone.
    """
    latest: dict[WorkReason, date] = {
        **dict.fromkeys(REASONS, on),
        "stale": on - timedelta(days=stale_after_days),
        "review_overdue": on - timedelta(days=review_grace_days + 1),
        "advice_3_years": on + timedelta(days=ADVICE_WARNING_DAYS),
        "advice_4_years": on + timedelta(days=ADVICE_WARNING_DAYS),
    }
    fourth_is_near = years_after(on + timedelta(days=ADVICE_WARNING_DAYS), -1)
    earliest = {"advice_3_years": fourth_is_near + timedelta(days=1)}
    return [Window(reason, earliest.get(reason, date.min), latest[reason]) for reason in REASONS]


def years_after(day: date, years: int) -> date:
    """The same day of another year; the last of February where there is no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
