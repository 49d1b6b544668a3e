"""The jars of Apache Kafka: fetched by coordinates, checked against our own list of sums, kept in the user's cache.

`python -m infra.embedded.jars pin VERSION` resolves the run-time jars anew and rewrites that list.
"""

import hashlib
import json
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from platformdirs import user_cache_path

from infra.progress import Progress, Report

if TYPE_CHECKING:
    from jgo.maven import MavenContext

PINS = Path(__file__).with_name("kafka-jars.json")
STAGE = "kafka jars"


class WrongJar(Exception):
    """A jar does not have the bytes that we pinned; nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class Jar:
    """One pinned file: its coordinates, its size, its sum."""

    group: str
    artifact: str
    version: str
    sha256: str
    size_bytes: int

    @property
    def filename(self) -> str:
        return f"{self.artifact}-{self.version}.jar"


def pinned() -> tuple[Jar, ...]:
    return tuple(Jar(**entry) for entry in json.loads(PINS.read_text(encoding="utf-8")))


class Interrupted(Exception):
    """Nobody waits for the jars any more."""


def fetch(report: Report, interrupted: threading.Event, jars: tuple[Jar, ...], folder: Path) -> list[Path]:
    """Every jar's path in `folder`, downloading what is missing. Raises `WrongJar`; `Interrupted` when that is set."""
    folder.mkdir(parents=True, exist_ok=True)
    missing = [jar for jar in jars if _sum_of(folder / jar.filename) != jar.sha256]
    if missing:
        _download(missing, folder, _Counter(missing, report, interrupted))
    return [folder / jar.filename for jar in jars]


def cache() -> Path:
    return user_cache_path("fallbuch") / "kafka"


def _download(jars: list[Jar], folder: Path, count: "_Counter") -> None:
    """Into a folder of our own first, so that an interrupted or a second download never leaves half a jar behind."""
    with tempfile.TemporaryDirectory(dir=folder, prefix="download-") as temporary:
        maven = context(Path(temporary), count)

        def take(jar: Jar) -> None:
            path = _resolve(maven, jar)
            if _sum_of(path) != jar.sha256:
                raise WrongJar(f"{jar.filename} is not the file that was pinned: its SHA-256 differs. It was not kept.")
            kept = Path(shutil.copy(path, Path(temporary) / jar.filename))
            kept.replace(folder / jar.filename)

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(take, jars))


def _resolve(maven: "MavenContext", jar: Jar) -> Path:
    artifact = maven.project(jar.group, jar.artifact).at_version(jar.version).artifact()
    try:
        return artifact.resolve()
    except (OSError, RuntimeError):  # one more try: a repository may refuse or drop one of many connections
        if artifact.cached_path:
            artifact.cached_path.unlink(missing_ok=True)
        return artifact.resolve()


def context(repository: Path, count: Callable[[int], None] | None = None) -> "MavenContext":
    """Maven as this user has set it up: local repository, repositories, mirrors; proxies are the environment's.

    Its library is loaded only here: it takes a third of a second, and nearly no command downloads anything.
    """
    from jgo.config import GlobalSettings
    from jgo.constants import MAVEN_CENTRAL_URL
    from jgo.maven import MavenContext, PythonResolver

    @contextmanager
    def progress(_filename: str, _size_bytes: int) -> Iterator[Callable[[int], None]]:
        yield count or (lambda _bytes: None)

    settings = GlobalSettings.load()
    return MavenContext(
        resolver=PythonResolver(progress_callback=progress),
        repo_cache=repository,
        local_repos=[settings.repo_cache],
        remote_repos={"central": _mirror_of_central() or MAVEN_CENTRAL_URL, **settings.repositories},
        timeout=30,
    )


def _mirror_of_central() -> str | None:
    """The mirror that the user's Maven settings name for Maven Central, as `mvn` itself would take it."""
    path = Path.home() / ".m2" / "settings.xml"
    if not path.exists():
        return None
    settings = ElementTree.parse(path)  # noqa: S314 - the user's own file
    for mirror in settings.iterfind(".//{*}mirror"):
        if {"central", "*", "external:*"} & set((mirror.findtext("{*}mirrorOf") or "").split(",")):
            return (mirror.findtext("{*}url") or "").rstrip("/") or None
    return None


class _Counter:
    """Counts the bytes of all downloads together; ends them when nobody waits for them any more."""

    def __init__(self, jars: list[Jar], report: Report, interrupted: threading.Event) -> None:
        self._total, self._done = sum(jar.size_bytes for jar in jars), 0
        self._report, self._interrupted, self._lock = report, interrupted, threading.Lock()
        report(Progress(STAGE, f"downloading {len(jars)} jars of Apache Kafka, {self._total / 1e6:.0f} MB"))

    def __call__(self, size_bytes: int) -> None:
        if self._interrupted.is_set():
            raise Interrupted
        with self._lock:
            before, self._done = self._done, self._done + size_bytes
            if before * 50 // self._total != self._done * 50 // self._total:
                text = f"{self._done / 1e6:.0f} of {self._total / 1e6:.0f} MB"
                self._report(Progress(STAGE, text, min(self._done, self._total), self._total))


def _sum_of(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None


def pin(kafka_version: str) -> None:
    """Resolve Kafka's run-time jars, and the binding that lets it log through log4j, and write their sums down."""
    with tempfile.TemporaryDirectory() as temporary:
        maven = context(Path(temporary))
        kafka = maven.create_dependency(f"org.apache.kafka:kafka_2.13:{kafka_version}")
        roots, others = maven.resolver.resolve([kafka])
        log4j = next(other for other in others if other.artifactId == "log4j-core")
        binding = maven.create_dependency(f"org.apache.logging.log4j:log4j-slf4j-impl:{log4j.version}")
        jars = []
        for dependency in [*roots, *others, binding]:
            content = dependency.artifact.resolve().read_bytes()
            sha256 = hashlib.sha256(content).hexdigest()
            jars.append(Jar(dependency.groupId, dependency.artifactId, dependency.version, sha256, len(content)))
    jars.sort(key=lambda jar: (jar.group, jar.artifact))
    PINS.write_text(json.dumps([asdict(jar) for jar in jars], indent=1) + "\n")


if __name__ == "__main__":
    pin(sys.argv[2])
