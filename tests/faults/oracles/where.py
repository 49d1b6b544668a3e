"""Where to look: databases, topics, addresses, the callers' journal. And what an oracle answers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

FAULTS_SHOWN = 20
ROWS = """SELECT log_position, fact_number, source, stream, version, event_id::text, type, body, leaf_hash
FROM public.log WHERE log_position > %s ORDER BY log_position"""


@dataclass(frozen=True)
class Finding:
    """`checked`: how many things were looked at. No faults means that all of them are as they must be."""

    oracle: str
    checked: int
    faults: list[str]


@dataclass(frozen=True)
class Row:
    """A line of a log; `fact` is its body as JSON."""

    log_position: int
    fact_number: int | None
    source: str
    stream: str
    version: int
    event_id: str
    type: str
    body: bytes
    leaf_hash: bytes
    fact: dict[str, Any]


@dataclass(frozen=True)
class Program:
    """What is run to have a service compare its own views, and with which environment."""

    argv: tuple[str, ...]
    environment: Mapping[str, str]


@dataclass(frozen=True)
class Where:
    """One instance. `databases` and `urls` by service; `planted`: values that a test wrote into topics by hand.

    Logs are read once and then only their new rows; `afresh` gives a place that has read nothing yet.
    """

    postgres: str
    kafka: Mapping[str, Any]
    """How librdkafka reaches it, as somebody who may read everything."""
    town: str
    databases: Mapping[str, str]
    urls: Mapping[str, str]
    journal: Path
    programs: Mapping[str, Program] = field(default_factory=dict)
    planted: set[bytes] = field(default_factory=set)
    quarantined: dict[str, int] = field(default_factory=dict)
    known: dict[str, list[Row]] = field(default_factory=dict)

    def afresh(self, **changed: Any) -> "Where":
        return Where(**{**self.__dict__, "known": {}, **changed})

    @property
    def services(self) -> list[str]:
        return list(self.databases)

    def source(self, service: str) -> str:
        return f"urn:fallbuch:{self.town}:{service}"

    def topic(self, service: str) -> str:
        """The topic of a service's own facts."""
        return f"{service.replace('provider-', 'provider.')}.facts.v1"

    def hears(self, service: str) -> list[str]:
        """Whose facts a service hears completely (contracts, topics). A provider hears one stream alone."""
        providers = [name for name in self.services if name.startswith("provider-")]
        heard = {
            "intake": ["allocation", *providers],
            "allocation": ["intake", "reporting", *providers],
            "reporting": ["intake", "allocation", *providers],
            "audit": ["intake", "allocation", "reporting", *providers],
        }
        return [name for name in heard.get(service, []) if name in self.databases]

    def connect(self, service: str) -> "psycopg.Connection[Any]":
        return psycopg.connect(self.postgres, dbname=self.databases[service], connect_timeout=5)

    def log(self, service: str) -> list[Row]:
        """The service's whole log in its order."""
        rows = self.known.setdefault(service, [])
        with self.connect(service) as connection:
            found = connection.execute(ROWS, (rows[-1].log_position if rows else 0,)).fetchall()
        for *columns, body, leaf in found:
            rows.append(Row(*columns, bytes(body), bytes(leaf), json.loads(bytes(body))))
        return rows

    def own(self, service: str) -> list[Row]:
        """The facts that the service decided itself, in their order."""
        return [row for row in self.log(service) if row.source == self.source(service)]
