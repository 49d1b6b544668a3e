"""How Kafka is reached: where, as whom, and whether in cipher. Without a principal, as nobody and in the clear."""

import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MECHANISM = "SCRAM-SHA-512"


@dataclass(frozen=True, slots=True)
class Brokers:
    """The same for each client library. With `ca_file` their certificates must be signed by that."""

    addresses: str
    principal: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None
    mechanism: str = MECHANISM

    def options(self) -> dict[str, Any]:
        """For aiokafka."""
        options: dict[str, Any] = {
            "bootstrap_servers": self.addresses.split(","),
            "security_protocol": self._protocol,
            "ssl_context": self.tls(),
        }
        if self.principal:
            options |= {
                "sasl_mechanism": self.mechanism,
                "sasl_plain_username": self.principal,
                "sasl_plain_password": self.password,
            }
        return options

    def librdkafka(self) -> dict[str, Any]:
        """For confluent-kafka."""
        settings: dict[str, Any] = {
            "bootstrap.servers": self.addresses,
            "security.protocol": self._protocol,
            "log_level": 0,
        }
        if self.principal:
            settings |= {
                "sasl.mechanism": self.mechanism,
                "sasl.username": self.principal,
                "sasl.password": self.password,
            }
        return settings | ({"ssl.ca.location": str(self.ca_file)} if self.ca_file else {})

    @property
    def _protocol(self) -> str:
        cipher = "SSL" if self.ca_file else "PLAINTEXT"
        return f"SASL_{cipher}" if self.principal else cipher

    def tls(self) -> ssl.SSLContext | None:
        return ssl.create_default_context(cafile=str(self.ca_file)) if self.ca_file else None
