"""Fetch the names that consent covers, once for each time a case or a consent is told. Keep them in the own vault.

Work does not wait for it: until the names are there a case is listed as *names missing*.
"""

import asyncio
from typing import Any
from uuid import UUID

import httpx
import structlog

from shared.batch import Batch
from shared.correlation import HEADER, acceptable
from shared.event import Fact
from shared.events.allocation import CaseEntrusted, CaseWithdrawn, ConsentChanged
from shared.events.catalogue import decode
from shared.follow import LOCKED, LOOK, MOVE, ROWS_AT_ONCE, Reader
from shared.secret import read_secret
from shared.service import Service
from shared.statements import Statement

KIND = "identity"
SHARING = "sharing"
FETCH_SECONDS = 10
SHORTEST_PAUSE_SECONDS, PAUSE_SECONDS_LIMIT = 0.2, 30.0
LAST_WORD = """SELECT body FROM log WHERE stream = $1 AND type = ANY($2) ORDER BY log_position DESC"""

trace = structlog.get_logger()


class NotYet(Exception):
    """Intake does not answer, or has not heard of the case yet."""


class Names(Reader):
    """Follows what the provider is told, one fact after the other."""

    name = "names"

    def __init__(self, service: Service) -> None:
        super().__init__(service.log)
        self._service = service
        self._pause = SHORTEST_PAUSE_SECONDS

    async def step(self) -> bool:
        """One fact further. False at the end of the log, and while intake does not answer."""
        async with self.log.pool.acquire() as connection:
            facts = self._readable(await self._next(connection, LOOK, ROWS_AT_ONCE))
        if not facts:
            return False
        position, fact = next(((at, fact) for at, fact in facts if wanted(fact)), (facts[-1][0], None))
        try:
            rows = await self._fetch(fact) if fact else []
        except (NotYet, httpx.HTTPError):
            self.keeps_up = False
            await asyncio.sleep(self._pause)
            self._pause = min(self._pause * 2, PAUSE_SECONDS_LIMIT)
            return True
        self._pause, self.keeps_up = SHORTEST_PAUSE_SECONDS, True
        await (self._keep(position, rows) if rows else self._pass(position))
        return True

    async def _keep(self, position: int, rows: list[Statement]) -> None:
        async def work(batch: Batch) -> None:
            await batch.connection.fetchval(LOCKED, self.name)
            batch.statements.extend([*rows, (MOVE, (self.name, position))])

        await self.log.write(work)
        self.position = position

    async def _fetch(self, fact: Fact) -> list[Statement]:
        """Vault rows of the persons whose names may be known. Raises `NotYet`."""
        case_id = wanted(fact)
        settings = self._service.settings
        if settings.service_token_file is None or not settings.intake_url:
            return []
        token = read_secret(settings.service_token_file)
        headers = {"Authorization": f"Bearer {token}", HEADER: acceptable(fact.meta.correlation_id) or ""}
        async with httpx.AsyncClient(base_url=settings.intake_url, timeout=FETCH_SECONDS, headers=headers) as client:
            answer = await client.get(f"/entrusted/{case_id}")
        if answer.status_code == 404 and case_id and await self._withdrawn(case_id, fact):
            return []
        if answer.status_code != 200:
            trace.info("names_not_yet", status=answer.status_code)
            raise NotYet
        return [
            self._service.vault.seal(
                UUID(person["person_id"]),
                KIND,
                {"given_name": person["given_name"], "family_name": person["family_name"]},
            )
            for person in answer.json()["persons"]
        ]

    async def _withdrawn(self, case_id: UUID, fact: Fact) -> bool:
        """Whether the case left again after this fact: then there is nothing to fetch any more."""
        rows = await self.log.pool.fetch(LAST_WORD, fact.stream, [CaseEntrusted.__name__, CaseWithdrawn.__name__])
        for row in rows:
            event = decode(row["body"]).event
            if isinstance(event, CaseEntrusted | CaseWithdrawn) and event.case_id == case_id:
                return isinstance(event, CaseWithdrawn)
        return True


def wanted(fact: Fact) -> UUID | None:
    """The case whose names a fact gives a reason to fetch."""
    match fact.event:
        case CaseEntrusted() as event:
            return event.case_id
        case ConsentChanged() as event if event.given and event.purpose == "sharing":
            return event.case_id
        case _:
            return None


async def with_names(service: Service, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each person's names where consent stands and the vault has them; `names_missing` where it should, but has not."""
    persons = [person for row in rows for person in row["persons"]]
    refs = [person["person_id"] for person in persons if SHARING in person["consents"]]
    known: dict[UUID, dict[str, str]] = await service.vault.read(service.pool, KIND, refs)
    for row in rows:
        for person in row["persons"]:
            may_know = SHARING in person["consents"]
            person |= known.get(person["person_id"], {}) if may_know else {}
            person["name_missing"] = may_know and "given_name" not in person
        row["names_missing"] = any(person["name_missing"] for person in row["persons"])
    return rows
