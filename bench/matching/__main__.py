"""`python -m bench.matching`: every policy on made-up towns, beside the best. `--state`, `--nation` for larger ones."""

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict

from bench import history
from bench.matching import goals
from bench.matching.goals import Goal
from bench.matching.measuring import Measured

PAGE = history.ROOT / "docs" / "matching.md"
BEGIN, END = "<!-- matching: begin -->", "<!-- matching: end -->"


def main() -> int:
    """Exit code 0 also where a goal is missed: it is shown, not punished."""
    asked = arguments().parse_args()
    began_at = time.monotonic()
    measured: dict[str, Measured] = {}
    reached: list[Goal] = []
    for name, found, of_this in families(asked):
        if found is not None:
            measured[name] = found
        reached += of_this
        print("\n".join(_lines(name, found, of_this)), flush=True)
    seconds = time.monotonic() - began_at
    missed = [goal for goal in reached if not goal.reached()]
    print(f"\n{len(reached)} goals, {len(missed)} missed, in {seconds:.0f} s")
    if asked.keep:
        kept = history.keep(_document(measured, reached, seconds), "matching-")
        PAGE.write_text(filled(PAGE.read_text(), measured, reached, kept.relative_to(history.ROOT).as_posix()))
        print(f"kept as {kept}")
    return 0


def filled(page: str, measured: dict[str, Measured], reached: list[Goal], kept: str) -> str:
    """The page with the tables of this run between its markers."""
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    scores = [
        f"| {name} | {policy} | {each.mean():.2f} | {each.low():.2f} | {each.unserved_percent():.3f} "
        f"| {sum(each.seconds) / len(each.seconds):.3f} |"
        for name, found in measured.items()
        for policy, each in found.policies.items()
    ]
    goals_ = [
        f"| {goal.instance} | {goal.what} | {goal.figure:.3f} | {'≤' if goal.at_most else '≥'} {goal.goal:g} "
        f"| {'reached' if goal.reached() else '**missed**'} |"
        for goal in reached
    ]
    return "\n".join(
        [
            *(before + BEGIN, f"All figures of this run: [{kept}](../{kept}).", ""),
            *(
                "| instance | policy | mean, % of the best | lowest | unserved, % | seconds |",
                "|---|---|---:|---:|---:|---:|",
            ),
            *(*scores, "", "| instance | what | figure | goal | |", "|---|---|---:|---:|---|", *goals_),
            END + after,
        ]
    )


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.matching", description=__doc__)
    parser.add_argument("--seeds", type=int, default=200, help="of the city; regions take a fortieth of them")
    parser.add_argument("--state", action="store_true", help="100,000 households in 1,100 towns too")
    parser.add_argument("--nation", action="store_true", help="1,000,000 households in 11,000 towns too")
    parser.add_argument("--no-keep", dest="keep", action="store_false", help="write no file into bench/history")
    return parser


def families(asked: argparse.Namespace) -> Iterator[tuple[str, Measured | None, list[Goal]]]:
    """From small to large."""
    few = max(1, asked.seeds // 40)
    yield "city-52", *goals.city(asked.seeds)
    yield "region-10k provider", *goals.region("region-10k provider", goals.PROVIDERS, few, 99.0, 0.05)
    yield "region-10k worker", *goals.region("region-10k worker", goals.WORKERS, few, 97.4, None)
    yield "where the future differs", None, goals.rough(goals.SMALLER, few)
    yield "even use", None, goals.even(goals.PROVIDERS, max(1, few * 3 // 5))
    if asked.state:
        yield "state-100k provider", *goals.state("state-100k provider", goals.STATE, 1, 99.0, 0.1, 0.2)
        yield "state-100k worker", *goals.state("state-100k worker", goals.STATE_WORKERS, 1, 97.3, 0.4, 0.2)
    if asked.nation:
        yield "nation-1M provider", *goals.state("nation-1M provider", goals.NATION, 1, 98.9, 0.1, 0.15)


def _lines(name: str, found: Measured | None, of_this: list[Goal]) -> Iterator[str]:
    yield f"\n{name}"
    for policy, each in found.policies.items() if found else ():
        yield (
            f"  {policy:20} {each.mean():6.2f} % of the best, lowest {each.low():6.2f}, "
            f"unserved {each.unserved_percent():.3f} %, {sum(each.seconds) / len(each.seconds):.3f} s"
        )
    for goal in of_this:
        sign, word = ("<=" if goal.at_most else ">="), ("reached" if goal.reached() else "MISSED")
        yield f"  {goal.what:45} {goal.figure:8.3f} {sign} {goal.goal:g}  {word}"


def _document(measured: dict[str, Measured], reached: list[Goal], seconds: float) -> dict[str, object]:
    policies = {
        name: {policy: asdict(each) for policy, each in found.policies.items()} for name, found in measured.items()
    }
    times = {name: {"solving": found.solving, "pricing": found.pricing} for name, found in measured.items()}
    goals_ = [asdict(goal) | {"reached": goal.reached()} for goal in reached]
    return history.about_the_run(seconds) | {"goals": goals_, "policies": policies, "times": times}


if __name__ == "__main__":
    sys.exit(main())
