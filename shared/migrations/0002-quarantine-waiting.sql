-- How much waits in quarantine, and since when, without reading what lies there.
CREATE INDEX quarantine_waiting ON quarantine (seen_at) WHERE retried_at IS NULL;
