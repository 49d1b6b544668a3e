"""One service process: its program, and the environment that it is started with."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from infra.folder import DataFolder
from infra.issuer import AUDIENCE, PUBLIC_KEYS, issuer_of

PROVIDERS = ("caritas", "diakonie", "drk", "town")
# Where the packages `services` and `shared` are found, in a checkout and when installed.
PACKAGES = Path(__file__).parents[1]
CLOCK_FILE = "clock.json"
# The one setting of ours that passes from outside through to the services: faults to be injected, for tests.
PASSED_ON = {"FALLBUCH_FAULTS"}


@dataclass(frozen=True, slots=True)
class Service:
    """One process: `kind` is its program, `name` tells the providers' apart."""

    kind: str
    argv: tuple[str, ...]
    provider: str = ""

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.provider}" if self.provider else self.kind

    @property
    def database(self) -> str:
        return self.name.replace("-", "_")


@dataclass(slots=True)
class Instance:
    """What all services of one instance have in common. `providers` grows while it runs."""

    folder: DataFolder
    town: str
    providers: tuple[str, ...]
    clock: str

    @property
    def clock_file(self) -> Path | None:
        return self.folder.root / CLOCK_FILE if self.clock == "story" else None


def services_of(providers: Sequence[str]) -> tuple[Service, ...]:
    single = (_run("intake"), _run("allocation"), _run("reporting"), _run("audit"))
    return (*single, *map(service_for, providers))


def service_for(provider: str) -> Service:
    """The service of one provider."""
    return _run("provider", provider)


def _run(kind: str, provider: str = "") -> Service:
    return Service(kind, (sys.executable, "-m", f"services.{kind}"), provider)


def inherited() -> dict[str, str]:
    """What every child gets from our own environment."""
    return {name: value for name, value in os.environ.items() if not name.startswith("FALLBUCH_") or name in PASSED_ON}


def database_file(folder: DataFolder, service: Service) -> Path:
    return folder.secrets / f"{service.name}.database-url"


def password_name(principal: str) -> str:
    """The file with what Kafka knows a principal by."""
    return f"kafka-{principal}.password"


def token_file(folder: DataFolder, provider: str) -> Path:
    return folder.secrets / f"provider-{provider}.token"


def environment(service: Service, instance: Instance, kafka: str, ports: Mapping[str, int]) -> dict[str, str]:
    """Everything that the process is told; secrets as files."""
    folder = instance.folder
    settings = {
        "PYTHONUNBUFFERED": "1",
        "FALLBUCH_SERVICE": service.kind,
        "FALLBUCH_TOWN": instance.town,
        "FALLBUCH_PROVIDERS": ",".join(instance.providers),
        "FALLBUCH_DATABASE_URL_FILE": str(database_file(folder, service)),
        "FALLBUCH_KAFKA": kafka,
        "FALLBUCH_HOST": "127.0.0.1",
        "FALLBUCH_PORT": str(ports[service.name]),
        "FALLBUCH_CLOCK": instance.clock,
        "FALLBUCH_MODE": "demo",
        "FALLBUCH_ISSUER": issuer_of(instance.town),
        "FALLBUCH_AUDIENCE": AUDIENCE,
        "FALLBUCH_JWKS": str(folder.secrets / PUBLIC_KEYS),
        "FALLBUCH_MASTER_KEY_FILE": str(_key_file(folder, f"{service.name}.master-key")),
        "FALLBUCH_IDEMPOTENCY_KEY_FILE": str(_key_file(folder, f"{service.name}.idempotency-key")),
    }
    if not os.environ.get("FALLBUCH_EXTERNAL_KAFKA"):
        settings["FALLBUCH_KAFKA_PASSWORD_FILE"] = str(_key_file(folder, password_name(service.name)))
    if instance.clock_file:
        settings["FALLBUCH_CLOCK_FILE"] = str(instance.clock_file)
    if service.kind in ("provider", "reporting") and "intake" in ports:
        settings["FALLBUCH_INTAKE_URL"] = f"http://127.0.0.1:{ports['intake']}"
    if service.provider:
        settings["FALLBUCH_PROVIDER"] = service.provider
        settings["FALLBUCH_SERVICE_TOKEN_FILE"] = str(token_file(folder, service.provider))
    return settings


def _key_file(folder: DataFolder, name: str) -> Path:
    folder.secret(name)
    return folder.secrets / name
