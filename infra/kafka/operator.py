"""Kafka's operator of an embedded instance: who may do anything there. No service ever is."""

import json
from pathlib import Path

from infra.kafka.rights import OPERATOR
from infra.service import password_name
from shared.brokers import Brokers


def operator_of(folder: Path) -> Brokers:
    """Of the instance that runs on a folder; of a Kafka that is somebody else's, nobody in particular."""
    instance = json.loads((folder / "instance.json").read_text(encoding="utf-8"))
    if instance["kafka_operator"] == instance["kafka"]:
        return Brokers(instance["kafka"])
    password = (folder / "secrets" / password_name(OPERATOR)).read_text(encoding="utf-8")
    return Brokers(instance["kafka_operator"], OPERATOR, password, mechanism="PLAIN")
