"""The picture of a run: each ratio as a bar, the line is what must be."""

from collections.abc import Iterator, Sequence
from html import escape

from bench.history import ROOT
from bench.rounds import Bar, Result, reached

PICTURE = ROOT / "docs" / "speed.svg"
LINE, LEFT, WIDTH, RIGHT = 26, 430, 400, 90
FULL = 2.0
"""How many times what must be the whole width is."""


def draw(results: Sequence[Result]) -> None:
    """Into `docs/speed.svg`."""
    PICTURE.write_text(svg(results))


def svg(results: Sequence[Result]) -> str:
    """One line for each bar that has a goal; for what must be small, goal and figure change places."""
    bars = [(result, bar, figure) for result, bar, figure in _with_goal(results)]
    height = LINE * (len(bars) + 2)
    must_at = LEFT + WIDTH / FULL
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + RIGHT}" height="{height}" '
        'font-family="sans-serif" font-size="13">',
        f'<rect width="100%" height="100%" fill="#ffffff"/><text x="{must_at}" y="18" text-anchor="middle">must</text>',
        *(part for number, each in enumerate(bars) for part in _line(number, *each)),
        f'<line x1="{must_at}" y1="{LINE}" x2="{must_at}" y2="{height - LINE / 2}" stroke="#333333"/>',
        "</svg>\n",
    ]
    return "\n".join(parts)


def _with_goal(results: Sequence[Result]) -> Iterator[tuple[Result, Bar, float]]:
    for result in results:
        for bar in result.row.bars:
            figure = result.figure(bar)
            if bar.must and figure:
                yield result, bar, figure


def _line(number: int, result: Result, bar: Bar, figure: float) -> Iterator[str]:
    top = LINE * (number + 1) + 4
    share = (bar.must or 1) / figure if bar.at_most else figure / (bar.must or 1)
    colour = "#2a7f62" if reached(bar, figure, bar.must) and not result.wrong() else "#b3452c"
    text = escape(f"{result.row.title}: {bar.text}")
    yield f'<text x="{LEFT - 8}" y="{top + 13}" text-anchor="end">{text}</text>'
    yield f'<rect x="{LEFT}" y="{top}" width="{WIDTH * min(share, FULL) / FULL:.1f}" height="17" fill="{colour}"/>'
    yield f'<text x="{LEFT + WIDTH + 6}" y="{top + 13}">{figure:.3g} ({bar.must:g})</text>'
