"""The table of the README, written between its markers: what was measured, what it is held against, what must be."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.history import ROOT
from bench.rounds import Bar, Result, reached

README = ROOT / "README.md"
BEGIN, END = "<!-- speed: begin -->", "<!-- speed: end -->"
UNITS = {"ms": "ms", "mib": "MiB", "us": "µs", "second": "/s", "seconds": "s"}


def lines(results: Sequence[Result]) -> list[str]:
    """In Markdown."""
    head = ["| What | Ours | Held against | Ratio | Must | Aim | |", "|---|---:|---:|---:|---:|---:|---|"]
    return head + [line for result in results for line in _of(result)]


def put_into_readme(results: Sequence[Result], kept: Path) -> None:
    """Replace what stands between the markers. Raises `ValueError` if they are not there."""
    README.write_text(filled(README.read_text(), results, kept.relative_to(ROOT).as_posix()))


def filled(page: str, results: Sequence[Result], kept: str) -> str:
    """The page with this run's picture and table between its markers."""
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    where = f"All figures of this run: [{kept}]({kept}). Ratios count, rates are those of one machine."
    picture = "![Each figure beside what it must be](docs/speed.svg)"
    return "\n".join([before + BEGIN, where, "", picture, "", *lines(results), END]) + after


def _of(result: Result) -> Iterator[str]:
    for bar in result.row.bars:
        figure = result.figure(bar)
        if figure is None:
            continue
        ours, theirs = result.median(bar.ours, bar.of), result.median(bar.against, bar.of) if bar.against else None
        cells = (
            f"{result.row.title}: {bar.text}",
            _figure(ours, bar.of),
            _figure(theirs, bar.of),
            f"{figure:.2f}" if bar.against else "",
            _goal(bar, bar.must),
            _goal(bar, bar.aim),
            _word(result, bar, figure),
        )
        yield "| " + " | ".join(cells) + " |"


def _figure(value: float | None, of: str) -> str:
    """Three digits and the unit, which stands last in the figure's name."""
    if value is None:
        return ""
    digits = f"{value:,.0f}" if value >= 100 or value == 0 else f"{value:.3g}"
    return f"{digits} {UNITS.get(of.rsplit('_', 1)[-1], '')}".strip().replace(" /s", "/s")


def _goal(bar: Bar, goal: float | None) -> str:
    return "" if goal is None else f"{'≤' if bar.at_most else '≥'} {goal:g}"


def _word(result: Result, bar: Bar, figure: float) -> str:
    if result.wrong():
        return "**wrong**"
    return {True: "reached", False: "**missed**", None: ""}[reached(bar, figure, bar.must)]
