"""The jars of Kafka are exactly the pinned ones."""

import hashlib
import threading
from pathlib import Path

import pytest

from infra.embedded import jars
from infra.progress import silent

CONTENT = b"the right bytes"


@pytest.fixture
def jar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> jars.Jar:
    """A jar that lies in the user's own Maven repository, so that no network is asked."""
    monkeypatch.setenv("M2_REPO", str(tmp_path / "m2"))
    monkeypatch.setenv("JGO_CONFIG_FILE", str(tmp_path / "none.conf"))
    place = tmp_path / "m2" / "org" / "example" / "small" / "1.0"
    place.mkdir(parents=True)
    (place / "small-1.0.jar").write_bytes(CONTENT)
    return jars.Jar("org.example", "small", "1.0", hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))


def fetch(jar: jars.Jar, folder: Path) -> list[Path]:
    return jars.fetch(silent, threading.Event(), (jar,), folder)


def test_a_pinned_jar_is_kept_in_the_cache(jar: jars.Jar, tmp_path: Path) -> None:
    assert fetch(jar, tmp_path / "cache") == [tmp_path / "cache" / "small-1.0.jar"]
    assert [file.name for file in (tmp_path / "cache").iterdir()] == ["small-1.0.jar"]


def test_a_jar_with_other_bytes_is_refused_by_name_and_not_kept(jar: jars.Jar, tmp_path: Path) -> None:
    other = jars.Jar(jar.group, jar.artifact, jar.version, hashlib.sha256(b"other").hexdigest(), jar.size_bytes)
    with pytest.raises(jars.WrongJar, match=r"small-1\.0\.jar"):
        fetch(other, tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_damaged_jar_in_the_cache_is_fetched_again(jar: jars.Jar, tmp_path: Path) -> None:
    (path,) = fetch(jar, tmp_path / "cache")
    path.write_bytes(b"half")
    fetch(jar, tmp_path / "cache")
    assert path.read_bytes() == CONTENT


def test_every_jar_of_kafka_is_pinned() -> None:
    pinned = jars.pinned()
    assert {"kafka_2.13", "kafka-clients", "log4j-slf4j-impl"} <= {jar.artifact for jar in pinned}
    assert {jar.version for jar in pinned if jar.group == "org.apache.kafka"} == {"4.3.1"}
    assert all(len(jar.sha256) == 64 for jar in pinned)


def test_the_mirror_of_the_users_maven_settings_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".m2").mkdir()
    (tmp_path / ".m2" / "settings.xml").write_text(
        '<settings xmlns="http://maven.apache.org/SETTINGS/1.2.0"><mirrors><mirror>'
        "<mirrorOf>central</mirrorOf><url>https://maven.example/central/</url>"
        "</mirror></mirrors></settings>"
    )
    assert jars.context(tmp_path).remote_repos["central"] == "https://maven.example/central"
