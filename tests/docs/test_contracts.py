"""The page of contracts says what the code does: topics, commands, roles and the command line."""

import json

from shared import bodies, limits
from shared.connection import HEAD_SECONDS
from shared.event import FACT_BYTES_LIMIT, encode
from shared.events.allocation import HouseDefined
from shared.events.catalogue import CATEGORY_OWNERS
from shared.problems import KINDS
from shared.roles import ALLOWED
from tests.docs import truth
from tests.docs.pages import ROOT, Row, table
from tests.given import recorded

PAGE = ROOT / "docs" / "contracts.md"
ADVICE = "`python -m tests.docs.truth` prints what the tables must be"


def same(page: list[Row], code: list[Row]) -> None:
    assert page == code, ADVICE


def test_the_topics_are_those_of_the_list() -> None:
    same(table(PAGE, "## Topics"), truth.topic_rows())


def test_the_commands_their_routes_and_fields_are_those_of_the_services() -> None:
    same(table(PAGE, "## Commands"), truth.command_rows())


def test_the_questions_are_those_of_the_services() -> None:
    same(table(PAGE, "## Questions"), truth.question_rows())


def test_the_roles_are_those_of_the_code() -> None:
    same(table(PAGE, "## Roles"), truth.role_rows())


def test_whatever_can_be_asked_is_allowed_to_somebody_or_to_everybody() -> None:
    operations = {operation for _, operation, _, _ in truth.routes()}
    assert operations == set(ALLOWED) | truth.OPEN


def test_the_command_lines_are_those_of_the_program() -> None:
    text = PAGE.read_text()
    documented = [line.split(" | ")[0].strip("| ") for line in text.splitlines() if line.startswith("| `")]
    lines = truth.command_line_rows()
    assert [line for line in documented if line in lines] == lines, ADVICE
    heads = {line.strip("`").split()[0] for line in lines}
    assert {line for line in documented if line.strip("`").split()[0] in heads} == set(lines), ADVICE


def test_all_take_json_and_a_folder() -> None:
    lines = truth.command_lines()
    assert all("[--json]" in parts for parts in lines.values())
    assert all("[--data DIR]" in parts for parts in lines.values())


def test_commands_that_a_service_wishes_of_itself_are_named() -> None:
    named = PAGE.read_text().split("What a service wishes of itself and nobody can send: ")[1].split(".")[0]
    assert {name.strip("` \n") for name in named.split(",")} == truth.internal_commands()


def test_what_is_announced_as_not_built_is_not_built() -> None:
    announced = {row[0].strip("`") for row in table(PAGE, "## Fixed, but not built yet")}
    assert not announced & set(truth.all_commands())


def test_the_envelope_has_the_attributes_that_the_page_names() -> None:
    fact = recorded(HouseDefined(house="am-sandloch", house_name="Am Sandloch"))[0]
    named = {row[0].strip("`") for row in table(PAGE, "## The envelope")}
    assert named == set(json.loads(encode(fact)))


def test_every_category_is_named_with_its_owner() -> None:
    text = PAGE.read_text()
    sentence = text[text.index("Who may write which stream") : text.index("## Topics")]
    for category, owner in CATEGORY_OWNERS.items():
        assert f"`{category}`" in sentence or f"`{category}-<provider>`" in sentence, category
        assert owner in sentence


def test_limits_are_those_of_the_code() -> None:
    assert f"{FACT_BYTES_LIMIT // 1024} KiB" in PAGE.read_text()
    kib = [f"{limit // 1024} KiB" for limit in (limits.BODY_BYTES_LIMIT, limits.HEADER_BYTES_LIMIT)]
    text = " ".join(cell for row in table(PAGE, "### Limits") for cell in row)
    for said in (
        f"{kib[0]}, {kib[1]} and {limits.HEADERS_LIMIT} headers, {limits.ADDRESS_BYTES_LIMIT // 1024} KiB",
        f"{bodies.DEPTH_LIMIT} levels, {bodies.KEYS_LIMIT} keys in an object, {bodies.ARRAY_LIMIT} entries in a list",
        f"{bodies.CHARACTERS_LIMIT} characters in a text, {bodies.DIGITS_LIMIT} digits in a number",
        f"{HEAD_SECONDS:.0f} seconds for the headers, {limits.REQUEST_SECONDS:.0f} seconds from there",
    ):
        assert said in text


def test_the_kinds_of_problems_are_those_of_the_code() -> None:
    named = {row[0].strip("`"): int(row[1]) for row in table(PAGE, "### Problems")}
    assert named == {name: kind.status for name, kind in KINDS.items()}
