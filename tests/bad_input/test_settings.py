"""A service with bad settings does not start: items 100, 101 and 113. One line says why, and never a value."""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from services.intake.app import build
from shared.errors import Misconfigured
from shared.settings import load

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "services.intake"]
CANARY = "Zaphod-hunter2"
REFUSED, STUCK = 78, 70
GOOD_URL = "postgresql://intake:0123456789abcdef0123@127.0.0.1:1/intake"


def a_key() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def secret(path: Path, text: str | bytes, mode: int = 0o600) -> str:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    path.chmod(mode)
    return str(path)


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """Enough for intake to start in production, if only somebody answered."""
    return {
        "SERVICE": "intake",
        "MODE": "production",
        "DATABASE_URL_FILE": secret(tmp_path / "url", GOOD_URL),
        "KAFKA": "127.0.0.1:1",
        "PORT": "1",
        "ISSUER": "https://issuer.example",
        "JWKS": "https://issuer.example/jwks",
        "MASTER_KEY_FILE": secret(tmp_path / "master", a_key()),
        "IDEMPOTENCY_KEY_FILE": secret(tmp_path / "idempotency", a_key()),
    }


Refuse = Callable[..., str]


@pytest.fixture
def refused(settings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Refuse:
    """Why intake does not start with these settings changed, in a sentence without any value."""
    for name in [name for name in os.environ if name.startswith("FALLBUCH_")]:
        monkeypatch.delenv(name)

    def why(**changed: str) -> str:
        for name, value in (settings | changed).items():
            monkeypatch.setenv(f"FALLBUCH_{name}", value)
        with pytest.raises(Misconfigured) as refusal:
            build(load())
        assert CANARY not in str(refusal.value)
        return str(refusal.value)

    return why


def start(settings: dict[str, str]) -> tuple[int, dict[str, str]]:
    """Exit code of the service's process, and its one line."""
    given = {f"FALLBUCH_{name}": value for name, value in settings.items()}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FALLBUCH_")}
    ended = subprocess.run(COMMAND, cwd=ROOT, env=kept | given, capture_output=True, text=True, timeout=60, check=False)
    lines = ended.stderr.splitlines()
    assert (len(lines), ended.stdout) == (1, ""), ended.stderr
    assert CANARY not in ended.stderr
    return ended.returncode, json.loads(lines[0])


@pytest.mark.parametrize("name", ["DATABASE_URL_FILE", "MASTER_KEY_FILE", "IDEMPOTENCY_KEY_FILE"])
@pytest.mark.parametrize("text", [None, "", " \n", b"\xff\xfe", "changeme", CANARY])
async def test_100_a_secret_that_is_missing_empty_or_a_sample_stops_the_start(
    refused: Refuse, tmp_path: Path, name: str, text: str | bytes | None
) -> None:
    path = tmp_path / "none" if text is None else Path(secret(tmp_path / "bad", text))
    why = refused(**{name: str(path)})
    assert path.name in why or "FALLBUCH_DATABASE_URL_FILE" in why


@pytest.mark.parametrize("name", ["DATABASE_URL_FILE", "MASTER_KEY_FILE", "IDEMPOTENCY_KEY_FILE"])
async def test_100_a_secret_that_everybody_can_read_stops_the_start(
    refused: Refuse, settings: dict[str, str], name: str
) -> None:
    Path(settings[name]).chmod(0o644)
    assert "readable by everyone" in refused()


@pytest.mark.parametrize(
    "url",
    [
        "mysql://intake:0123456789abcdef0123@127.0.0.1/intake",
        "postgresql://intake:0123456789abcdef0123@127.0.0.1",
        "postgresql://intake:0123456789abcdef0123@127.0.0.1:notaport/intake",
        "postgresql://[::/intake",
    ],
)
async def test_101_an_address_that_is_none_stops_the_start(refused: Refuse, tmp_path: Path, url: str) -> None:
    assert "FALLBUCH_DATABASE_URL_FILE" in refused(DATABASE_URL_FILE=secret(tmp_path / "bad", url))


async def test_101_a_weak_password_is_refused_in_production(refused: Refuse, tmp_path: Path) -> None:
    url = secret(tmp_path / "bad", f"postgresql://intake:{CANARY}@127.0.0.1/intake")
    assert "at least 16 characters" in refused(DATABASE_URL_FILE=url)


@pytest.mark.parametrize("options", ["", "?sslmode=prefer", "?sslmode=disable&application_name=sslmode=verify-full"])
async def test_101_a_database_elsewhere_is_asked_in_cipher_in_production(
    refused: Refuse, tmp_path: Path, options: str
) -> None:
    url = GOOD_URL.replace("127.0.0.1:1", "database.example") + options
    assert "sslmode=verify-full" in refused(DATABASE_URL_FILE=secret(tmp_path / "bad", url))


@pytest.mark.parametrize("kafka", ["", "kafka", "kafka:", "kafka:9092;x", "a:1,,b:2", f"user:{CANARY}@kafka:9092"])
async def test_101_brokers_that_are_none_stop_the_start(refused: Refuse, kafka: str) -> None:
    assert "FALLBUCH_KAFKA" in refused(KAFKA=kafka, MODE="demo")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KAFKA", "kafka.example:9092"),
        ("KAFKA", "127.0.0.1:9092,kafka.example:9092"),
        ("INTAKE_URL", "http://intake.example"),
        ("INTAKE_URL", "intake.example"),
        ("JWKS", "http://issuer.example/jwks"),
        ("JWKS", "keys.json"),
        ("FAULTS", "/tmp"),
        ("CLOCK", "story"),
    ],
)
async def test_101_what_is_not_safe_is_refused_in_production(refused: Refuse, name: str, value: str) -> None:
    assert "in production" in refused(**{name: value})


def test_101_a_database_that_does_not_answer_is_one_line_and_a_new_start(settings: dict[str, str]) -> None:
    code, line = start(settings)
    assert (code, line["event"]) == (STUCK, "database_not_reached")


def test_113_faults_are_refused_where_nobody_said_which_mode_it_is(settings: dict[str, str], tmp_path: Path) -> None:
    """Without a word it is production; an empty folder is refused too."""
    del settings["MODE"]
    code, line = start(settings | {"FAULTS": str(tmp_path)})
    assert (code, "FALLBUCH_FAULTS" in line["why"]) == (REFUSED, True)


def test_110_a_full_disk_under_the_trace_changes_no_exit_code(settings: dict[str, str]) -> None:
    given = {f"FALLBUCH_{name}": value for name, value in settings.items()}
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(COMMAND, cwd=ROOT, env=os.environ | given, stderr=full, timeout=60, check=False)
    assert ended.returncode == STUCK
