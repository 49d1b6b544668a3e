-- Read tables of intake, rebuilt from the log at any time. Pseudonyms and codes only: names lie in the vault.
CREATE TABLE case_overview (
    case_id uuid PRIMARY KEY,
    house text NOT NULL,
    lives_here_from date NOT NULL,
    placed_on date NOT NULL,
    received_on date NOT NULL,
    persons int NOT NULL,
    split_from uuid,
    taken_over_provider text,
    taken_over_on date,
    closed_on date,
    closed_because text
);
CREATE INDEX case_overview_newest ON case_overview (received_on, case_id);
CREATE TABLE case_person (
    case_id uuid NOT NULL,
    person_id uuid NOT NULL,
    place bigint NOT NULL,
    joined_on date NOT NULL,
    joined_because text NOT NULL,
    left_on date,
    left_because text,
    codes_from date NOT NULL,
    household_role text NOT NULL,
    birth_year text NOT NULL,
    sex text NOT NULL,
    nationality text NOT NULL,
    residence_class text NOT NULL,
    residence_valid_until date,
    residence_seen_on date,
    residence_seen text,
    residence_seen_until date,
    languages jsonb NOT NULL,
    needs jsonb NOT NULL,
    PRIMARY KEY (case_id, person_id)
);
-- Every fact that says codes of a person, so that a correction can name it.
CREATE TABLE person_record (
    event_id uuid NOT NULL,
    case_id uuid NOT NULL,
    person_id uuid NOT NULL,
    version bigint NOT NULL,
    holds_from date NOT NULL,
    corrects uuid,
    codes jsonb NOT NULL,
    PRIMARY KEY (event_id, person_id)
);
CREATE INDEX person_record_of_case ON person_record (case_id, version);
CREATE TABLE case_split (
    case_id uuid NOT NULL,
    into_case_id uuid PRIMARY KEY,
    split_on date NOT NULL,
    persons int NOT NULL
);
CREATE INDEX case_split_of_case ON case_split (case_id);
CREATE TABLE case_move (
    case_id uuid NOT NULL,
    version bigint NOT NULL,
    house text NOT NULL,
    moved_on date NOT NULL,
    PRIMARY KEY (case_id, version)
);
CREATE TABLE consent (
    case_id uuid NOT NULL,
    person_id uuid NOT NULL,
    purpose text NOT NULL,
    recipient text NOT NULL,
    given boolean NOT NULL,
    answer text NOT NULL,
    stated_on date NOT NULL,
    PRIMARY KEY (person_id, purpose, recipient)
);
CREATE INDEX consent_of_case ON consent (case_id);
CREATE TABLE secrecy_release (
    case_id uuid NOT NULL,
    person_id uuid NOT NULL,
    purpose text NOT NULL,
    recipient text NOT NULL,
    released boolean NOT NULL,
    stated_on date NOT NULL,
    PRIMARY KEY (person_id, purpose, recipient)
);
CREATE INDEX secrecy_release_of_case ON secrecy_release (case_id);
CREATE TABLE merged_person (
    merged_person_id uuid PRIMARY KEY,
    person_id uuid NOT NULL,
    case_id uuid NOT NULL,
    merged_on date NOT NULL,
    grounds text[] NOT NULL
);
CREATE INDEX merged_person_of_person ON merged_person (person_id);
CREATE TABLE entrusted_case (
    case_id uuid NOT NULL,
    provider text NOT NULL,
    entrusted_on date NOT NULL,
    PRIMARY KEY (case_id, provider)
);
CREATE TABLE file_opening (
    event_id uuid PRIMARY KEY,
    case_id uuid NOT NULL,
    provider text,
    persons int NOT NULL,
    actor text NOT NULL,
    opened_at timestamptz NOT NULL
);
CREATE INDEX file_opening_of_case ON file_opening (case_id, opened_at);
