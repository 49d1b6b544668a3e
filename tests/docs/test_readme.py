"""The README's first screen: its diagram is the list of topics, its table reaches each kind of user."""

import re

from infra.embedded.jars import pinned
from tests.docs import truth
from tests.docs.pages import BLOCK, ROOT

PAGE = ROOT / "README.md"
FIRST_SCREEN_LINES = 50


def test_the_diagram_shows_who_tells_whom() -> None:
    diagram = next(text for language, text in BLOCK.findall(PAGE.read_text()) if language == "mermaid")
    edges = re.findall(r'^\s*(\w+) -- "?([^"\s]+)"? --> (.+)$', diagram, re.MULTILINE)
    shown = {
        topic.replace("&lt;", "<").replace("&gt;", ">"): (owner, set(readers.split(" & ")))
        for owner, topic, readers in edges
    }
    listed = {
        topic.strip("`"): (owner.removesuffix("-<id>"), {who.removesuffix("-<id>") for who in readers.split(", ")})
        for topic, owner, readers in truth.topic_rows()
        if not topic.startswith("`audit")
    }
    assert shown == listed


def test_every_topic_is_named() -> None:
    text = PAGE.read_text().replace("&lt;", "<").replace("&gt;", ">")
    assert all(topic.strip("`") in text for topic, _, _ in truth.topic_rows())


def test_the_two_commands_stand_near_the_top() -> None:
    lines = PAGE.read_text().splitlines()
    assert max(lines.index("make demo"), lines.index("make test")) < FIRST_SCREEN_LINES


def test_the_size_of_kafka_is_what_is_downloaded() -> None:
    jars = pinned()
    megabytes = round(sum(jar.size_bytes for jar in jars) / 1e6)
    assert f"{len(jars)} jars, into your cache folder (checked against hashes) | {megabytes} MB" in PAGE.read_text()
