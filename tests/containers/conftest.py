"""Skips what needs a Docker engine, and brings up the compose file: a copy of this tree, as a project of its own."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.containers import engine
from tests.test_tidy import ROOT, tracked

HERE = Path(__file__).parent
PATIENCE_SECONDS = 240
COPIED = ("docker-compose.yml", ".dockerignore", "Makefile", "requirements", "shared", "services", "infra")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    ours = [item for item in items if item.path.is_relative_to(HERE)]
    if ours and not engine.answers():
        for item in ours:
            item.add_marker(pytest.mark.skip(reason=engine.WHY))


@dataclass(frozen=True)
class Deployed:
    """A copy of the tree in which `docker compose` is typed."""

    folder: Path
    environment: dict[str, str]

    def type(self, line: str, *more: str) -> str:
        """What a command line says on standard output; fails the test with all that it said if it does not succeed."""
        ended = self.run(line, *more)
        assert ended.returncode == 0, f"{line}\n{ended.stdout[-2000:]}\n{ended.stderr[-4000:]}"
        return ended.stdout

    def run(self, line: str, *more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*shlex.split(line), *more], cwd=self.folder, env=self.environment, capture_output=True, text=True,
            timeout=PATIENCE_SECONDS, check=False,
        )  # fmt: skip

    def begin(self, line: str) -> subprocess.Popen[str]:
        """The same, without waiting for its end."""
        return subprocess.Popen(
            shlex.split(line), cwd=self.folder, env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def containers(self) -> dict[str, dict[str, str]]:
        """What compose says of each service's container."""
        lines = self.type("docker compose ps --all --format json").splitlines()
        return {said["Service"]: said for said in map(json.loads, lines)}

    def url(self, service: str) -> str:
        return f"http://{self.type(f'docker compose port {service} 8000').strip()}"

    def health(self, service: str) -> dict[str, int]:
        said: dict[str, int] = httpx.get(f"{self.url(service)}/health", trust_env=False, timeout=10).json()
        return said


@pytest.fixture(scope="session")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """Everything healthy after `make secrets` and one command, with ports of its own choice. Gone afterwards."""
    folder = tmp_path_factory.mktemp("deployed")
    for path in tracked(
        "docker-compose.yml", ".dockerignore", "Makefile", "requirements", "shared", "services", "infra"
    ):
        copy = folder / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    (folder / "ports.yml").write_text((HERE / "ports.yml").read_text())
    compose = {"COMPOSE_PROJECT_NAME": f"fallbuch-test-{os.getpid()}", "COMPOSE_FILE": "docker-compose.yml:ports.yml"}
    there = Deployed(folder, os.environ | compose | {"COMPOSE_PROFILES": ""})
    try:
        there.type("make secrets", f"BIN={Path(sys.executable).parent}", "--assume-old", "setup")
        there.type("docker compose build")
        there.type("docker compose up --wait")
        yield there
    finally:
        there.run("docker compose --profile demo down --volumes --timeout 5")
