"""What surrounds the services: PostgreSQL, Kafka, the local issuer, and one whole instance of them."""
