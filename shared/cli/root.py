"""The command line itself: arguments become a command, and every end of it becomes one sentence and a number."""

import importlib
import io
import os
import sys
import traceback
from contextlib import redirect_stdout
from typing import Any

import typer
from typer._click.exceptions import ClickException

from shared.cli.exits import NOT_ASKED, NOT_WRITTEN, OK, USAGE, Ended, Misused, NotWritten
from shared.cli.output import Output

app = typer.Typer(
    name="fallbuch",
    help="Fallbuch, das Buch der Fälle und des Geldes: the book of cases and of money.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def run(arguments: list[str], out: Output) -> int:
    """Run one command line. Whatever goes wrong is told in one sentence, never as a traceback."""
    out.as_json = "--json" in arguments
    importlib.import_module("shared.cli.app")  # whoever runs a line, from wherever, has every command
    command = typer.main.get_command(app)
    helped = io.StringIO()
    try:
        with redirect_stdout(helped):  # typer writes help past `out`
            ended = command.main(arguments, prog_name="fallbuch", standalone_mode=False, obj=out)
        out.write(helped.getvalue())
        return ended if isinstance(ended, int) else OK
    except Ended as end:
        return _end(out, str(end), end.exit_code)
    except ClickException as mistake:
        return _end(out, mistake.format_message() or "Which command? `fallbuch --help` lists them.", USAGE)
    except (KeyboardInterrupt, typer.Abort):
        return _end(out, "Beendet · stopped.", NOT_ASKED)
    except (BrokenPipeError, SystemExit):  # the second is how typer ends when nobody reads on
        _forget_stdout()
        return NOT_WRITTEN
    except OSError as error:
        return _end(out, f"The system refused: {error.strerror or error}.", NOT_ASKED)
    except Exception as error:
        if os.environ.get("FALLBUCH_TRACE"):
            traceback.print_exc()
        name = type(error).__name__
        return _end(out, f"This is a fault of fallbuch itself ({name}); FALLBUCH_TRACE=1 shows where.", NOT_ASKED)


def understood(words: list[str]) -> None:
    """Raises `Misused` with a sentence unless these words are a command with all that it needs. Nothing is run."""
    importlib.import_module("shared.cli.app")
    command: Any = typer.main.get_command(app)
    try:
        context = command.make_context("fallbuch", [*words], obj=Output())
        while hasattr(command, "resolve_command"):
            name, command, rest = command.resolve_command(context, [*context._protected_args, *context.args])
            context = command.make_context(name, rest, parent=context)
    except ClickException as mistake:
        raise Misused(mistake.format_message() or "which command is not said") from None


def _end(out: Output, sentence: str, exit_code: int) -> int:
    try:
        out.complain(" ".join(sentence.split("\n")), exit_code)
        out.out.flush()  # what could not be written, as on a full disk, cannot be written later either
    except (OSError, NotWritten):
        _forget_stdout()
    return exit_code


def _forget_stdout() -> None:
    """Nobody takes our answer any more: nothing more is written, also not while Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
