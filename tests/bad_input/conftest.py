"""Fixtures for bad requests."""

import pytest

from shared.cli.instance import Instance
from tests.bad_input.desk import Desk


@pytest.fixture
def desk(stack: Instance) -> Desk:
    """A clerk of her own for each test."""
    return Desk(stack)
