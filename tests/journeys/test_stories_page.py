"""What docs/stories.md tells an official is what happens."""

import re
from pathlib import Path

from shared.cli.instance import Instance
from tests.cli.typed import Said, typed

PAGE = (Path(__file__).parents[2] / "docs" / "stories.md").read_text()
STORY = re.findall(r"```yaml\n(title: .*?)```", PAGE, re.DOTALL)[0]
LATER = re.findall(r"```yaml\n( +starts_on: .*?)\n```", PAGE, re.DOTALL)[0]
SAID = re.findall(r"```text\n(.*?)\n```", PAGE, re.DOTALL)


def played(stack: Instance, folder: Path, story: str) -> Said:
    path = folder / "my-story.yaml"
    path.write_text(story)
    return typed("play", str(path), "--data", str(stack.folder))


def test_the_story_of_the_page_comes_out_as_told(stack: Instance, tmp_path: Path) -> None:
    assert played(stack, tmp_path, STORY).out.strip() == SAID[0]


def test_another_date_gives_the_other_figure_of_the_page(stack: Instance, tmp_path: Path) -> None:
    before, _, after = STORY.rpartition("      starts_on: 2018-10-15")
    other = f"{before}{LATER}{after}"
    for name in ("my-grant", "my-post", "my-worker"):
        other = other.replace(name, f"other-{name}")
    assert played(stack, tmp_path, other).out.strip() == SAID[1].replace("my-grant", "other-my-grant")


def test_a_mistake_is_named_as_the_page_says(stack: Instance, tmp_path: Path) -> None:
    lines = STORY.splitlines()
    number = int(re.findall(r"line (\d+)", SAID[2])[0])
    story = "\n".join([*lines[: number - 1], "    starts_on: 2018-10-15", *lines[number - 1 :]])
    assert played(stack, tmp_path, story).err.strip() == SAID[2]
