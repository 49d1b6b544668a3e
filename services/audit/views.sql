-- Read tables of audit: where each stream's facts lie, whichever service wrote them.
CREATE TABLE history (
    stream text, source text, version bigint, corrects uuid, event_id uuid,
    PRIMARY KEY (stream, source, version)
);
CREATE INDEX history_corrects ON history (corrects) WHERE corrects IS NOT NULL;
