"""How the bench counts: variants in turn, a ratio for each round, their median, and no praise for a wrong run."""

import json

import pytest

from bench import history, picture, table
from bench.measure import Run, percentile
from bench.rounds import Bar, Result, Row, Variant, reached, run_rounds

BAR = Bar("against the limit", "ours", "limit", must=0.5, aim=0.9)
MISSED = Bar("facts that a reader missed", "ours", of="missed", must=0, at_most=True, worst=True)


def variant(rates: list[float], wrong: list[str] | None = None, missed: float = 0) -> Variant:
    """It has the next of these rates with each run."""
    waiting = iter(rates)

    async def run() -> Run:
        return Run({"facts_per_second": next(waiting), "missed": missed}, tuple(wrong or ()))

    return run


async def result(ours: Variant, limit: Variant) -> Result:
    row = Row("append", "Append", {"ours": ours, "limit": limit}, [BAR, MISSED])
    return await run_rounds(row, 3, lambda _: None)


async def test_the_figure_is_the_median_of_the_ratios_and_not_the_ratio_of_the_medians() -> None:
    found = await result(variant([10, 90, 50]), variant([100, 100, 50]))
    assert found.values(BAR) == [0.1, 0.9, 1.0]
    assert found.figure(BAR) == 0.9


async def test_variants_run_in_turn_and_every_second_round_backwards() -> None:
    order: list[str] = []

    def noting(name: str) -> Variant:
        async def run() -> Run:
            order.append(name)
            return Run({})

        return run

    await run_rounds(Row("row", "Row", {"a": noting("a"), "b": noting("b")}, []), 3, lambda _: None)
    assert "".join(order) == "abbaab"


async def test_of_what_must_never_happen_the_worst_round_counts() -> None:
    found = await result(variant([1, 1, 1], missed=2), variant([1, 1, 1]))
    assert found.figure(MISSED) == 2
    assert reached(MISSED, found.figure(MISSED), MISSED.must) is False


async def test_a_fast_wrong_run_is_shown_as_wrong() -> None:
    found = await result(variant([9, 9, 9], wrong=["1 facts out of order"]), variant([1, 1, 1]))
    assert found.wrong() == ["ours: 1 facts out of order"] * 3
    assert all(line.endswith("| **wrong** |") for line in table.lines([found])[2:])
    assert picture.svg([found]).count("#b3452c") == 1


async def test_the_table_stands_between_the_markers_and_nothing_else_changes() -> None:
    found = await result(variant([60, 60, 60]), variant([100, 100, 100]))
    page = f"before\n{table.BEGIN}\nold\n{table.END}\nafter\n"
    written = table.filled(page, [found], "bench/history/run.json")
    assert written.startswith(f"before\n{table.BEGIN}\n")
    assert written.endswith(f"{table.END}\nafter\n")
    assert "| Append: against the limit | 60/s | 100/s | 0.60 | ≥ 0.5 | ≥ 0.9 | reached |" in written
    assert "old" not in written
    assert table.filled(written, [found], "bench/history/run.json") == written


async def test_a_run_is_kept_with_every_round() -> None:
    found = await result(variant([60, 70, 80]), variant([100, 100, 100]))
    document = json.loads(json.dumps(history.document([found], 3, 1)))
    (row,) = document["rows"]
    assert row["bars"][0]["rounds"] == [0.6, 0.7, 0.8]
    assert [run["facts_per_second"] for run in row["runs"]["ours"]] == [60, 70, 80]


def test_the_readme_has_a_place_for_the_table() -> None:
    page = table.README.read_text()
    assert page.index(table.BEGIN) < page.index(table.END)


@pytest.mark.parametrize(("percent", "value"), [(50, 51), (99, 100), (0, 1)])
def test_percentiles_are_values_that_were_measured(percent: int, value: float) -> None:
    assert percentile(list(range(1, 101)), percent) == value
