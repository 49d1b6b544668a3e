"""One whole instance below a data folder: PostgreSQL, Kafka, databases, topics, and every service as a process.

It stays up for the length of an `async with`; whoever dies in it is started again.
"""

import asyncio
import json
import os
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from infra.control import Control
from infra.embedded.child import Died
from infra.embedded.children import Children
from infra.embedded.guard import Guard
from infra.embedded.leftovers import MARK, end_leftovers
from infra.files import replace
from infra.folder import DataFolder, Joined
from infra.issuer import make_keys
from infra.postgres.databases import REPLAY, Database, create_databases
from infra.progress import Progress, Report, silent
from infra.servers import set_up, start_kafka, start_postgres
from infra.service import PROVIDERS, Instance, Service, database_file, inherited, service_for, services_of
from infra.services import Services
from infra.together import together
from infra.tokens import renew_tokens, write_tokens
from shared.brokers import Brokers
from shared.ids import PROVIDER
from shared.migrate import migrate

SERVICE_GRACE_SECONDS, SERVER_GRACE_SECONDS = 5.0, 4.0


class Stack:
    """`async with Stack(folder) as stack:` everything answers; afterwards nothing of it runs any more."""

    def __init__(
        self,
        data: Path,
        clock: Literal["system", "story"] = "system",
        town: str = "weinheim",
        providers: Sequence[str] = PROVIDERS,
        report: Report = silent,
        services: Sequence[Service] | None = None,
    ) -> None:
        self.folder = DataFolder(data.resolve())
        self.instance: dict[str, Any] = {}
        joined = [each for each in self.folder.joined() if each.provider not in providers]
        self._own_software = {each.provider for each in joined if each.own_software}
        self._common = Instance(self.folder, town, (*providers, *(each.provider for each in joined)), clock)
        self._list = list(services_of(providers) if services is None else services)
        self._list += [service_for(each.provider) for each in joined if not each.own_software]
        self._report = report
        self._is_up = False
        self._joining = asyncio.Lock()
        self._half_joined: set[str] = set()

    async def __aenter__(self) -> Self:
        """Raises `InUse`, `NotUp`, `NoJava`, `WrongJar`; then nothing is left running."""
        async with AsyncExitStack() as ending:
            await self._start(ending)
            self._ending = ending.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._report(Progress("stop", "stopping everything"))
        await self._ending.aclose()
        self._report(Progress("stop", "everything has stopped", 1, 1))

    @property
    def operator(self) -> Brokers:
        """How its Kafka is set up; whoever has this may do anything there."""
        return self._kafka.operator

    async def stop(self, name: str) -> None:
        """Stop one child and leave it stopped."""
        await self._children[name].stop(SERVICE_GRACE_SECONDS)
        self._publish()

    async def start(self, name: str) -> None:
        """Start one child again and wait until it is ready. Raises `NotUp`."""
        await self._children[name].start()

    async def kill(self, name: str) -> None:
        """Kill one child as a fault would; it comes back by itself."""
        await self._children[name].kill()

    async def join(self, provider: str, own_software: bool = False) -> list[str]:
        """Take in a provider while everything runs. Says which services were started again, one by one, to know it.

        Who is in already is left as it is; what broke off half way is done again from the beginning.
        Raises `ValueError` with a sentence.
        """
        async with self._joining:
            known = provider in self._common.providers
            if not PROVIDER.fullmatch(provider):
                raise ValueError("a provider is written in small letters and digits, as drk")
            if known and own_software != (provider in self._own_software):
                raise ValueError(f"{provider} has joined already, {'without' if own_software else 'with'} own software")
            if known and provider not in self._half_joined:
                return []
            self._half_joined.add(provider)
            again = await self._join(Joined(provider, own_software))
            self._half_joined.remove(provider)
            return again

    async def _join(self, joined: Joined) -> list[str]:
        """First whatever it needs, then itself; the others learn of it last."""
        common, provider = self._common, joined.provider
        if provider not in common.providers:
            common.providers = (*common.providers, provider)
            self._own_software |= {provider} if joined.own_software else set()
        await set_up(self._kafka.operator, common)
        write_tokens(common)
        self.folder.remember(joined)
        others = [each.name for each in self._list if not each.provider and self._children.pid(each.name)]
        if not joined.own_software:
            service = service_for(provider)
            if service not in self._list:
                self._list.append(service)
            await self._prepare([service])
            await self._services.add(service)
        for name in others:
            await self.stop(name)
            await self.start(name)
        self._publish()
        return others

    async def _start(self, ending: AsyncExitStack) -> None:
        """Everything in its order; `ending` undoes it backwards."""
        folder, common = self.folder, self._common
        folder.make()
        lock = await folder.lock()
        ending.callback(os.close, lock)
        folder.instance.unlink(missing_ok=True)
        await asyncio.to_thread(end_leftovers, folder.root)
        guard = await Guard.start([lock])
        ending.push_async_callback(guard.end)
        self._children = Children(guard, inherited() | {MARK: str(folder.root)}, self._died, self._publish)
        ending.push_async_callback(self._children.stop, ("postgres", "kafka"), SERVER_GRACE_SECONDS)
        make_keys(folder.secrets)
        write_tokens(common)
        renewal = asyncio.create_task(renew_tokens(common))
        ending.callback(renewal.cancel)
        await together(self._start_kafka(), self._start_postgres())
        self._services = Services(self._list, common, self._children, self._kafka.address)
        ending.push_async_callback(self._stop_services)
        await self._services.start(self._report)
        control = Control(self._act)
        ending.push_async_callback(control.stop)
        self._control = await control.start(folder.root)
        self._is_up = True
        self._publish()
        ending.callback(self._withdraw)

    async def _stop_services(self) -> None:
        await self._children.stop([each.name for each in self._list], SERVICE_GRACE_SECONDS)

    async def _start_kafka(self) -> None:
        self._kafka = await start_kafka(self._common, self._children, self._report)

    async def _start_postgres(self) -> None:
        """With all databases, migrated."""
        self._postgres = await start_postgres(self.folder, self._children, self._report)
        self._report(Progress("databases", "preparing the databases"))
        databases = await self._prepare(self._list)
        self._replay = databases[REPLAY].url
        self._report(Progress("databases", f"{len(databases)} databases are ready", 1, 1))

    async def _prepare(self, services: Sequence[Service]) -> dict[str, Database]:
        """All databases, with those of these services migrated."""
        providers = [each for each in self._common.providers if each not in self._own_software]
        secret = self.folder.secret
        databases = await create_databases(self._postgres, providers, lambda role: secret(f"postgres-{role}.password"))
        for service in services:
            replace(database_file(self.folder, service), databases[service.database].url)
        await together(*(self._migrate(service, databases[service.database]) for service in services))
        return databases

    async def _migrate(self, service: Service, database: Database) -> None:
        await migrate(database.owner_url, service.kind, database.name)

    async def _act(self, do: str, name: str) -> list[str]:
        """What another process asks for; answers the names of all children, or of those it concerned."""
        match do:
            case "stop":
                await self.stop(name)
            case "start":
                await self.start(name)
            case "kill":
                await self.kill(name)
            case "join" | "join with own software":
                return await self.join(name, do != "join")
            case "names":
                pass
            case _:
                raise ValueError(f"a stack cannot {do}: it knows stop, start, kill, names, join")
        return self._children.names

    def _died(self, died: Died) -> None:
        text = f"{died.name} ended unasked with code {died.exit_code} and is started again"
        self._report(Progress("died", f"{text}; its last lines:\n{died.last_lines}" if died.last_lines else text))

    def _withdraw(self) -> None:
        self._is_up = False
        self.folder.instance.unlink(missing_ok=True)

    def _publish(self) -> None:
        """Write `instance.json`, once everything is up and again whenever a process id has changed."""
        if not self._is_up:
            return
        where, common = urlsplit(self._postgres), self._common
        self.instance = {
            "version": 1,
            "town": common.town,
            "pid": os.getpid(),
            "clock": common.clock,
            "clock_file": str(common.clock_file) if common.clock_file else None,
            "kafka": self._kafka.address,
            "kafka_operator": self._kafka.operator.addresses,
            "providers": list(common.providers),
            "own_software": sorted(self._own_software),
            "services": self._services.described(),
            "postgres": {"host": where.hostname, "port": where.port or 5432},
            "servers": {name: {"pid": self._children.pid(name)} for name in ("postgres", "kafka")},
            "secrets": str(self.folder.secrets),
            "replay_database_url": self._replay,
            "control": str(self._control),
        }
        replace(self.folder.instance, json.dumps(self.instance, indent=1))
