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
