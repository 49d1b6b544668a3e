"""Faults of whole servers and topics, by name. Each makes its fault happen while callers send, and proves it."""

import random
from collections.abc import Awaitable, Callable

from tests.faults import of_kafka, of_postgres, of_processes, of_records
from tests.faults.site import Site

WHOLE: dict[str, Callable[[Site, random.Random], Awaitable[None]]] = {
    fault.__name__: fault
    for fault in (
        of_kafka.kafka_stopped,
        of_kafka.kafka_killed,
        of_kafka.kafka_paused,
        of_kafka.kafka_lost_its_data,
        of_kafka.offsets_lost,
        of_kafka.topic_made_anew,
        of_postgres.postgres_killed,
        of_postgres.postgres_stopped_at_once,
        of_postgres.postgres_restarted,
        of_postgres.older_database_restored,
        of_processes.two_processes,
        of_records.every_fact_five_times,
        of_records.gap_that_is_filled,
        of_records.other_bytes_under_a_number,
    )
}
"""Each raises `NotSeen` if it could not be seen to happen."""
