"""A real Apache Kafka as a child process: one node that is broker and controller, on the loopback address only."""

import asyncio
import base64
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from confluent_kafka.admin import AdminClient

from infra.embedded.process import Program
from infra.files import replace
from infra.kafka.rights import OPERATOR
from shared.brokers import Brokers

# Quick to start rather than quick after hours: half the processor time until the broker answers.
JVM = ("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto")

# A broker that was killed comes back only when the controller has given up its former self: 3 s instead of 9.
SERVER = """\
process.roles=broker,controller
node.id=1
listeners=CLIENT://127.0.0.1:{port},OPERATOR://127.0.0.1:{operator_port},CONTROLLER://127.0.0.1:{controller_port}
advertised.listeners=CLIENT://127.0.0.1:{port},OPERATOR://127.0.0.1:{operator_port}
listener.security.protocol.map=CLIENT:SASL_PLAINTEXT,OPERATOR:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT
inter.broker.listener.name=OPERATOR
controller.listener.names=CONTROLLER
controller.quorum.voters=1@127.0.0.1:{controller_port}
sasl.mechanism.inter.broker.protocol=PLAIN
sasl.mechanism.controller.protocol=PLAIN
listener.name.client.sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.client.scram-sha-512.sasl.jaas.config={scram};
listener.name.operator.sasl.enabled.mechanisms=PLAIN
listener.name.operator.plain.sasl.jaas.config={plain};
listener.name.controller.sasl.enabled.mechanisms=PLAIN
listener.name.controller.plain.sasl.jaas.config={plain};
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
allow.everyone.if.no.acl.found=false
super.users=User:{operator}
log.dirs={logs}
auto.create.topics.enable=false
unclean.leader.election.enable=false
message.max.bytes=262144
log.retention.ms=-1
offsets.retention.minutes=2147483647
offsets.topic.num.partitions=1
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
"""

SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required"
PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required"

LOGGING = """\
status=error
appender.file.type=File
appender.file.name=file
appender.file.fileName={file}
appender.file.layout.type=PatternLayout
appender.file.layout.pattern=%d{{ISO8601}} %p %c: %m%n
rootLogger.level=WARN
rootLogger.appenderRef.file.ref=file
"""


@dataclass(frozen=True, slots=True)
class Kafka:
    """One broker below `folder`."""

    folder: Path
    java: Path
    jars: tuple[Path, ...]
    port: int
    operator_port: int
    controller_port: int
    operator_password: str
    log: Path

    @property
    def address(self) -> str:
        """Where services and providers speak to it, each as its own principal."""
        return f"127.0.0.1:{self.port}"

    @property
    def operator(self) -> Brokers:
        """Who sets it up. The broker and its controller speak to themselves in the same way."""
        return operator_at(f"127.0.0.1:{self.operator_port}", self.operator_password)

    async def prepare(self, run: Callable[[Program], Awaitable[None]]) -> None:
        """Format the folder if it is new."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if (self._logs / "meta.properties").exists():
            return
        self._write_settings()
        cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        # A cluster id that begins with a hyphen would be read as an option.
        arguments = ("format", f"--cluster-id={cluster}", "--config", str(self._settings))
        await run(Program(self._command("kafka.tools.StorageTool", *arguments), self.log))

    def program(self) -> Program:
        self._write_settings()
        return Program(argv=self._command("kafka.Kafka", str(self._settings)), log=self.log, folder=self.folder)

    async def ready(self) -> None:
        await answers(self.operator)

    def _write_settings(self) -> None:
        ports = {"port": self.port, "operator_port": self.operator_port, "controller_port": self.controller_port}
        who = f'username="{OPERATOR}" password="{self.operator_password}" user_{OPERATOR}="{self.operator_password}"'
        access = {"scram": SCRAM, "plain": f"{PLAIN} {who}", "operator": OPERATOR}
        replace(self._settings, SERVER.format(**ports, **access, logs=_escaped(self._logs)))
        self._logging.write_text(LOGGING.format(file=_escaped(self.log)), encoding="utf-8")

    @property
    def _logs(self) -> Path:
        return self.folder / "logs"

    @property
    def _settings(self) -> Path:
        return self.folder / "server.properties"

    @property
    def _logging(self) -> Path:
        return self.folder / "log4j2.properties"

    def _command(self, main: str, *arguments: str) -> tuple[str, ...]:
        classes = ":".join(map(str, self.jars))
        logging = f"-Dlog4j2.configurationFile={self._logging}"
        return (str(self.java), *JVM, logging, "-cp", classes, main, *arguments)


def operator_at(address: str, password: str) -> Brokers:
    return Brokers(address, OPERATOR, password, mechanism="PLAIN")


async def answers(brokers: Brokers) -> None:
    """Ask the broker for its metadata. Raises `KafkaException` if it does not give them within a second."""
    client = AdminClient({**brokers.librdkafka(), "reconnect.backoff.max.ms": 200})
    await asyncio.to_thread(client.list_topics, timeout=1)


def _escaped(path: Path) -> str:
    """As a value in a Java properties file."""
    return str(path).replace("\\", "\\\\")
