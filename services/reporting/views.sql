-- Read tables of reporting: an index into the log, rebuilt from it at any time.
CREATE TABLE stream_of_grant (grant_id uuid, stream text, PRIMARY KEY (grant_id, stream));
CREATE TABLE advice (source text, stream text, version bigint, year int, PRIMARY KEY (source, stream, version));
CREATE INDEX advice_of_year ON advice (year);
CREATE TABLE merge (source text, stream text, version bigint, PRIMARY KEY (source, stream, version));
CREATE TABLE report (report_id uuid PRIMARY KEY, source text, stream text, version bigint);
