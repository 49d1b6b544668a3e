"""Long lists come in pages: 500 rows, and under `next` what to ask for as `after`; null on the last page."""

from collections.abc import Sequence
from typing import Any

ROWS_AT_ONCE = 500


def page(rows: Sequence[Any], by: str) -> dict[str, Any]:
    """A page of a list whose rows are told apart `by` that field."""
    return {"rows": rows, "next": str(rows[-1][by]) if len(rows) >= ROWS_AT_ONCE else None}
