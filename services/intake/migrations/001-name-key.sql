-- The blind index beside the vault: keyed hashes of how a person's names sound, by which entries of one person are found.
-- It says nothing without the key from the secret file, and leads to nothing but pseudonyms.
CREATE TABLE kept.name_key (
    key       bytea NOT NULL,
    person_id uuid  NOT NULL,
    PRIMARY KEY (key, person_id)
);
CREATE INDEX name_key_of_person ON kept.name_key (person_id);
