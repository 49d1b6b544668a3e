"""Other event stores on PostgreSQL, measured with the same fact, the same decision and the same durability."""
