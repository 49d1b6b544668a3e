"""`fallbuch status`: everything on one screen, once or again and again until Ctrl-C."""

import io
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from shared.cli.caught_up import Health
from shared.cli.instance import Instance
from shared.cli.output import Output
from shared.cli.screen import Screen
from shared.cli.status_table import COLUMNS, notes, rows, span
from tests.cli.typed import typed

ROOT = Path(__file__).parents[2]
AT = 1_700_000_000.0
MINUTE_BEFORE = "2023-11-14T22:12:20.000Z"


def health(**said: Any) -> Health:
    good = {
        "source": "urn:x",
        "ready": True,
        "log_position": 9,
        "facts": 4,
        "outbox": 0,
        "last_progress": MINUTE_BEFORE,
    }
    return Health.model_validate(good | said)


def row(said: Health | None) -> dict[str, str]:
    """The cells by the English word of their column."""
    [cells] = rows({"intake": said}, AT)
    return {column.removesuffix(">").split(" · ")[1]: cell for column, cell in zip(COLUMNS, cells, strict=True)}


def test_a_service_that_is_well_shows_its_figures() -> None:
    assert row(health(lag={"a": 0, "b": 0}, view_lag={"views": 0})) == {
        "service": "intake",
        "state": "bereit · ready",
        "log": "9",
        "own": "4",
        "lag": "0",
        "outbox": "0",
        "quarantine": "0",
        "view lag": "0",
        "alarms": "0",
        "progress": "1 min",
    }


def test_what_waits_is_shown_with_the_age_of_its_oldest() -> None:
    waiting = {"outbox": 3, "outbox_age_seconds": 7_300, "quarantine": 2, "quarantine_age_seconds": 59}
    said = health(**waiting, lag={"a": 2, "b": 5}, view_lag={"views": 1, "names": 8}, alarms=1, ready=False)
    cells = row(said)
    assert (cells["outbox"], cells["quarantine"]) == ("3 (2 h)", "2 (59 s)")
    assert (cells["lag"], cells["view lag"], cells["alarms"]) == ("7", "8", "1")
    assert cells["state"] == "nicht bereit · not ready"


def test_who_does_not_answer_has_a_row_too() -> None:
    assert set(row(None).values()) == {"intake", "antwortet nicht · does not answer", ""}


def test_why_and_for_what_stands_below_in_both_languages() -> None:
    said = health(ready=False, why=["Kafka does not answer"], waiting_for={"urn:y": "fact 7"})
    assert list(notes({"intake": said, "audit": None})) == [
        "intake ist nicht bereit · is not ready: Kafka does not answer",
        "intake wartet auf · waits for urn:y: fact 7",
    ]


def test_a_span_is_told_in_its_largest_unit() -> None:
    assert [span(each) for each in (-3, 0, 59.9, 60, 3_599, 3_600, 86_400, 9e6)] == [
        "0 s",
        "0 s",
        "59 s",
        "1 min",
        "59 min",
        "1 h",
        "1 d",
        "104 d",
    ]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_the_table_is_drawn_in_its_place_and_every_service_is_named_in_full() -> None:
    out = Output(Terminal(), io.StringIO())
    with Screen(out) as screen:
        for log_position in (41, 42):
            now = {"provider-diakonie": health(log_position=log_position)}
            screen.show("Zustand · status", COLUMNS, rows(now, AT), notes(now))
    assert isinstance(out.out, Terminal)
    drawn = out.out.getvalue()
    assert drawn.count("provider-diakonie") >= 2
    assert drawn.index("41") < drawn.index("\x1b[1A") < drawn.rindex("42")


def test_status_of_a_running_instance_holds_ages_and_alarms(stack: Instance) -> None:
    said = typed("status", "--data", str(stack.folder), "--json")
    for service in said.document["services"].values():
        assert service["outbox_age_seconds"] >= 0
        assert service["quarantine_age_seconds"] >= 0
        assert service["alarms"] == 0
        assert set(service["view_lag"]) >= {"views", "reactions"}
        assert "hearing" in service["progress"]


def test_watching_prints_a_document_a_line_until_ctrl_c_which_is_no_failure(stack: Instance) -> None:
    command = [sys.executable, "-m", "shared.cli.app", "status", "--watch", "--json", "--data", str(stack.folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as watching:
        assert watching.stdout is not None
        documents = [json.loads(watching.stdout.readline()) for _ in range(2)]
        watching.send_signal(signal.SIGINT)
        rest, complaints = watching.communicate(timeout=30)
    assert (watching.returncode, complaints) == (0, "")
    assert all(json.loads(line) for line in rest.splitlines())
    assert all(set(document["services"]) == set(stack.urls) for document in documents)
