"""The spine's journey over PostgreSQL and Kafka as the compose file has them, started by testcontainers."""

import json
from pathlib import Path

import pytest

from tests.cli.typed import typed
from tests.containers.servers import KafkaBroker, postgres
from tests.test_tidy import ROOT


def test_the_journey_gives_the_same_figures_on_the_images(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with postgres() as database, KafkaBroker() as broker:
        monkeypatch.setenv("FALLBUCH_EXTERNAL_POSTGRES_URL", database.get_connection_url())
        monkeypatch.setenv("FALLBUCH_EXTERNAL_KAFKA", broker.address)
        said = typed("play", str(ROOT / "tests" / "journeys" / "s1.yaml"), "--data", str(tmp_path / "data"), "--json")
    played = json.loads(said.out)
    assert (said.exit_code, played["first_difference"]) == (0, None), said.err
    assert played["steps"] == played["passed"] > 0
