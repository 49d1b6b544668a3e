"""The tests are tested: mistakes that were made on purpose are found. `make planted` tries all, this the quick ones."""

from pathlib import Path

import pytest

from tests.faults.planted import FOUND_BY, GREEN, NAMED, PATCHES, apply, copied, found, tried

QUICK = [patch for patch, tests in FOUND_BY.items() if tests]


def test_every_planted_mistake_still_fits_the_code(tmp_path: Path) -> None:
    assert {path.stem for path in PATCHES.glob("*.patch")} == set(FOUND_BY)
    for number, patch in enumerate(FOUND_BY):
        apply(patch, copied(tmp_path / str(number)))


def test_without_a_mistake_the_same_tests_are_green(tmp_path: Path) -> None:
    assert tried(copied(tmp_path), NAMED) == GREEN


@pytest.mark.parametrize("patch", QUICK)
def test_a_planted_mistake_is_found(patch: str, tmp_path: Path) -> None:
    assert found(patch, tmp_path)
