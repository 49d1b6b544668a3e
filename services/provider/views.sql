-- Read tables of a provider, rebuilt from the log at any time. Pseudonyms and codes only: names lie in the vault.
CREATE TABLE own_case (
    case_id uuid PRIMARY KEY,
    state text NOT NULL,
    house text NOT NULL,
    placed_on date NOT NULL,
    received_on date NOT NULL,
    entrusted_on date NOT NULL,
    withdrawn_on date,
    closed_on date,
    outcome text
);
CREATE TABLE own_person (
    case_id uuid NOT NULL,
    person_id uuid NOT NULL,
    place int NOT NULL,
    household_role text NOT NULL,
    birth_year text NOT NULL,
    sex text NOT NULL,
    nationality text NOT NULL,
    residence_class text NOT NULL,
    PRIMARY KEY (case_id, person_id)
);
CREATE TABLE own_consent (
    case_id uuid NOT NULL,
    person_id uuid NOT NULL,
    purpose text NOT NULL,
    PRIMARY KEY (case_id, person_id, purpose)
);
CREATE TABLE own_refusal (
    case_id uuid NOT NULL,
    person_id uuid NOT NULL,
    purpose text NOT NULL,
    PRIMARY KEY (case_id, person_id, purpose)
);
CREATE TABLE contact (
    contact_id uuid PRIMARY KEY,
    case_id uuid NOT NULL,
    contact_on date NOT NULL,
    channel text NOT NULL,
    duration_band text NOT NULL,
    topics text[] NOT NULL,
    persons uuid[] NOT NULL,
    note_ref uuid,
    took_place boolean NOT NULL,
    corrected boolean NOT NULL
);
CREATE INDEX contact_of_case ON contact (case_id, contact_on);
CREATE TABLE caseworker (
    case_id uuid NOT NULL,
    version bigint NOT NULL,
    staff_ref uuid NOT NULL,
    in_charge_from date NOT NULL,
    PRIMARY KEY (case_id, version)
);
CREATE TABLE plan (
    plan_id uuid PRIMARY KEY,
    person_id uuid NOT NULL,
    closed_on date,
    outcomes jsonb
);
CREATE INDEX plan_of_person ON plan (person_id);
CREATE TABLE plan_version (
    plan_id uuid NOT NULL,
    plan_version int NOT NULL,
    agreed_on date NOT NULL,
    review_on date NOT NULL,
    goals jsonb NOT NULL,
    note_ref uuid,
    took_place boolean NOT NULL,
    corrected boolean NOT NULL,
    PRIMARY KEY (plan_id, plan_version)
);
CREATE TABLE plan_signature (
    plan_id uuid NOT NULL,
    plan_version int NOT NULL,
    side text NOT NULL,
    signed_on date NOT NULL,
    PRIMARY KEY (plan_id, plan_version, side)
);
CREATE TABLE plan_review (
    plan_id uuid NOT NULL,
    review_id uuid NOT NULL,
    plan_version int NOT NULL,
    held_on date NOT NULL,
    due_on date NOT NULL,
    review_on date,
    progress jsonb NOT NULL,
    note_ref uuid,
    took_place boolean NOT NULL,
    corrected boolean NOT NULL,
    PRIMARY KEY (plan_id, review_id)
);
CREATE TABLE referral (
    referral_id uuid PRIMARY KEY,
    case_id uuid NOT NULL,
    person_id uuid,
    office text NOT NULL,
    domain text NOT NULL,
    made_on date NOT NULL,
    note_ref uuid,
    outcome text NOT NULL,
    outcome_on date NOT NULL,
    took_place boolean NOT NULL,
    corrected boolean NOT NULL
);
CREATE INDEX referral_of_case ON referral (case_id, made_on);
CREATE TABLE short_contact (
    short_contact_id uuid PRIMARY KEY,
    contact_on date NOT NULL,
    channel text NOT NULL,
    duration_band text NOT NULL,
    topics text[] NOT NULL,
    persons_reached int NOT NULL,
    note_ref uuid
);
CREATE INDEX short_contact_last ON short_contact (contact_on, short_contact_id);
CREATE TABLE residence_seen (
    case_id uuid NOT NULL,
    person_id uuid NOT NULL,
    residence_class text NOT NULL,
    valid_until date,
    seen_on date NOT NULL,
    PRIMARY KEY (case_id, person_id)
);
-- Where each fact lies, and whom it concerns (shared/history/view.py).
CREATE TABLE history (
    stream text, source text, version bigint, event_id uuid, corrects uuid, case_id uuid, person_id uuid,
    PRIMARY KEY (stream, source, version)
);
CREATE INDEX history_corrects ON history (corrects) WHERE corrects IS NOT NULL;
CREATE INDEX history_of_case ON history (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX history_of_person ON history (person_id) WHERE case_id IS NULL AND person_id IS NOT NULL;
CREATE TABLE history_person (case_id uuid, person_id uuid, PRIMARY KEY (case_id, person_id));
CREATE TABLE staff (
    staff_ref uuid PRIMARY KEY,
    roles text[] NOT NULL,
    joined_on date NOT NULL,
    left_on date
);
CREATE TABLE absence (
    staff_ref uuid NOT NULL,
    version bigint NOT NULL,
    from_on date NOT NULL,
    until_on date,
    substitute uuid,
    PRIMARY KEY (staff_ref, version)
);
CREATE TABLE access_refused (
    event_id uuid PRIMARY KEY,
    staff_ref uuid NOT NULL,
    opened text NOT NULL,
    opened_id uuid NOT NULL,
    refused_at timestamptz NOT NULL
);
CREATE INDEX access_refused_last ON access_refused (refused_at, event_id);
CREATE TABLE offer (
    case_id uuid PRIMARY KEY,
    offered_on date NOT NULL,
    house text NOT NULL,
    household_size int NOT NULL,
    due_on date NOT NULL,
    accepted boolean,
    answered_on date,
    outcome text,
    closed_on date,
    answered_too_late boolean NOT NULL
);
CREATE TABLE handed_plan (
    plan_id uuid PRIMARY KEY,
    case_id uuid NOT NULL,
    person_id uuid NOT NULL,
    agreed_on date NOT NULL,
    review_on date NOT NULL,
    domains text[] NOT NULL
);
CREATE INDEX handed_plan_of_case ON handed_plan (case_id);
CREATE TABLE handed_referral (
    referral_id uuid PRIMARY KEY,
    case_id uuid NOT NULL,
    person_id uuid,
    office text NOT NULL,
    domain text NOT NULL,
    referred_on date NOT NULL
);
CREATE INDEX handed_referral_of_case ON handed_referral (case_id);
CREATE TABLE volunteer (
    volunteer_ref uuid PRIMARY KEY,
    languages text[] NOT NULL,
    registered_on date NOT NULL
);
CREATE TABLE volunteer_offer (
    offer_id uuid PRIMARY KEY,
    volunteer_ref uuid NOT NULL,
    task_kind text NOT NULL,
    languages text[] NOT NULL,
    times text[] NOT NULL,
    offered_on date NOT NULL
);
CREATE INDEX volunteer_offer_of ON volunteer_offer (volunteer_ref);
CREATE TABLE volunteer_match (
    match_id uuid PRIMARY KEY,
    offer_id uuid NOT NULL,
    volunteer_ref uuid NOT NULL,
    case_id uuid NOT NULL,
    person_id uuid NOT NULL,
    task_kind text NOT NULL,
    begins_on date NOT NULL,
    until_on date NOT NULL,
    ended_on date,
    cause text
);
CREATE INDEX volunteer_match_of ON volunteer_match (volunteer_ref, begins_on);
