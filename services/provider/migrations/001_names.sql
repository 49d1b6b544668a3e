-- How far the provider has fetched names for what it was told.
INSERT INTO checkpoint (reader, log_position) VALUES ('names', 0) ON CONFLICT DO NOTHING;
