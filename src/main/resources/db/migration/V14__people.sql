-- People: who logs in at the dashboard. A person belongs to one account, or, as an operator of the
-- platform, to none.
CREATE TABLE person (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- written small by the program, so that one address is one person
  email text NOT NULL UNIQUE CHECK (length(email) BETWEEN 3 AND 100 AND email = lower(email)),
  name text NOT NULL DEFAULT '' CHECK (length(name) <= 100),
  role text NOT NULL CHECK (role IN ('viewer', 'sender', 'owner', 'operator')),
  account_id int REFERENCES account (id),
  -- Argon2id in its usual written form; null: invited, has not come yet
  password_hash text CHECK (length(password_hash) <= 300),
  totp_sealed bytea,
  -- a secret that was shown, but not yet proved to be in a device
  totp_pending bytea,
  -- the newest time step a code was accepted for: no code opens twice
  totp_step bigint NOT NULL DEFAULT 0,
  -- SHA-256 of those that are left
  recovery_codes bytea[] NOT NULL DEFAULT '{}' CHECK (cardinality(recovery_codes) <= 10),
  theme text NOT NULL DEFAULT 'auto' CHECK (theme IN ('auto', 'light', 'dark')),
  zone text NOT NULL DEFAULT 'UTC' CHECK (length(zone) BETWEEN 1 AND 60),
  created_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz,
  CHECK ((role = 'operator') = (account_id IS NULL))
);
CREATE INDEX person_account ON person (account_id);

-- One for each browser in which somebody is, or is about to be, logged in. Only the hash of what the
-- cookie holds is kept.
CREATE TABLE person_session (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  token_sha256 bytea NOT NULL UNIQUE CHECK (length(token_sha256) = 32),
  person_id bigint NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  -- code: the password was right, a code is asked for; enrol: a code must be set up first
  stage text NOT NULL CHECK (stage IN ('code', 'enrol', 'full')),
  -- the account that an operator looks at
  account_id int REFERENCES account (id),
  created_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  address text NOT NULL CHECK (length(address) <= 60),
  agent text NOT NULL CHECK (length(agent) <= 300)
);
CREATE INDEX person_session_person ON person_session (person_id);
CREATE INDEX person_session_seen ON person_session (last_seen_at);

-- Links that let a person set a password: single use, and only their hash is kept.
CREATE TABLE person_link (
  token_sha256 bytea PRIMARY KEY CHECK (length(token_sha256) = 32),
  person_id bigint NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  purpose text NOT NULL CHECK (purpose IN ('invitation', 'reset')),
  expires_at timestamptz NOT NULL
);
CREATE INDEX person_link_person ON person_link (person_id);

-- The audit log gets readers in accounts: whose it is, and from where it was done. Null: the
-- platform's own.
ALTER TABLE audit_log ADD COLUMN account_id int REFERENCES account (id);
ALTER TABLE audit_log ADD COLUMN address text CHECK (length(address) <= 60);
UPDATE audit_log l SET account_id = a.id FROM account a WHERE l.kind = 'account' AND l.name = a.name;
UPDATE audit_log l SET account_id = k.account_id FROM api_key k
  WHERE l.kind = 'key' AND l.name = k.username;
CREATE INDEX audit_log_account ON audit_log (account_id, id);
CREATE INDEX audit_log_actor ON audit_log (actor, id);
CREATE INDEX audit_log_at ON audit_log (at);
