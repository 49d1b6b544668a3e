"""Reads the project's pages: links, commands in bash blocks, tables."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)

Row = tuple[str, ...]


def pages() -> list[Path]:
    """Every page of the project: those at the top and all of docs/."""
    return sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def links(page: Path) -> Iterator[str]:
    """Targets of all links outside of code blocks."""
    for found in LINK.finditer(BLOCK.sub("", page.read_text())):
        yield found[1]


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as they are made from their text."""
    headings = re.findall(r"^#+ (.+)$", BLOCK.sub("", page.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def commands(page: Path) -> Iterator[str]:
    """Every line that a reader is told to type: those of bash blocks, without comments."""
    for language, text in BLOCK.findall(page.read_text()):
        if language == "bash":
            for line in text.splitlines():
                typed = line.split(" #")[0].strip()
                if typed and not typed.startswith("#"):
                    yield typed


def blocks(page: Path, language: str) -> list[str]:
    """The code blocks of a page in one language."""
    return [text for named, text in BLOCK.findall(page.read_text()) if named == language]


def table(page: Path, heading: str) -> list[Row]:
    """The rows of the first table below a heading, without its head."""
    text = page.read_text()
    below = text[text.index(f"\n{heading}\n") + len(heading) + 2 :]
    lines: list[Row] = []
    for line in below.splitlines():
        if line.startswith("|"):
            lines.append(tuple(cell.strip() for cell in line.strip("|").split(" | ")))
        elif lines or line.startswith("#"):
            break
    assert lines, f"{name_of(page)}: no table below {heading}"
    return lines[2:]
