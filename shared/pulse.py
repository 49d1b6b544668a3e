"""The pulse of a service: every few seconds it looks at its writer, its database, and where its topics really end."""

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

from shared import watchdog
from shared.batch import Batch
from shared.ends import Ends, members
from shared.survey import Survey, Surveyor
from shared.watchdog import Sight, Watchdog

if TYPE_CHECKING:
    from shared.service import Service

BEAT_SECONDS = 5.0
ASK_OTHERS_AFTER_LOOKS = 6
HEARING = "hearing"


class Pulse:
    """What is known of the service at the last look. Nothing here is asked of the parts that are watched."""

    def __init__(self, service: "Service") -> None:
        self._service = service
        settings = service.settings
        topics = [topic.name for topic in service.heard_topics + service.relay_topics]
        self._surveyor = Surveyor(settings.database_url(), settings.name, settings.source, service.relay_topics)
        self._ends = Ends(service.brokers, topics, settings.name)
        self.survey = Survey()
        self.database_answers = False
        self.writer_answers = False
        self.ends: dict[str, int] = {}
        self.kafka_answers = False
        self.watchdog = Watchdog(self.look, watchdog.LOOK_SECONDS)
        self._unassigned_looks = 0

    async def run(self) -> None:
        """Look, and end the process if a part is stuck. Ends only by being cancelled."""
        try:
            await self.watchdog.run()
        finally:
            self._surveyor.stop()
            await self._ends.stop()

    async def fresh(self) -> Survey:
        """Where the service stands now; the last known survey if the database does not answer."""
        found = await self._surveyor.ask()
        self.database_answers = found is not None
        self.survey = found or self.survey
        return self.survey

    def count_again(self) -> None:
        """A record in quarantine was tried again."""
        self._surveyor.count_again()

    async def look(self) -> list[Sight]:
        """Ask the database, the broker and the writer at once; then say how each part stands."""
        self.count_again()
        ends, self.writer_answers, _ = await asyncio.gather(self._ends.ask(), self._beat(), self.fresh())
        self.kafka_answers = ends is not None
        self.ends = ends or self.ends
        return await self.sights()

    async def sights(self) -> list[Sight]:
        """How each part stands by what was answered last."""
        return [*self._hearing(), *self._relays(), *self._readers(), await self._assignment()]

    def lag(self, topic: str) -> int:
        """Records of a topic that were not taken yet, by where it ended at the last look."""
        reached = self._service.hearer.reached.get(topic, 0) if self._service.hearer else 0
        return max(0, self.ends.get(topic, 0) - max(self.survey.places.get(topic, 0), reached))

    async def _beat(self) -> bool:
        """Whether the writer takes the lock and commits: a batch with nothing in it."""

        async def nothing(_: Batch) -> None:
            pass

        try:
            async with asyncio.timeout(BEAT_SECONDS):
                await self._service.log.write(nothing, although_closed=True)
        except Exception:  # the log has told why; here it counts alone that nothing gets through
            return False
        return True

    @property
    def _away(self) -> bool:
        """A closed log does nothing until a person has helped."""
        return not (self.database_answers and self.kafka_answers) or self._service.log.closed is not None

    def _hearing(self) -> Iterator[Sight]:
        """What another process of this service hears is its business for twice as long."""
        hearer = self._service.hearer
        for topic in self._service.heard_topics:
            ours = hearer is not None and topic.name in hearer.assigned
            patience = watchdog.STUCK_SECONDS if ours else watchdog.UNASSIGNED_SECONDS
            place = self.survey.places.get(topic.name, 0)
            yield Sight(topic.name, place, place + self.lag(topic.name), self._away, patience)

    def _relays(self) -> Iterator[Sight]:
        for relay in self._service.relays:
            told = self.survey.relayed.get(relay.topic.name, 0)
            yield Sight(relay.topic.name, told, self.survey.goal(relay.topic), self._away, watchdog.STUCK_SECONDS)

    def _readers(self) -> Iterator[Sight]:
        for reader in self._service.readers:
            place = self.survey.readers.get(reader.name, 0)
            closed = self._service.log.closed is not None
            excused = closed or not self.database_answers or bool(reader.waiting_for) or not reader.keeps_up
            yield Sight(reader.name, place, self.survey.log_position, excused, watchdog.STUCK_SECONDS)

    async def _assignment(self) -> Sight:
        """Whether Kafka lets us hear at all. Who stands by while another process hears has nothing to do."""
        hearer = self._service.hearer
        assigned = hearer is not None and bool(hearer.assigned)
        self._unassigned_looks = 0 if assigned else self._unassigned_looks + 1
        excused = self._away or not self._service.heard_topics
        if not excused and self._unassigned_looks > ASK_OTHERS_AFTER_LOOKS:
            group = f"svc.{self._service.settings.name}.hear"
            excused = await members(self._service.brokers, group) not in (0, 1)
        return Sight(HEARING, int(assigned), 1, excused, watchdog.UNASSIGNED_SECONDS)
