-- Other bytes under a number that is known: a sign that somebody else writes. Kept, so that no restart wipes it out.
CREATE TABLE alarm (
    topic text, number bigint, mark bytea, seen_at timestamptz NOT NULL, PRIMARY KEY (topic, number, mark)
);
