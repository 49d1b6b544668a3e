"""The style sheet's rules that a machine can check. A red test here names file and line."""

import ast
import base64
import os
import re
import subprocess
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import httpx
import pytest
from fastapi import FastAPI

from shared.event import fields_of
from shared.events.catalogue import EVENTS
from shared.roles import ALLOWED, OF_A_PROVIDER, ROLES
from shared.settings import Settings
from tests.shared.tokens import ISSUER, TestIssuer

ROOT = Path(__file__).parent.parent
LINES_LIMIT, FUNCTION_LINES_LIMIT = 300, 50
NAMES_THAT_SAY_NOTHING = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "core",
    "base",
    "manager",
    "models",
    "schemas",
}
SERVICES = ("intake", "allocation", "reporting", "provider", "audit")


def tracked(*patterns: str) -> list[Path]:
    """Files under version control, and new ones that are not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode().split("\0")
    return sorted({path for name in names if name and (path := ROOT / name).is_file()})


CODE = tracked("*.py")
ONLY_OURS = [path for path in CODE if path.relative_to(ROOT).parts[0] in ("shared", "services", "infra", "verifier")]
TREES = {path: ast.parse(path.read_text()) for path in CODE}


def at(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def test_no_file_is_longer_than_300_lines() -> None:
    long = [f"{at(path, lines)}" for path in CODE if (lines := len(path.read_text().splitlines())) > LINES_LIMIT]
    assert long == []


def test_no_function_is_longer_than_50_lines() -> None:
    """Factories of routes hold one function for each route: there each of those is measured."""
    assert [where for path in ONLY_OURS for where in too_long(path)] == []


def too_long(path: Path) -> Iterator[str]:
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = [each for each in node.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
            lines = lines_of(node) - sum(map(lines_of, inner))
            if lines > FUNCTION_LINES_LIMIT:
                yield f"{at(path, node.lineno)} {node.name} has {lines} lines"


def lines_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
    return (node.end_lineno or first) - first + 1


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    parts = {part for path in CODE for part in path.relative_to(ROOT).with_suffix("").parts}
    assert parts & NAMES_THAT_SAY_NOTHING == set()


def test_every_module_says_what_it_is() -> None:
    silent = [path for path in ONLY_OURS if TREES[path].body and not ast.get_docstring(TREES[path])]
    assert [at(path, 1) for path in silent] == []


PERSONAL = re.compile(r"(^|_)(names?|birth|born|dwelling|room|address|phone|mail|file|text|reason|note|why)")
CODES_AND_REFERENCES = {"birth_year", "house_name", "reason_code", "note_ref"}


def test_no_fact_has_a_field_for_a_name_or_a_free_text() -> None:
    found = {
        f"{name}.{field}" for name, event in EVENTS.items() for field in fields_of(event) if PERSONAL.search(field)
    }
    assert {field for field in found if field.partition(".")[2] not in CODES_AND_REFERENCES} == set()


def test_the_personal_fields_that_we_look_for_would_be_found() -> None:
    for field in (
        "given_name",
        "family_name",
        "birth_date",
        "dwelling",
        "file_reference",
        "text",
        "reason",
        "note",
        "name",
    ):
        assert PERSONAL.search(field), field


MONEY = [*tracked("services/reporting/*.py"), ROOT / "shared" / "money.py"]


def test_no_float_comes_near_money() -> None:
    """Neither the type, nor a number with a point, nor a division that makes one of two integers."""
    assert [at(path, line) for path in MONEY for line in floats(TREES[path])] == []


def floats(tree: ast.Module) -> Iterator[int]:
    fractions = {id(node) for node in ast.walk(tree) if isinstance(node, ast.BinOp) and "Fraction" in ast.dump(node)}
    for node in ast.walk(tree):
        constant = isinstance(node, ast.Constant) and isinstance(node.value, float)
        named = isinstance(node, ast.Name) and node.id == "float"
        divided = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and id(node) not in fractions
        if constant or named or (divided and not is_path(node)):
            yield getattr(node, "lineno", 0)


def is_path(node: ast.AST) -> bool:
    """`folder / "file"` is no division."""
    return isinstance(node, ast.BinOp) and isinstance(node.right, ast.Constant) and isinstance(node.right.value, str)


CLOCKS = {"now", "utcnow", "today", "time", "time_ns", "monotonic", "uuid1", "uuid4", "uuid7", "urandom", "getenv"}
DICE = {"random", "secrets", "os", "time", "asyncio", "socket", "subprocess"}


@pytest.mark.parametrize("path", tracked("services/*/domain/*.py"), ids=lambda path: "/".join(path.parts[-3:]))
def test_a_decision_looks_at_no_clock_and_throws_no_dice(path: Path) -> None:
    found = []
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.partition(".")[0] in DICE]
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in DICE:
            found.append(node.module or "")
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            found += [f"{name}() in line {node.lineno}"] * (name in CLOCKS)
    assert found == []


def test_records_are_never_acknowledged_by_faststream() -> None:
    policies = {
        (at(path, node.lineno), node.attr)
        for path in ONLY_OURS
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "AckPolicy"
    }
    assert policies
    assert {policy for _, policy in policies} == {"MANUAL"}, policies
    for path in ONLY_OURS:
        assert not re.search(r"\.n?ack\(\)", path.read_text()), path


OF_A_MACHINE = re.compile(rb"/(root|home/[a-z]+|Users/[A-Za-z]+)/")


def test_no_file_knows_the_machine_that_it_was_written_on() -> None:
    paths = [path for path in tracked() if path != Path(__file__)]
    assert [str(path.relative_to(ROOT)) for path in paths if OF_A_MACHINE.search(path.read_bytes())] == []


def test_no_error_is_swallowed_without_a_name() -> None:
    bare = [
        at(path, node.lineno)
        for path in ONLY_OURS
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.ExceptHandler) and node.type is None
    ]
    assert bare == []


WITHOUT_A_ROLE = {"IsLive", "IsReady", "ShowHealth", "ShowMetrics"}


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, object]:
    """Enough to build a service; nothing is reached."""
    for name in ("url", "master", "idempotency"):
        (tmp_path / name).write_text("postgresql://127.0.0.1/x" if name == "url" else key())
        (tmp_path / name).chmod(0o600)
    return {
        "database_url_file": tmp_path / "url",
        "kafka": "127.0.0.1:1",
        "port": 1,
        "issuer": "https://issuer.example",
        "jwks": "https://issuer.example/jwks",
        "master_key_file": tmp_path / "master",
        "idempotency_key_file": tmp_path / "idempotency",
        "intake_url": "http://127.0.0.1:1",
        "service_token_file": tmp_path / "url",
    }


def key() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def built(service: str, settings: dict[str, object]) -> FastAPI:
    module: ModuleType = import_module(f"services.{service}.app")
    provider = "drk" if service == "provider" else ""
    app: FastAPI = module.build(Settings.model_validate({**settings, "service": service, "provider": provider}))
    return app


def operations(app: FastAPI) -> set[str]:
    """As the published interface names them."""
    return {
        operation["operationId"]
        for path in app.openapi()["paths"].values()
        for operation in path.values()
        if isinstance(operation, dict)
    }


async def test_who_may_do_what_is_said_for_every_operation_and_for_nothing_else(settings: dict[str, object]) -> None:
    found = {service: operations(built(service, settings)) for service in SERVICES}
    everything = set().union(*found.values())
    assert everything - WITHOUT_A_ROLE == set(ALLOWED)
    assert all(roles and roles <= ROLES for roles in ALLOWED.values())


@pytest.mark.parametrize("service", SERVICES)
async def test_nobody_else_may_do_it(service: str, settings: dict[str, object], tmp_path: Path) -> None:
    """Every operation of every service, asked without a token and in every role that may not do it."""
    issuer = TestIssuer(tmp_path / "jwks.json")
    issuer.publish()
    app = built(service, {**settings, "mode": "demo", "jwks": str(issuer.jwks), "issuer": ISSUER})
    tokens = {role: issuer.bearer(roles=[role], provider="drk" if role in OF_A_PROVIDER else None) for role in ROLES}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        for path, methods in app.openapi()["paths"].items():
            for method, operation in methods.items():
                name = operation["operationId"]
                if name in WITHOUT_A_ROLE:
                    continue
                url = re.sub(r"{[^}]+}", "1", path)
                assert (await client.request(method, url)).status_code == 401, name
                for role in ROLES - ALLOWED[name]:
                    answer = await client.request(method, url, headers=tokens[role])
                    assert answer.status_code == 403, (name, role)
