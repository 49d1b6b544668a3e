"""What reporting's commands accept at most: days that a ledger can mean, amounts that somebody paid."""

from typing import Annotated

from pydantic import AfterValidator, Field

from shared.errors import Unfit
from shared.events.codes import FIRST_DAY, LAST_DAY, Period
from shared.money import CENTS_LIMIT
from shared.text import readable

HUNDREDTHS_OF_A_POST = 100
"""One full-time equivalent (VZÄ)."""

Words = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(readable)]
"""Free text. It goes to the vault, never into a fact."""
PaidCents = Annotated[int, Field(ge=1, lt=CENTS_LIMIT)]


def _within_bounds(period: Period) -> Period:
    if period.starts_on < FIRST_DAY or period.ends_on > LAST_DAY:
        raise Unfit("range", "must lie between 1990 and 2199")
    return period


BoundedPeriod = Annotated[Period, AfterValidator(_within_bounds)]
