"""`fallbuch` with all its commands: importing a group of commands registers it."""

import io
import sys

from shared.cli import (
    command_ahead,
    command_audit,
    command_backup,
    command_books,
    command_demo,
    command_doctor,
    command_explain,
    command_history,
    command_import,
    command_play,
    command_proof,
    command_provider,
    command_quarantine,
    command_rebuild,
    command_relay,
    command_report,
    command_settlement,
    command_status,
    command_token,
    command_up,
    command_worklist,
)
from shared.cli.entry import open_streams
from shared.cli.output import Output
from shared.cli.root import run

GROUPS = (
    command_up,
    command_demo,
    command_play,
    command_token,
    command_status,
    command_report,
    command_worklist,
    command_settlement,
    command_proof,
    command_explain,
    command_ahead,
    command_books,
    command_history,
    command_import,
    command_audit,
    command_rebuild,
    command_quarantine,
    command_relay,
    command_provider,
    command_backup,
    command_doctor,
)


def main() -> None:
    """Run what was typed. `shared.cli.entry` calls it."""
    open_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a locale that has no umlauts must not end a command
            stream.reconfigure(errors="replace")
    sys.exit(run(sys.argv[1:], Output()))


if __name__ == "__main__":
    main()
