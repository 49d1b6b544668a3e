"""What a provider's commands accept at most."""

from typing import Annotated

from pydantic import AfterValidator, Field

from shared.text import readable

PERSONS_LIMIT = 30
"""Persons in one household."""
TOPICS_LIMIT = 13
"""As many as there are codes."""
GOALS_LIMIT = 50
STEPS_LIMIT = 20
"""In one goal."""

Note = Annotated[str, Field(min_length=1, max_length=4000), AfterValidator(readable)]
"""Free text, for the provider's vault alone."""
