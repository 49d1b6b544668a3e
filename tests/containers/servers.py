"""PostgreSQL and Kafka by testcontainers, of the images that the compose file names."""

import io
import tarfile
from typing import Any

from ruamel.yaml import YAML
from testcontainers.community.postgres import PostgresContainer
from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import LogMessageWaitStrategy

from tests.test_tidy import ROOT

COMPOSE: dict[str, Any] = YAML(typ="safe").load((ROOT / "docker-compose.yml").read_text())
KAFKA, POSTGRES = (COMPOSE["services"][name]["image"] for name in ("kafka", "postgres"))
START_SECONDS = 60
SCRIPT = "/tmp/start.sh"
SETTINGS = {
    "NODE_ID": "1",
    "PROCESS_ROLES": "broker,controller",
    "CONTROLLER_QUORUM_VOTERS": "1@localhost:9093",
    "LISTENERS": "HOST://:9092,CONTROLLER://:9093,BROKER://:9094",
    "LISTENER_SECURITY_PROTOCOL_MAP": "HOST:PLAINTEXT,CONTROLLER:PLAINTEXT,BROKER:PLAINTEXT",
    "CONTROLLER_LISTENER_NAMES": "CONTROLLER",
    "INTER_BROKER_LISTENER_NAME": "BROKER",
    "AUTO_CREATE_TOPICS_ENABLE": "false",
    "OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
    "OFFSETS_TOPIC_NUM_PARTITIONS": "1",
    "GROUP_INITIAL_REBALANCE_DELAY_MS": "0",
}


def postgres() -> PostgresContainer:
    return PostgresContainer(POSTGRES, username="postgres", dbname="postgres", driver=None)


class KafkaBroker(DockerContainer):
    """Its port is known only once it runs, and must be told to it: so the real command waits for a script."""

    def __init__(self) -> None:
        super().__init__(KAFKA)
        self.with_exposed_ports(9092)
        self.with_command(f"sh -c 'until [ -f {SCRIPT} ]; do sleep 0.1; done; exec bash {SCRIPT}'")
        for name, value in SETTINGS.items():
            self.with_env(f"KAFKA_{name}", value)

    @property
    def address(self) -> str:
        return f"{self.get_container_host_ip()}:{self.get_exposed_port(9092)}"

    def start(self) -> "KafkaBroker":
        super().start()
        where = f"HOST://{self.address},BROKER://localhost:9094"
        script = f"export KAFKA_ADVERTISED_LISTENERS={where}\nexec /etc/kafka/docker/run\n".encode()
        archive = io.BytesIO()
        with tarfile.open(fileobj=archive, mode="w") as tar:
            entry = tarfile.TarInfo(SCRIPT.removeprefix("/tmp/"))
            entry.size, entry.mode = len(script), 0o644
            tar.addfile(entry, io.BytesIO(script))
        self.get_wrapped_container().put_archive("/tmp", archive.getvalue())
        LogMessageWaitStrategy("Kafka Server started").with_startup_timeout(START_SECONDS).wait_until_ready(self)
        return self
