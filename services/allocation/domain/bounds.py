"""What allocation's commands accept at most: days that a town can mean, texts that a coordinator can write."""

from typing import Annotated

from pydantic import AfterValidator, Field

from shared.text import one_line, readable

HOUSES_LIMIT = 200
"""Houses in one catchment rule: as many as an object in a request may have keys."""
PROVIDERS_LIMIT = 20
"""Providers of one house."""
PERSONS_PER_FTE_LIMIT = 10_000
DAYS_LIMIT = 3_650
"""Ten years."""

Reason = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(readable)]
"""Free text of a coordinator. It goes to the vault, never into a fact."""
HouseName = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(readable), AfterValidator(one_line)]
