-- One log for the facts that a service decided and for those it heard. Only the writer inserts, nobody changes.
CREATE TABLE log (
    log_position bigint PRIMARY KEY,
    fact_number  bigint UNIQUE,
    source       text        NOT NULL,
    stream       text        NOT NULL,
    version      bigint      NOT NULL,
    event_id     uuid        NOT NULL UNIQUE,
    type         text        NOT NULL,
    recorded_at  timestamptz NOT NULL,
    body         bytea       NOT NULL,
    leaf_hash    bytea       NOT NULL,
    UNIQUE (source, stream, version)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is never changed';
END $$;
CREATE TRIGGER log_is_kept BEFORE UPDATE OR DELETE ON log FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER log_is_not_emptied BEFORE TRUNCATE ON log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- How far each reader of the log has come: `views`, `reactions`.
CREATE TABLE checkpoint (reader text PRIMARY KEY, log_position bigint NOT NULL);
-- How far each topic was told, in fact numbers (for a provider's topic in versions of its stream).
CREATE TABLE told (topic text PRIMARY KEY, number bigint NOT NULL);
-- Our place in each topic that we hear: the next offset, and the hash of the record before it.
CREATE TABLE place (topic text PRIMARY KEY, next_offset bigint NOT NULL, mark bytea NOT NULL);
-- The last number taken of each sequence, and the largest seen. Between them lies what we wait for.
CREATE TABLE heard (sequence text PRIMARY KEY, last_number bigint NOT NULL, seen_number bigint NOT NULL);
-- Accepted answers by idempotency key; the body is kept as a keyed hash alone.
CREATE TABLE idempotency (
    actor text, key text, body_hash bytea NOT NULL, answer text NOT NULL, PRIMARY KEY (actor, key)
);
-- Records without a valid envelope, or of somebody who must not write there. Bodies are sealed.
CREATE TABLE quarantine (
    number   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic    text NOT NULL, record_offset bigint NOT NULL, mark bytea NOT NULL,
    reason   text NOT NULL, seen_at timestamptz NOT NULL, sealed bytea NOT NULL, retried_at timestamptz,
    UNIQUE (topic, record_offset, mark)
);
-- Sealed personal values; what they belong to is in the clear, what they say is not.
CREATE TABLE vault (
    ref uuid, kind text, sealed_key bytea NOT NULL, sealed bytea NOT NULL, PRIMARY KEY (ref, kind)
);
