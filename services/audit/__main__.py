"""`python -m services.audit`: serve. `… replay`: read everything from Kafka and say whether it is complete."""

import shared.lean  # noqa: F401 (first: see there)

# isort: split
import argparse
import gc
import json
import sys
from pathlib import Path

from confluent_kafka import KafkaException

from services.audit.replay import replay
from shared.brokers import Brokers
from shared.errors import Misconfigured
from shared.secret import read_secret


def replay_from(arguments: list[str]) -> int:
    """Print the verdict as JSON. Exit 1 if something is missing, changed or too young, 3 if Kafka cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m services.audit replay")
    parser.add_argument("--kafka", required=True)
    parser.add_argument("--kafka-password-file", type=Path, help="of the principal `auditor`")
    parser.add_argument("--kafka-ca-file", type=Path)
    parser.add_argument("--town", required=True)
    parser.add_argument("--providers", required=True)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args(arguments)
    gc.disable()  # what is read is kept to the end, and nothing of it points back
    try:
        password = read_secret(asked.kafka_password_file) if asked.kafka_password_file else ""
        brokers = Brokers(asked.kafka, "auditor" if password else "", password, asked.kafka_ca_file)
        found = replay(brokers, asked.town, asked.providers.split(","), asked.out)
    except Misconfigured as error:
        sys.stderr.write(f"{error}\n")
        return 3
    except KafkaException as error:
        sys.stderr.write(f"Kafka could not be read: {error}\n")
        return 3
    except OSError as error:
        sys.stderr.write(f"The facts could not be kept: {error.strerror}\n")
        return 3
    sys.stdout.write(json.dumps(found) + "\n")
    return 0 if found["ok"] else 1


def serve() -> int:
    """The rest is loaded only here: a replay needs no web server, and should not wait for one."""
    from services.audit.app import build
    from services.audit.views import VIEWS
    from shared.process import main

    return main(build, VIEWS)


sys.exit(replay_from(sys.argv[2:]) if sys.argv[1:2] == ["replay"] else serve())
