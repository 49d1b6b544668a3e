"""The services that the command line speaks to: an embedded instance in its folder, or addresses in the environment.

Elsewhere than embedded: `FALLBUCH_URLS` (JSON, service to address) and `FALLBUCH_TOKEN_FILE`.
"""

import json
import math
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from infra import issuer
from infra.kafka.rights import AUDITOR
from infra.service import password_name
from shared.cli.actor import Actor
from shared.cli.exits import Misused, NotAsked

DEFAULT_FOLDER = Path(".fallbuch")
TOKEN_KEPT_SECONDS = 300.0


@dataclass(frozen=True)
class Instance:
    """One town's services: where they answer, and how to come by a token for them."""

    urls: Mapping[str, str]
    mint: Callable[[Actor], str] = field(repr=False)
    folder: Path | None = None
    clock_file: Path | None = None
    town: str = "weinheim"
    providers: tuple[str, ...] = ()
    own_software: frozenset[str] = frozenset()
    """Providers whose service is a program of their own, whose address nobody knows here."""
    kafka: str = ""
    kafka_password_file: Path | None = None
    """Of the auditor, where Kafka knows who is who."""
    kafka_ca_file: Path | None = None
    control: str = ""
    replay_url: str = field(default="", repr=False)
    clock: Literal["system", "story"] = "system"

    def token(self, actor: Actor) -> str:
        """A token that says that we are this actor."""
        return self.mint(actor)


def find(folder: Path | None) -> Instance:
    """The instance of a folder; without one that of the environment, else of `.fallbuch`. Raises `NotAsked`."""
    if folder is None and os.environ.get("FALLBUCH_URLS"):
        return _elsewhere(os.environ["FALLBUCH_URLS"])
    return embedded(folder or DEFAULT_FOLDER)


def embedded(folder: Path) -> Instance:
    """The instance that runs on a folder of this machine. Raises `NotAsked` if none does."""
    try:
        written = json.loads((folder / "instance.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        option = "" if folder == DEFAULT_FOLDER else f" --data {folder}"
        raise NotAsked(f"Nothing runs on {folder}. `fallbuch up{option}` starts everything.") from None
    tokens: dict[Actor, tuple[float, str]] = {}

    def mint(actor: Actor) -> str:
        made_at, token = tokens.get(actor, (-math.inf, ""))
        if time.monotonic() - made_at > TOKEN_KEPT_SECONDS:
            token = issuer.mint(
                folder / "secrets",
                town=written["town"],
                role=actor.role,
                provider=actor.provider,
                staff_ref=actor.staff_ref,
            )
            tokens[actor] = time.monotonic(), token
        return token

    clock_file = written.get("clock_file")
    password, authority = folder / "secrets" / password_name(AUDITOR), written.get("kafka_ca_file")
    return Instance(
        urls={name: service["url"] for name, service in written["services"].items()},
        mint=mint,
        folder=folder,
        clock_file=Path(clock_file) if clock_file else None,
        town=written["town"],
        providers=tuple(written["providers"]),
        own_software=frozenset(written["own_software"]),
        kafka=written["kafka"],
        kafka_password_file=password if password.exists() and written["kafka_operator"] != written["kafka"] else None,
        kafka_ca_file=Path(authority) if authority else None,
        control=written["control"],
        replay_url=written["replay_database_url"],
        clock=written["clock"],
    )


def _elsewhere(text: str) -> Instance:
    try:
        urls = {str(name): str(url).rstrip("/") for name, url in json.loads(text).items()}
    except (ValueError, AttributeError):
        raise Misused('FALLBUCH_URLS is JSON with each service\'s address, as {"intake": "https://…"}.') from None
    providers = tuple(name.removeprefix("provider-") for name in urls if name.startswith("provider-"))
    return Instance(urls=urls, mint=_token_from_file, providers=providers)


def _token_from_file(_: Actor) -> str:
    """The token that somebody else's issuer gave us: it says who we are, whatever we would like to be."""
    path = os.environ.get("FALLBUCH_TOKEN_FILE")
    if not path:
        raise Misused("FALLBUCH_TOKEN_FILE must name the file with the token for these services.")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise Misused(f"FALLBUCH_TOKEN_FILE cannot be read: {error.strerror}.") from None
