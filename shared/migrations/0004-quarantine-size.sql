-- How long the record was: of a long one only the beginning is kept. Unknown for what lay there before.
ALTER TABLE quarantine ADD COLUMN record_bytes bigint;
