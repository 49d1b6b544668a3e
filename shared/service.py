"""One service as a process: its log, its readers, its topics and its HTTP, started and stopped together."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg
import structlog
import uvicorn
from fastapi import FastAPI

from shared import watchdog
from shared.api_page import show_at_docs
from shared.connection import BoundedConnection
from shared.correlation import Correlated
from shared.decider import AnyDecider, AnyRegister
from shared.ends import KAFKA_AWAY
from shared.errors import Misconfigured
from shared.execute import Executor
from shared.faults import Faults
from shared.follow import Reactions, Reactor, Reader, Viewer, Views
from shared.german import GERMAN
from shared.hear import Hearer
from shared.http import answer_errors
from shared.identity import Issuer
from shared.interface import describe
from shared.limits import Limits
from shared.log import Log
from shared.metrics import Exposition
from shared.operation import operation_routes
from shared.pool import DATABASE_AWAY, open_pool
from shared.pulse import Pulse
from shared.relay import Relay
from shared.secret import read_key
from shared.settings import Settings
from shared.tail import agreed_number, take_back
from shared.take import Heard, Taker
from shared.timer import Timer
from shared.topics import check_topics, heard_by, told_by
from shared.vault import Vault

STOP_SECONDS = 8
LOOK_SECONDS = 10
EXIT_MISCONFIGURED = 78

trace = structlog.get_logger()


class Service:
    """What a service is made of. Its own file `app.py` says with which rules, views and routes."""

    def __init__(
        self,
        settings: Settings,
        deciders: list[AnyDecider],
        register: AnyRegister,
        views: Views,
        reactions: Reactions,
    ) -> None:
        self.settings = settings
        self.clock = settings.time()
        self.vault = Vault(read_key(settings.master_key_file))
        self.brokers = settings.brokers()
        self.relay_topics, self.heard_topics = told_by(settings), heard_by(settings)
        self.pool = open_pool(settings.database_url(), settings.name, 6 + len(self.relay_topics))
        faults = Faults(settings.name, settings.faults)
        self.log = Log(self.pool, settings.source, self.clock, deciders, register, faults)
        self.executor = Executor(self.log, deciders, read_key(settings.idempotency_key_file))
        self.relays = [Relay(self.log, topic, self.brokers, settings.name) for topic in self.relay_topics]
        self.viewer = Viewer(self.log, views)
        self.reactor = Reactor(self.log, self.executor, reactions)
        self.taker = Taker(self.log, self.clock, self.vault.master_key)
        self.hearer: Hearer | None = None
        self.timer: Timer | None = None
        """For a service that does something of itself when a day comes."""
        self.pulse, self.metrics = Pulse(self), Exposition(self)
        self.loop_watch = watchdog.LoopWatch(watchdog.BLOCKED_SECONDS, watchdog.LOOK_SECONDS)
        self.log.wrote = self.metrics.wrote
        self.readers: list[Reader] = [self.viewer, self.reactor]
        self._tasks: list[asyncio.Task[None]] = []
        self._taking_back = asyncio.Lock()

    def app(self, title: str, german: dict[str, str]) -> FastAPI:
        """The HTTP side, with the routes that every service has. `german`: what the service's own sentences mean."""
        app = FastAPI(
            title=title, version="1", lifespan=self._lifespan, separate_input_output_schemas=False,
            redirect_slashes=False, docs_url=None, redoc_url=None,
        )  # fmt: skip
        app.state.issuer = Issuer(self.settings.issuer, self.settings.audience, self.settings.jwks)
        app.add_middleware(Limits)
        answer_errors(app, GERMAN | german)
        describe(app)
        show_at_docs(app)
        app.include_router(operation_routes(self))
        return app

    @asynccontextmanager
    async def _lifespan(self, app: FastAPI) -> AsyncIterator[None]:
        await self._reach_database()
        await self._remember()
        self._run(self.loop_watch.run, self.log.run, self.pulse.run)
        self.log.closed = await self._older_copy()
        if not self.log.closed:
            self._go_on()
        try:
            yield
        finally:
            await self._stop()

    async def _reach_database(self) -> None:
        """A wrong address or password will not mend itself; a database that is away may: then we are started again."""
        try:
            await self.pool
        except (asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InvalidCatalogNameError) as error:
            trace.error(
                "misconfigured", why="the database refuses FALLBUCH_DATABASE_URL_FILE", error=type(error).__name__
            )
            os._exit(EXIT_MISCONFIGURED)
        except DATABASE_AWAY as error:
            trace.error("database_not_reached", error=type(error).__name__)
            os._exit(watchdog.EXIT_STUCK)

    def _go_on(self) -> None:
        """Read, tell and hear: what a service does once its log is known to be no older copy."""
        self._run(*(reader.run for reader in self.readers), *(relay.run for relay in self.relays), self._hear)
        if self.timer is not None:
            self._run(self.timer.run)

    def _run(self, *runners: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._tasks += [asyncio.create_task(self._or_end(run)) for run in runners]

    async def _older_copy(self) -> Misconfigured | None:
        """Why not to go on, if a topic says more than our log, as after a restore. Without Kafka that shows later."""
        try:
            async with self.pool.acquire() as connection, asyncio.timeout(LOOK_SECONDS):
                for topic in self.relay_topics:
                    await agreed_number(connection, self.brokers, topic)
        except Misconfigured as error:
            trace.error("log_closed", why=str(error))
            return error
        except KAFKA_AWAY as error:
            trace.warning("kafka_not_reached", error=type(error).__name__)
        return None

    async def take_back(self) -> int:
        """Take in what the own topics hold and the log lacks, then go on. Says how many facts; raises `Refused`."""
        async with self._taking_back:  # who asks a second time meanwhile finds it done
            if not self.log.closed:
                return 0
            taken = await take_back(self.log, self.brokers, self.relay_topics)
            self.log.closed = await self._older_copy()
            if not self.log.closed:
                self._go_on()
            return taken

    async def _or_end(self, run: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """A part that dies takes the process with it: half a service is worse than one that is started again."""
        try:
            await run()
        except asyncio.CancelledError:
            raise
        except Misconfigured as error:
            trace.error("misconfigured", why=str(error))
            os._exit(EXIT_MISCONFIGURED)
        except BaseException:
            trace.exception("part_died", part=getattr(run, "__qualname__", "part"))
            os._exit(watchdog.EXIT_STUCK)

    async def _remember(self) -> None:
        """How far everything had come before this start."""
        rows = await self.pool.fetch("SELECT sequence, last_number, seen_number FROM heard")
        self.taker.heard = {row["sequence"]: Heard(row["last_number"], row["seen_number"]) for row in rows}
        self.taker.alarms = await self.pool.fetchval("SELECT count(*) FROM alarm")
        rows = await self.pool.fetch("SELECT topic, number FROM told")
        told = {row["topic"]: row["number"] for row in rows}
        for relay in self.relays:
            relay.number = told.get(relay.topic.name, 0)

    async def _hear(self) -> None:
        """Reach Kafka, also if it comes later than we do; then hear until stopped."""
        pause = 0.2
        names = [topic.name for topic in self.relay_topics + self.heard_topics]
        while self.hearer is None:
            hearer = None
            try:
                await check_topics(self.brokers, names)
                name, process = self.settings.name, self.settings.process
                hearer = Hearer(self.log, name, process, self.brokers, self.heard_topics, self.taker)
                await hearer.start()
                self.hearer = hearer
            except KAFKA_AWAY as error:
                trace.warning("kafka_not_reached", error=type(error).__name__)
                if hearer is not None:
                    with suppress(Exception):
                        await asyncio.wait_for(hearer.stop(), 2)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 5.0)
        await asyncio.Event().wait()

    async def _stop(self) -> None:
        """Finish what was accepted, state the root, let go. Bounded: a hanging broker must not keep us."""
        signal.signal(signal.SIGALRM, lambda *_: os._exit(0))
        signal.alarm(STOP_SECONDS)
        if not self.log.closed:
            with suppress(Exception):
                await asyncio.wait_for(self.relays[0].state_root(), 3)
        if self.hearer is not None:
            with suppress(Exception):
                await asyncio.wait_for(self.hearer.stop(), 2)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with suppress(Exception):
            await asyncio.wait_for(self.pool.close(), 2)


async def serve(build: Callable[[Settings], FastAPI], settings: Settings) -> None:
    """Build the service in the running loop and serve until SIGTERM."""
    config = uvicorn.Config(
        Correlated(build(settings)), host=settings.host, port=settings.port, log_config=None, access_log=False,
        timeout_graceful_shutdown=3, server_header=False, http=BoundedConnection, ws="none",
    )  # fmt: skip
    await uvicorn.Server(config).serve()
