"""P14: names and reasons lie sealed in the vaults and nowhere else. Canaries are words that occur nowhere by chance."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest
from psycopg import sql

from shared.cli.actor import Actor
from shared.cli.instance import Instance
from tests.cli.typed import typed

GIVEN, FAMILY, REASON, SENT = "Zaphodcanary", "Beeblecanary", "Vogoncanary", "Marvincanary"
CANARIES = (GIVEN, FAMILY, REASON, SENT)
DAY = "2018-10-15"
CHUNK_BYTES = 1 << 20


@dataclass
class Visit:
    """What was asked by whom, and every answer that must not hold a name."""

    instance: Instance
    case_id: UUID = field(default_factory=uuid4)
    person_id: UUID = field(default_factory=uuid4)
    answers: list[bytes] = field(default_factory=list)

    def ask(self, who: str, verb: str, service: str, path: str, body: object = None, **how: Any) -> httpx.Response:
        token = self.instance.token(Actor.parse(who))
        headers = {"Authorization": f"Bearer {token}", **how.pop("headers", {})}
        url = self.instance.urls[service] + path
        with httpx.Client(trust_env=False, timeout=30) as client:
            answer = client.request(verb, url, headers=headers, **({"json": body} if body is not None else {}), **how)
        self.answers.append(answer.content + repr(answer.headers).encode())
        return answer

    def done(self, who: str, verb: str, service: str, path: str, body: object) -> None:
        answer = self.ask(who, verb, service, path, body)
        assert answer.is_success, answer.text


@pytest.fixture(scope="module")
def visit(stack: Instance) -> Visit:
    """A household with canary names is taken in, entrusted for a canary reason, and its names are handed on."""
    visit = Visit(stack)
    case, person = str(visit.case_id), str(visit.person_id)
    names = {"person_id": person, "given_name": GIVEN, "family_name": FAMILY}
    register = {"case_id": case, "house": "canary-house", "placed_on": DAY, "received_on": DAY, "persons": [names]}
    visit.done("clerk", "PUT", "intake", f"/cases/{case}", register)
    consent = {"person_id": person, "purpose": "sharing", "recipient": "town", "on": DAY}
    visit.done("clerk", "POST", "intake", f"/persons/{person}/consents", consent)
    override = {"case_id": case, "provider": "town", "reason_code": "wish", "reason": REASON}
    until(lambda: visit.ask("coordinator", "POST", "allocation", f"/assignments/{case}/override", override).is_success)
    until(lambda: known(visit, "caseworker@town", "provider-town"))
    misuse(visit, register)
    return visit


def until(what: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait until it is so."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.05)


def known(visit: Visit, who: str, service: str) -> bool:
    """Whether this person sees the name. Whoever may see it is no leak: the answer is forgotten."""
    answer = visit.ask(who, "GET", service, f"/cases/{visit.case_id}")
    visit.answers.pop()
    return GIVEN in answer.text and FAMILY in answer.text


def misuse(visit: Visit, register: dict[str, Any]) -> None:
    """Requests that are refused, with canaries wherever one can stand."""
    case = str(visit.case_id)
    persons = register["persons"]
    bad: list[dict[str, Any]] = [
        {"house": f"{SENT} {SENT}"},
        {"placed_on": SENT},
        {"persons": [{**persons[0], "sex": SENT}]},
        {"persons": [{**persons[0], "given_name": [SENT]}]},
        {"persons": [{**persons[0], "given_name": f"{SENT}\x00"}]},
        {"persons": [{**persons[0], "family_name": SENT}]},
        {"case_id": SENT},
        {"surprise": SENT},
        {"received_on": "2018-10-16"},
    ]
    for changed in bad:
        answer = visit.ask("clerk", "PUT", "intake", f"/cases/{case}", register | changed)
        assert answer.is_client_error, (changed, answer.text)
    for content in (
        f'{{"given_name": "{SENT}"',
        f'{{"house":"{SENT}","house":"{SENT}"}}',
        f'"{SENT}"',
        "[" * 5_000 + SENT,
    ):
        kind = {"Content-Type": "application/json"}
        answer = visit.ask("clerk", "PUT", "intake", f"/cases/{case}", content=content, headers=kind)
        assert answer.is_client_error
    for who, service, path in (
        ("auditor", "reporting", f"/grants/{uuid4()}/report?as_of={SENT}"),
        ("auditor", "audit", f"/history/{SENT}"),
        ("clerk", "intake", f"/cases/{SENT}"),
        ("clerk", "intake", f"/{quote(SENT)}?{SENT}={SENT}"),
        ("operator", "intake", f"/quarantine/{SENT}"),
        ("caseworker@town", "intake", f"/cases/{case}"),
        ("operator", "intake", f"/cases/{case}"),
    ):
        assert visit.ask(who, "GET", service, path).is_client_error
    answer = visit.ask(
        "clerk", "GET", "intake", "/cases", headers={"Authorization": f"Bearer {SENT}", "If-Match": SENT}
    )
    assert answer.status_code == 401


def test_the_canaries_are_there_to_be_found(visit: Visit) -> None:
    """The worker of the provider that the household consented to sees the name: intake's vault gave it out."""
    assert known(visit, "caseworker@town", "provider-town")


def test_no_answer_to_whom_it_does_not_concern_holds_a_canary(visit: Visit) -> None:
    case = str(visit.case_id)
    for who, service, path in (
        ("auditor", "intake", f"/cases/{case}"),
        ("clerk", "intake", f"/cases/{case}"),
        ("auditor", "intake", "/cases"),
        ("auditor", "allocation", f"/assignments/{case}"),
        ("coordinator", "allocation", "/assignments"),
        ("auditor", "audit", f"/history/case-{case}"),
        ("auditor", "audit", f"/history/assignment-{case}"),
        *(
            ("operator", service, path)
            for service in visit.instance.urls
            for path in ("/health", "/metrics", "/quarantine")
        ),
        *(
            ("operator", service, path)
            for service in visit.instance.urls
            for path in ("/health/ready", "/openapi.json")
        ),
    ):
        visit.ask(who, "GET", service, path)
    assert [answer for answer in visit.answers if found_in(answer)] == []


def test_no_command_line_shows_a_canary(visit: Visit) -> None:
    folder = ("--data", str(visit.instance.folder))
    for words in (
        ("status",),
        ("history", f"case-{visit.case_id}"),
        ("history", f"assignment-{visit.case_id}"),
        ("history", "told-town"),
        ("caseload", "--on", "2018-12-31"),
        ("quarantine", "list", "intake"),
    ):
        for more in ((), ("--json",)):
            said = typed(*words, *folder, *more)
            assert said.exit_code in (0, 1), said.err
            assert found_in((said.out + said.err).encode()) == []


def test_no_row_of_any_database_holds_a_canary_and_the_vault_holds_it_sealed(visit: Visit) -> None:
    """Every table is read in binary: texts and bytes as they are."""
    sealed = 0
    for database in databases(visit.instance):
        with psycopg.connect(database) as connection:
            for schema, table in connection.execute(
                "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', 'read')"
            ):
                copy = sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(schema, table))
                with connection.cursor().copy(copy) as rows:
                    content = b"".join(bytes(block) for block in rows)
                assert found_in(content) == [], (database, table)
                sealed += table == "vault" and visit.person_id.bytes in content
    assert sealed == 2, "intake and the provider keep the person's names"


def databases(instance: Instance) -> Iterator[str]:
    assert instance.folder is not None
    password = (instance.folder / "secrets" / "postgres.password").read_text()
    where = json.loads((instance.folder / "instance.json").read_text())["postgres"]
    address = f"postgresql://postgres:{password}@{where['host']}:{where['port']}"
    with psycopg.connect(f"{address}/postgres") as connection:
        names = [name for (name,) in connection.execute("SELECT datname FROM pg_database WHERE datallowconn")]
    return (f"{address}/{name}" for name in names if not name.startswith("template"))


def test_no_file_of_the_whole_instance_holds_a_canary(visit: Visit) -> None:
    """Traces of every process and server, topics as Kafka keeps them, tables and write-ahead log as PostgreSQL does."""
    assert visit.instance.folder is not None
    files = [
        path
        for path in visit.instance.folder.rglob("*")
        if path.is_file() and path.suffix not in (".index", ".timeindex")
    ]  # Kafka's indexes hold offsets alone, in many megabytes of zeros
    assert {"logs", "kafka", "postgres"} <= {path.relative_to(visit.instance.folder).parts[0] for path in files}
    assert any(inside(path, [str(visit.case_id)]) for path in files), "what is no secret is found in this way"
    assert [str(path) for path in files if inside(path, CANARIES)] == []


def inside(path: Path, words: Sequence[str]) -> bool:
    before = b""
    try:
        with path.open("rb") as file:
            while block := file.read(CHUNK_BYTES):
                if found_in(before + block, words):
                    return True
                before = block[-100:]
    except FileNotFoundError:  # a write-ahead segment or a draft, gone meanwhile
        pass
    return False


def found_in(content: bytes, words: Sequence[str] = CANARIES) -> list[str]:
    """Which words the bytes hold, as text in any usual form."""
    return [
        word
        for word in words
        if any(word.encode(coding) in content for coding in ("ascii", "utf-16-le", "utf-16-be"))
        or word.encode().hex().encode() in content
    ]
