-- Files and counts that people ask for and that take longer than a page may: made by one worker, one
-- after the other. What is written in between survives a restart.
CREATE TABLE report_job (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id int NOT NULL REFERENCES account (id),
  person_id bigint REFERENCES person (id) ON DELETE SET NULL,
  asked_by text NOT NULL CHECK (length(asked_by) <= 100),
  -- messages: a file of what fits the filter; quality: what came of all messages of the time
  kind text NOT NULL CHECK (kind IN ('messages', 'quality')),
  format text NOT NULL CHECK (format IN ('csv', 'xlsx', 'none')),
  -- the filter as it stands in the address of the list, without the question mark
  query text NOT NULL CHECK (length(query) <= 2000),
  from_at timestamptz NOT NULL,
  until_at timestamptz NOT NULL CHECK (until_at >= from_at),
  zone text NOT NULL CHECK (length(zone) BETWEEN 1 AND 60),
  with_text boolean NOT NULL,
  with_mark boolean NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled', 'expired')),
  -- how far it is: messages written or counted, of so many (null: not known), back to this one; the
  -- file was so long then
  messages bigint NOT NULL DEFAULT 0,
  estimated bigint,
  cursor uuid,
  octets bigint NOT NULL DEFAULT 0,
  -- in the directory for reports; null: none yet, or no more
  file text CHECK (length(file) <= 100),
  asked_at timestamptz NOT NULL,
  began_at timestamptz,
  ended_at timestamptz,
  expires_at timestamptz,
  -- why it failed, for the person
  problem text CHECK (length(problem) <= 500),
  -- of a count
  result text
);
CREATE INDEX report_job_account ON report_job (account_id, id);
CREATE INDEX report_job_open ON report_job (state) WHERE state IN ('waiting', 'running');
