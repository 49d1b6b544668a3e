"""The database goes away, or comes back as it was some time ago."""

import asyncio
import random
import signal

import psycopg

from infra.issuer import mint
from tests.faults.oracles import liveness
from tests.faults.site import TOWN, NotSeen, Site, until

RESTORED = "intake"
LOST_COMMANDS = 20


async def postgres_killed(site: Site, dice: random.Random) -> None:
    """The postmaster with -9; its other processes end when they notice."""
    await _dies(site, signal.SIGKILL)


async def postgres_stopped_at_once(site: Site, dice: random.Random) -> None:
    """As `pg_ctl stop -m immediate`: no checkpoint, every session cut."""
    await _dies(site, signal.SIGQUIT)


async def postgres_restarted(site: Site, dice: random.Random) -> None:
    """As `pg_ctl restart -m fast`."""
    pid = site.pid("postgres")
    await site.stack.stop("postgres")
    await site.stack.start("postgres")
    if site.pid("postgres") == pid:
        raise NotSeen("the server is still the same process")


async def _dies(site: Site, number: signal.Signals) -> None:
    before = sum(count for name, count in site.died.items() if name.startswith("postgres:"))
    site.send_signal("postgres", number)
    deaths = lambda: sum(count for name, count in site.died.items() if name.startswith("postgres:"))  # noqa: E731
    await until(lambda: deaths() > before, "the death of the server")
    await site.stack.start("postgres")


async def older_database_restored(site: Site, dice: random.Random) -> None:
    """A copy of intake's database is put back after more was recorded: it takes nothing, says so, and is asked to
    take back what it lacks.

    The one fault that needs a person, as it must: nobody else can say that the copy is to go on.
    """
    await site.traffic.pause()
    await _copy(site)
    site.traffic.start()
    await site.traffic.until(site.traffic.asked + LOST_COMMANDS)
    await site.traffic.pause()
    await until(lambda: not liveness.check(site.where).faults, "everything told")
    lost = await _swap(site)
    await until(lambda: _closed(site), "intake saying that it is an older copy")
    if await _take_back(site) != lost:
        raise NotSeen(f"not all of the {lost} lost facts were taken back")
    site.traffic.start()


async def _copy(site: Site) -> None:
    await site.stack.stop(RESTORED)
    await asyncio.to_thread(_run, site, f"DROP DATABASE IF EXISTS {RESTORED}_older")
    await asyncio.to_thread(_run, site, f"CREATE DATABASE {RESTORED}_older TEMPLATE {RESTORED}")
    await site.stack.start(RESTORED)


async def _swap(site: Site) -> int:
    """Put the copy in its place. How many own facts are lost with the newer one."""
    facts = len(site.where.own(RESTORED))
    await site.stack.stop(RESTORED)
    for statement in (
        f"DROP DATABASE IF EXISTS {RESTORED}_lost",
        f"ALTER DATABASE {RESTORED} RENAME TO {RESTORED}_lost",
        f"ALTER DATABASE {RESTORED}_older RENAME TO {RESTORED}",
    ):
        await asyncio.to_thread(_run, site, statement)
    site.where.known.pop(RESTORED, None)
    await site.stack.start(RESTORED)
    return facts - len(site.where.own(RESTORED))


def _closed(site: Site) -> bool:
    return any("it is an older copy" in fault for fault in liveness.check(site.where).faults)


async def _take_back(site: Site) -> int:
    token = mint(site.stack.folder.secrets, town=TOWN, role="operator", provider=None, staff_ref=site.traffic.actor())
    url, headers = f"{site.url(RESTORED)}/relay/take-back", {"Authorization": f"Bearer {token}"}
    answer = await site.client.post(url, headers=headers, timeout=30)
    answer.raise_for_status()
    site.where.known.pop(RESTORED, None)
    return int(answer.json()["taken_back"])


def _run(site: Site, statement: str) -> None:
    with psycopg.connect(site.where.postgres, dbname="postgres", autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]
