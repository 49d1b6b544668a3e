"""What a provider's commands accept at most."""

from datetime import date
from typing import Annotated

from pydantic import Field

FIRST_DAY = date(1990, 1, 1)
LAST_DAY = date(2199, 12, 31)
PERSONS_LIMIT = 30
"""Persons in one household."""
TOPICS_LIMIT = 13
"""As many as there are codes."""
GOALS_LIMIT = 50

Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
