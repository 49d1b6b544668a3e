"""What the tests of the shell share: one real instance, PostgreSQL and Kafka and all services, for the whole run."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from shared.cli.instance import Instance, embedded
from tests.bad_input.run_file import RunFile
from tests.containers.engine import Summary

settings.register_profile("any_machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any_machine")
ROOT = Path(__file__).parents[1]
STOP_SECONDS = 15


LONGEST_FIRST = (
    "tests/containers/",
    "tests/faults/",
    "tests/journeys/",
    "tests/bad_input/",
    "tests/infra/",
    "tests/test_deciders.py",
)
TOGETHER = ("tests/faults", "tests/bad_input/kafka", "tests/containers")
"""Folders whose tests look at one run or one instance."""


def pytest_configure(config: pytest.Config) -> None:
    """Every run leaves the list of the bad inputs that it tried. With `-n`, it is the one who gives out the work."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(RunFile())
        config.pluginmanager.register(Summary())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With `-n`, a file's tests stay in one process, and what takes long is begun first."""
    for item in items:
        file = item.nodeid.partition("::")[0]
        group = next((folder for folder in TOGETHER if file.startswith(f"{folder}/")), file)
        item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: next((at for at, name in enumerate(LONGEST_FIRST) if item.nodeid.startswith(name)), 9))


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """The instance that `fallbuch up --clock story` runs: addresses, folder, tokens by `stack.token(actor)`.

    It is everybody's: work with ids, houses and grants of your own, and leave the posts and the cases of Caritas,
    Diakonie and DRK to the journeys, whose figures count them.
    """
    with instance_in(tmp_path_factory.mktemp("stack")) as instance:
        yield instance


@contextmanager
def instance_in(folder: Path) -> Iterator[Instance]:
    """An instance with data in this folder, started as people start it."""
    command = [sys.executable, "-m", "shared.cli.app", "up", "--clock", "story", "--data", str(folder), "--json"]
    with (folder / "up.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)
        assert process.stdout is not None
        try:
            _wait_for_document(process, folder / "up.log")
            yield embedded(folder)
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)
            process.stdout.close()


def _wait_for_document(process: subprocess.Popen[str], log: Path) -> None:
    """`up` says its addresses once everything answers, and ends if it cannot be had."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if line.startswith("}"):
            document = json.loads(said)
            assert "services" in document, document
            return
    pytest.fail(f"the stack did not start: {log.read_text()}")
