"""Nobody takes a page for the whole list."""

import pytest

from shared.paging import ROWS_AT_ONCE, page


@pytest.mark.parametrize(
    ("rows", "following"), [(0, None), (ROWS_AT_ONCE - 1, None), (ROWS_AT_ONCE, str(ROWS_AT_ONCE - 1))]
)
def test_a_full_page_says_what_to_ask_for_next(rows: int, following: str | None) -> None:
    assert page([{"case_id": number} for number in range(rows)], "case_id")["next"] == following
