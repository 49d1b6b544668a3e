"""Types a command line in this process, as a person would, and keeps what it said."""

import io
import json
from dataclasses import dataclass
from typing import Any

from shared.cli.app import run
from shared.cli.output import Output


@dataclass(frozen=True)
class Said:
    """Exit code, standard output, standard error."""

    exit_code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document of `--json`."""
        return json.loads(self.out)


def typed(*words: str) -> Said:
    """`typed("status", "--json")` is `fallbuch status --json`."""
    output = Output(io.StringIO(), io.StringIO())
    exit_code = run(list(words), output)
    assert isinstance(output.out, io.StringIO)
    assert isinstance(output.err, io.StringIO)
    return Said(exit_code, output.out.getvalue(), output.err.getvalue())
