"""The demonstration, as `make demo` runs it: it ends by itself, with the figures that the pages promise."""

import json
import subprocess
import sys
from pathlib import Path

from shared.cli.command_demo import STORY
from shared.cli.story_file import read_story
from tests.docs.pages import ROOT
from tests.docs.shapes import missing, shape_of

SECONDS = 400
SHAPE = "played, report_known_then, report, caseload, audit, documents: [{file, bytes, sha256}]"


def test_the_demonstration_plays_its_story_and_shows_what_comes_out() -> None:
    command = [sys.executable, "-m", "shared.cli.app", "demo", "--json"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert ended.returncode == 0, ended.stderr[-2000:]
    document = json.loads(ended.stdout)
    assert missing(shape_of(SHAPE), document) is None
    assert all(Path(ROOT, each["file"]).is_file() for each in document["documents"])
    assert document["played"]["passed"] == document["played"]["steps"] == len(read_story(STORY).parts)
    assert document["audit"]["same_as_reporting"] is True
