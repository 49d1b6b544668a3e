-- Read tables of audit: where each stream's facts lie, whichever service wrote them, and whom they concern.
CREATE TABLE history (
    stream text, source text, version bigint, event_id uuid, corrects uuid, case_id uuid, person_id uuid,
    PRIMARY KEY (stream, source, version)
);
CREATE INDEX history_corrects ON history (corrects) WHERE corrects IS NOT NULL;
CREATE INDEX history_of_case ON history (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX history_of_person ON history (person_id) WHERE case_id IS NULL AND person_id IS NOT NULL;
CREATE TABLE history_person (case_id uuid, person_id uuid, PRIMARY KEY (case_id, person_id));
