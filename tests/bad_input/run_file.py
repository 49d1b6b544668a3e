"""The list of bad inputs as a run leaves it: which test tried which number, and what came of it."""

import json
import re
from collections import defaultdict
from pathlib import Path

import pytest

REPORT = Path(__file__).parents[2] / "build" / "bad-input.json"
NUMBERED = re.compile(r"^(?P<file>[^:]+)::test_(?P<number>\d+)_(?P<words>\w+)")


class RunFile:
    """Collects numbered tests while they run. Several cases of one test count together; one that fails counts."""

    def __init__(self) -> None:
        self._items: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        found = NUMBERED.match(report.nodeid)
        if found and (report.when == "call" or report.failed):
            what = f"{found['words'].replace('_', ' ')} ({found['file']})"
            self._items[int(found["number"])][what].append(report.outcome)

    def pytest_sessionfinish(self) -> None:
        """Write `build/bad-input.json` if any numbered test ran."""
        if not self._items:
            return
        items = {
            number: [
                {"input": what, "cases": len(outcomes), "outcome": "failed" if "failed" in outcomes else outcomes[0]}
                for what, outcomes in sorted(tried.items())
            ]
            for number, tried in sorted(self._items.items())
        }
        cases = sum(len(outcomes) for tried in self._items.values() for outcomes in tried.values())
        REPORT.parent.mkdir(exist_ok=True)
        REPORT.write_text(json.dumps({"numbers": len(items), "cases": cases, "items": items}, indent=1) + "\n")
