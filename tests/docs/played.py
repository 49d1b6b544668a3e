"""Pages for users that tell a story: it is played, as whoever reads the page would."""

from shared.cli.instance import Instance
from tests.cli.typed import Said, typed
from tests.docs.pages import ROOT, blocks

STORIES = ("coordinator", "caseworker", "volunteer")
"""Pages in docs/ with one story each."""


def play_page(stack: Instance, page: str) -> Said:
    """Play the story of a page. Played before, it changes nothing."""
    assert stack.folder is not None
    (story,) = blocks(ROOT / "docs" / f"{page}.md", "yaml")
    file = stack.folder / f"page-{page}.yaml"
    file.write_text(story)
    return typed("play", str(file), "--data", str(stack.folder), "--json")
