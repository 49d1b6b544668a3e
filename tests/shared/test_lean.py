"""A service's process loads nothing that only draws on terminals."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAMS = sorted(ROOT.glob("services/*/__main__.py"))
LOADED = (
    "import shared.lean, services.intake.app, shared.process, sys; print(sorted(filter(sys.modules.get, sys.modules)))"
)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.parent.name)
def test_every_service_begins_with_it(program: Path) -> None:
    first = next(node for node in ast.parse(program.read_text()).body if isinstance(node, ast.Import | ast.ImportFrom))
    assert ast.unparse(first) == "import shared.lean"


def test_what_draws_is_not_loaded() -> None:
    ended = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in ast.literal_eval(ended.stdout)}
    assert "structlog" in loaded
    assert loaded & {"rich", "pygments", "typer", "confluent_kafka", "psycopg"} == set()
