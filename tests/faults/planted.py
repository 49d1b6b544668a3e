"""`make planted`: each planted mistake, applied to a copy of the tree, turns what should find it red.

Without arguments all of them, with a control run of a copy as it is. `short` runs the short suite in this tree.
"""

import asyncio
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.faults.runner import Plan, run
from tests.faults.site import open_site

ROOT = Path(__file__).parents[2]
PATCHES = Path(__file__).parent / "planted"
SHORT = Plan(seed=7, times=1, commands=300, whole=("every_fact_five_times",), given_up_seconds=40)
SECONDS = 400
RED, GREEN = 1, 0
PASSED_OVER = "missing_is_looked_for"
"""What a service traces when it looks for facts before its place (`shared/gaps.py`)."""

LOG, TAKE, SPINE = "tests/shared/test_log.py", "tests/shared/test_take.py", "tests/faults/test_spine.py"
FOUND_BY: dict[str, tuple[str, ...]] = {
    "1-outbox-without-order": (),
    "2-place-before-rows": (f"{TAKE}::test_rows_numbers_and_place_are_kept_together_or_not_at_all",),
    "3-no-look-whether-it-is-known": (f"{TAKE}::test_the_same_fact_again_changes_nothing",),
    "4-acknowledged-by-the-library": (),
    "5-marked-before-it-is-told": (),
    "6-repeated-without-its-key": (f"{LOG}::test_the_same_key_and_body_gets_the_first_answer_again",),
    "7-ordered-by-the-clock": (f"{SPINE}::test_the_order_is_that_of_the_log_also_while_the_clock_goes_back",),
}
"""The tests that find it, or none: then it is the short suite, with its kills and its oracles."""

NAMED = tuple(test for tests in FOUND_BY.values() for test in tests)


def copied(folder: Path) -> Path:
    """The tree as it is now, without what git does not know."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    tree = folder / "tree"
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)
    return tree


def apply(patch: str, tree: Path) -> None:
    """Raises `CalledProcessError` if the code that it spoils has changed: then the patch has to follow."""
    subprocess.run(["git", "apply", str(PATCHES / f"{patch}.patch")], cwd=tree, check=True)


def tried(tree: Path, tests: tuple[str, ...]) -> int:
    """Exit code of these tests, or of the short suite, in that tree.

    With a folder of their own: pytest closes its common one to others, and servers of another run work in there.
    """
    short = [sys.executable, "-m", "tests.faults.planted", "short"]
    apart = f"--basetemp={tree.parent / 'run'}"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", apart, *tests] if tests else short
    return subprocess.run(command, cwd=tree, timeout=SECONDS, capture_output=True, check=False).returncode


def found(patch: str, folder: Path) -> bool:
    """Whether the planted mistake turns its tests, or the short suite, red."""
    tree = copied(folder)
    apply(patch, tree)
    return tried(tree, FOUND_BY[patch]) == RED


async def short() -> int:
    """12 kills and the copies, and every oracle after each.

    No topic was made anew here, so nobody may pass over a fact: that it was looked for and found would hide a mistake.
    """
    with tempfile.TemporaryDirectory(prefix="fallbuch-planted-") as folder:
        async with open_site(Path(folder), SHORT.seed) as site:
            report = await run(site, SHORT)
            logs = [log for log in site.stack.folder.logs.glob("*.log") if PASSED_OVER in log.read_text()]
    faults = [*report.faults, *(f"{log.stem} passed over facts" for log in logs)]
    sys.stdout.write("\n".join([*faults, "red" if faults else "green", ""]))
    return RED if faults else GREEN


def main() -> int:
    """All of them, said one by one."""
    missed = []
    with tempfile.TemporaryDirectory() as folder:
        tree = copied(Path(folder))
        if (tried(tree, ()), tried(tree, NAMED)) != (GREEN, GREEN):
            missed.append("the tree as it is")
    for patch in FOUND_BY:
        with tempfile.TemporaryDirectory() as folder:
            red = found(patch, Path(folder))
        missed += [] if red else [patch]
        sys.stdout.write(f"{patch}: {'red, as it must be' if red else 'NOT FOUND'}\n")
        sys.stdout.flush()
    sys.stdout.write(f"missed: {', '.join(missed) or 'none'}\n")
    return len(missed)


if __name__ == "__main__":
    sys.exit(asyncio.run(short()) if sys.argv[1:] == ["short"] else main())
