"""What a provider's commands accept at most."""

from typing import Annotated

from pydantic import AfterValidator, Field

from shared.text import one_line, readable

PERSONS_LIMIT = 30
"""Persons in one household."""
TOPICS_LIMIT = 13
"""As many as there are codes."""
GOALS_LIMIT = 50
STEPS_LIMIT = 20
"""In one goal."""

Note = Annotated[str, Field(min_length=1, max_length=4000), AfterValidator(readable)]
"""Free text, for the provider's vault alone."""
WorkerName = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(readable), AfterValidator(one_line)]
"""A name of somebody of the staff, for the provider's vault alone."""
LANGUAGES_LIMIT, TIMES_LIMIT = 20, 5
MATCH_DAYS_LIMIT = 366
"""So long a volunteer is found for somebody at a time."""
CASES_LIMIT = 1_000
"""Cases that one list names. All of a worker, without a list, may be more."""
WORKERS_LIMIT = 200
