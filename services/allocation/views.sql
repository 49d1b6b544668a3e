-- Read tables of allocation, rebuilt from the log at any time.
CREATE TABLE assignment_overview (
    case_id uuid PRIMARY KEY,
    state text NOT NULL,
    provider text,
    assigned_on date,
    proposed_provider text,
    rule_version text,
    over_ceiling boolean NOT NULL,
    cost_points bigint,
    reason_code text,
    note_ref uuid,
    house text NOT NULL,
    lives_here_from date NOT NULL,
    household_size int NOT NULL,
    ended_on date
);
CREATE INDEX assignment_overview_by_state ON assignment_overview (state, case_id);
CREATE TABLE handover (
    case_id uuid PRIMARY KEY,
    from_provider text NOT NULL,
    to_provider text NOT NULL,
    offered_on date NOT NULL,
    due_on date NOT NULL,
    outcome text,
    ended_on date,
    reason_code text,
    answered_too_late boolean NOT NULL
);
CREATE INDEX handover_by_outcome ON handover (outcome, ended_on, case_id);
CREATE TABLE proposal_by_fit (
    case_id uuid PRIMARY KEY,
    provider text NOT NULL,
    question text NOT NULL,
    explanation_sha256 text NOT NULL
);
CREATE TABLE house (house text PRIMARY KEY, house_name text NOT NULL);
CREATE TABLE catchment_version (
    rule_version text PRIMARY KEY,
    version bigint NOT NULL,
    effective_on date NOT NULL
);
CREATE TABLE catchment_house (
    rule_version text NOT NULL,
    house text NOT NULL,
    provider text NOT NULL,
    PRIMARY KEY (rule_version, house, provider)
);
CREATE TABLE thresholds_version (
    version bigint PRIMARY KEY,
    effective_on date NOT NULL,
    stale_after_days int NOT NULL,
    review_grace_days int NOT NULL
);
-- What somebody should look at. Visible from starts_on until ends_on, once `since` lies far enough back.
CREATE TABLE work_item (
    item_id uuid PRIMARY KEY GENERATED ALWAYS AS (
        md5(case_id::text || reason || subject::text || extract(epoch FROM starts_on)::text)::uuid
    ) STORED,
    case_id uuid NOT NULL,
    reason text NOT NULL,
    subject uuid NOT NULL,
    starts_on date NOT NULL,
    since date NOT NULL,
    ends_on date
);
CREATE INDEX work_item_open ON work_item (reason, since, item_id) WHERE ends_on IS NULL;
CREATE INDEX work_item_ended ON work_item (reason, ends_on) WHERE ends_on IS NOT NULL;
CREATE INDEX work_item_of_case ON work_item (case_id);
CREATE INDEX work_item_of_subject ON work_item (subject) WHERE ends_on IS NULL;
CREATE TABLE advised_person (
    person_id uuid PRIMARY KEY,
    case_id uuid NOT NULL,
    provider text,
    first_on date NOT NULL
);
CREATE TABLE sharing_stated (person_id uuid NOT NULL, recipient text NOT NULL, PRIMARY KEY (person_id, recipient));
CREATE TABLE case_contact (contact_id uuid PRIMARY KEY, case_id uuid NOT NULL, contact_on date NOT NULL);
CREATE INDEX case_contact_of_case ON case_contact (case_id, contact_on);
CREATE TABLE plan_of_person (plan_id uuid PRIMARY KEY, person_id uuid NOT NULL);
