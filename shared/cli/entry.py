"""What the shell calls. It imports next to nothing, so that Ctrl-C and closed streams find it ready at once."""

import importlib
import json
import os
import sys

from shared.cli.exits import NOT_ASKED

STOPPED = "Beendet · stopped."


def main() -> None:
    """Run the command line and end with its number, also while most of it is still being imported."""
    open_streams()
    try:
        importlib.import_module("shared.cli.app").main()
    except KeyboardInterrupt:
        sys.stderr.write(f"{STOPPED}\n")
        if "--json" in sys.argv:
            sys.stdout.write(json.dumps({"error": STOPPED, "exit_code": NOT_ASKED}) + "\n")
        sys.exit(NOT_ASKED)


def open_streams() -> None:
    """Whoever closed a stream wants to hear nothing there. Else the next file that is opened would take its place."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
    sys.stdin = sys.stdin or os.fdopen(0, closefd=False)
    sys.stdout = sys.stdout or os.fdopen(1, "w", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", closefd=False)


if __name__ == "__main__":
    main()
