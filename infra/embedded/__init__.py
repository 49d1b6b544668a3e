"""Real PostgreSQL and real Apache Kafka as child processes, for machines without Docker."""
