"""The metrics of a service for Prometheus. Labels name services, topics, readers, sources and outcomes, never an id."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from shared.batch import Batch
from shared.health import outbox_ages, quarantine_age, why_not_ready

if TYPE_CHECKING:
    from shared.service import Service

CONTENT_TYPE = CONTENT_TYPE_LATEST
SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)
SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048)


class Exposition:
    """One registry for one service."""

    def __init__(self, service: "Service") -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry()
        name = {"service": service.settings.name}

        def histogram(of: str, text: str, buckets: tuple[float, ...]) -> Histogram:
            made = Histogram(of, text, [*name], buckets=buckets, registry=self.registry)
            return made.labels(**name)

        self._jobs = histogram("fallbuch_batch_jobs", "What was decided together in one transaction", SIZES)
        self._facts = histogram("fallbuch_batch_facts", "Facts that one transaction recorded", SIZES)
        self._seconds = histogram("fallbuch_batch_seconds", "From taking the lock to the commit", SECONDS)
        self.registry.register(Positions(service))
        ProcessCollector(registry=self.registry)

    def wrote(self, batch: Batch, jobs: int, seconds: float) -> None:
        """A batch was committed. One that changed nothing does not count."""
        if batch.rows or batch.statements:
            self._jobs.observe(jobs)
            self._facts.observe(len(batch.rows))
            self._seconds.observe(seconds)

    def text(self) -> bytes:
        """Everything in the text format of Prometheus."""
        return generate_latest(self.registry)


class Positions(Collector):
    """What is known of the service at the moment when it is asked; nothing is counted for it."""

    def __init__(self, service: "Service") -> None:
        self._service = service

    def describe(self) -> list[Metric]:
        """Nothing beforehand: registering does not ask."""
        return []

    def collect(self) -> Iterator[Metric]:
        service, now = self._service, self._service.pulse.survey
        yield self._one("log_position", "Facts in the log, own and heard", now.log_position)
        yield self._one("own_facts", "Facts that this service decided", now.facts)
        yield self._one("ready", "1 if the service takes commands, hears and tells", not any(why_not_ready(service)))
        yield self._one(
            "quarantine_records", "Records in quarantine that nobody has tried again", now.quarantine.records
        )
        yield self._one("quarantine_age_seconds", "Age of the oldest of them", quarantine_age(service))
        yield self._one(
            "last_progress_timestamp_seconds", "When the log last grew", service.log.last_progress.timestamp()
        )
        yield from self._topics()
        yield from self._counters()

    def _topics(self) -> Iterator[Metric]:
        service, now = self._service, self._service.pulse.survey
        lag = {topic.name: service.pulse.lag(topic.name) for topic in service.heard_topics}
        yield self._each("lag_records", "Records of a topic that were not taken yet", "topic", lag)
        outbox = {topic.name: now.outbox(topic) for topic in service.relay_topics}
        yield self._each("outbox_facts", "Own facts that Kafka has not acknowledged", "topic", outbox)
        ages = dict.fromkeys(outbox, 0.0) | outbox_ages(service)
        yield self._each("outbox_age_seconds", "Age of the oldest of them", "topic", ages)
        behind = {reader.name: now.log_position - now.readers.get(reader.name, 0) for reader in service.readers}
        yield self._each("reader_lag_facts", "Facts that a reader of the log has not read yet", "reader", behind)
        missing = service.pulse.survey.missing()
        yield self._each(
            "missing_facts", "Facts of a source between the last taken and the largest seen", "source", missing
        )

    def _counters(self) -> Iterator[Metric]:
        commands = CounterMetricFamily(
            "fallbuch_commands", "Commands by what came of them", labels=["service", "outcome"]
        )
        for outcome, count in self._service.executor.outcomes.items():
            commands.add_metric([self._service.settings.name, outcome], count)
        yield commands
        alarms = CounterMetricFamily("fallbuch_alarms", "Other bytes under a known number or id", labels=["service"])
        alarms.add_metric([self._service.settings.name], self._service.taker.alarms)
        yield alarms

    def _one(self, name: str, text: str, value: float) -> Metric:
        made = GaugeMetricFamily(f"fallbuch_{name}", text, labels=["service"])
        made.add_metric([self._service.settings.name], value)
        return made

    def _each(self, name: str, text: str, label: str, values: Mapping[str, float]) -> Metric:
        made = GaugeMetricFamily(f"fallbuch_{name}", text, labels=["service", label])
        for of, value in values.items():
            made.add_metric([self._service.settings.name, of], value)
        return made
