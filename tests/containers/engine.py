"""Whether there is a Docker engine, and the line of the summary that says that there is none."""

import os
import shutil
import subprocess
from functools import cache

import pytest

FOLDER = "tests/containers/"
ASKED_FOR = "FALLBUCH_CONTAINERS"
WHY = f"{ASKED_FOR}=1 is not set, or no Docker engine with compose answers"
"""They build images: that takes minutes, so it is done where it is asked for."""


@cache
def answers() -> bool:
    if os.environ.get(ASKED_FOR) != "1" or shutil.which("docker") is None:
        return False
    asked = ("docker version --format {{.Server.Version}}", "docker compose version")
    try:
        return all(not subprocess.run(line.split(), capture_output=True, timeout=20).returncode for line in asked)
    except subprocess.TimeoutExpired:
        return False


class Summary:
    """One line at the end of a run that tested no container."""

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        skipped = [each for each in terminalreporter.stats.get("skipped", []) if each.nodeid.startswith(FOLDER)]
        if skipped:
            terminalreporter.write_line(f"Containers were NOT tested, {len(skipped)} tests skipped: {WHY}.")
