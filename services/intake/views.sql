-- Read tables of intake, rebuilt from the log at any time. Pseudonyms and codes only: names lie in the vault.
CREATE TABLE case_overview (
    case_id uuid PRIMARY KEY,
    house text NOT NULL,
    lives_here_from date NOT NULL,
    placed_on date NOT NULL,
    received_on date NOT NULL,
    persons int NOT NULL
);
CREATE INDEX case_overview_newest ON case_overview (received_on, case_id);
CREATE TABLE case_person (
    case_id uuid NOT NULL,
    person_id uuid PRIMARY KEY,
    place int NOT NULL,
    household_role text NOT NULL,
    birth_year text NOT NULL,
    sex text NOT NULL,
    nationality text NOT NULL,
    residence_class text NOT NULL
);
CREATE INDEX case_person_of_case ON case_person (case_id, place);
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
    stated_on date NOT NULL,
    PRIMARY KEY (person_id, purpose, recipient)
);
CREATE INDEX consent_of_case ON consent (case_id);
CREATE TABLE entrusted_case (
    case_id uuid NOT NULL,
    provider text NOT NULL,
    entrusted_on date NOT NULL,
    PRIMARY KEY (case_id, provider)
);
CREATE TABLE file_opening (
    event_id uuid PRIMARY KEY,
    case_id uuid NOT NULL,
    provider text NOT NULL,
    persons int NOT NULL,
    actor text NOT NULL,
    opened_at timestamptz NOT NULL
);
CREATE INDEX file_opening_of_case ON file_opening (case_id, opened_at);
