"""A service does not start with settings or secrets that are missing, weak or contradict each other, and says which."""

import base64
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from shared.clock import StoryClock, SystemClock, day_in_berlin, set_story_day
from shared.errors import Misconfigured
from shared.secret import read_key, read_secret
from shared.settings import Settings, load


def a_key(size: int = 32) -> str:
    return base64.urlsafe_b64encode(os.urandom(size)).decode()


def secret(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text)
    path.chmod(mode)
    return path


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """What is enough to start intake."""
    for name in [name for name in os.environ if name.startswith("FALLBUCH_")]:
        monkeypatch.delenv(name)
    files = {name: secret(tmp_path / name, a_key()) for name in ("database", "master", "idempotency")}
    for name, value in {
        "SERVICE": "intake",
        "DATABASE_URL_FILE": str(files["database"]),
        "KAFKA": "127.0.0.1:9092",
        "PORT": "8000",
        "ISSUER": "https://issuer.example",
        "JWKS": "https://issuer.example/jwks",
        "MASTER_KEY_FILE": str(files["master"]),
        "IDEMPOTENCY_KEY_FILE": str(files["idempotency"]),
    }.items():
        monkeypatch.setenv(f"FALLBUCH_{name}", value)
    return monkeypatch


def test_production_is_what_happens_without_saying_so(environment: pytest.MonkeyPatch) -> None:
    settings = load()
    assert (settings.mode, settings.clock, settings.source) == ("production", "system", "urn:fallbuch:weinheim:intake")
    assert isinstance(settings.time(), SystemClock)


@pytest.mark.parametrize("name", ["SERVICE", "DATABASE_URL_FILE", "KAFKA", "PORT", "ISSUER", "JWKS", "MASTER_KEY_FILE"])
def test_a_missing_setting_is_named(environment: pytest.MonkeyPatch, name: str) -> None:
    environment.delenv(f"FALLBUCH_{name}")
    with pytest.raises(Misconfigured, match=f"FALLBUCH_{name}: "):
        load()


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"SERVICE": "archive"}, "FALLBUCH_SERVICE"),
        ({"PORT": "0"}, "FALLBUCH_PORT"),
        ({"PORT": "many"}, "FALLBUCH_PORT"),
        ({"MODE": "test"}, "FALLBUCH_MODE"),
        ({"PROVIDER": "drk"}, "FALLBUCH_PROVIDER"),
        ({"SERVICE": "provider"}, "FALLBUCH_PROVIDER"),
        ({"CLOCK": "story", "CLOCK_FILE": "/nowhere"}, "FALLBUCH_CLOCK_FILE and is refused in production"),
        ({"CLOCK": "story", "MODE": "demo"}, "FALLBUCH_CLOCK_FILE"),
        ({"JWKS": "keys.json"}, "FALLBUCH_JWKS"),
        ({"JWKS": "http://issuer.example/jwks"}, "FALLBUCH_JWKS"),
    ],
)
def test_what_does_not_go_together_is_refused_by_name(
    environment: pytest.MonkeyPatch, changed: dict[str, str], named: str
) -> None:
    for name, value in changed.items():
        environment.setenv(f"FALLBUCH_{name}", value)
    with pytest.raises(Misconfigured, match=named):
        load()


def test_the_value_of_a_setting_is_never_said(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("FALLBUCH_PORT", "hunter2")
    with pytest.raises(Misconfigured) as refused:
        load()
    assert "hunter2" not in str(refused.value)


def test_a_provider_s_service_has_its_own_source(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("FALLBUCH_SERVICE", "provider")
    environment.setenv("FALLBUCH_PROVIDER", "drk")
    settings = Settings()
    assert (settings.name, settings.source) == ("provider-drk", "urn:fallbuch:weinheim:provider-drk")


def test_a_good_key_is_read(tmp_path: Path) -> None:
    text = a_key()
    assert read_key(secret(tmp_path / "key", f"{text.rstrip('=')}\n")) == base64.urlsafe_b64decode(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is empty"),
        (" \n", "is empty"),
        pytest.param(a_key(31), "32 random bytes", id="a byte short"),
        pytest.param(a_key(33), "32 random bytes", id="a byte long"),
        ("A" * 43, "32 random bytes"),
        ("changeme", "32 random bytes"),
        ("Schlüssel", "not base64url"),
    ],
)
def test_a_weak_key_is_refused(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(Misconfigured, match=f"secret file master .*{why}"):
        read_key(secret(tmp_path / "master", text))


def test_a_secret_that_is_missing_or_everybody_s_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="cannot be read"):
        read_secret(tmp_path / "none")
    with pytest.raises(Misconfigured, match="readable by everyone"):
        read_secret(secret(tmp_path / "open", a_key(), 0o644))
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Misconfigured, match="cannot be read"):
        read_secret(tmp_path / "bytes")


def test_a_story_s_day_is_nine_in_the_morning_and_may_go_back(tmp_path: Path) -> None:
    clock = StoryClock(tmp_path / "clock.json")
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
    for day, utc_hour in ((date(2019, 7, 1), 7), (date(2019, 2, 20), 8), (date(2018, 10, 28), 8)):
        set_story_day(tmp_path / "clock.json", day)
        now = clock.now()
        assert timedelta(0) <= now - datetime(day.year, day.month, day.day, utc_hour, tzinfo=UTC) < timedelta(minutes=1)
        assert clock.now() >= now
    assert [file.name for file in tmp_path.iterdir()] == ["clock.json"]


def test_a_day_begins_at_midnight_in_berlin() -> None:
    assert day_in_berlin(datetime(2018, 12, 31, 22, 59, tzinfo=UTC)) == date(2018, 12, 31)
    assert day_in_berlin(datetime(2018, 12, 31, 23, 0, tzinfo=UTC)) == date(2019, 1, 1)
    assert day_in_berlin(datetime(2019, 6, 30, 22, 0, tzinfo=UTC)) == date(2019, 7, 1)
