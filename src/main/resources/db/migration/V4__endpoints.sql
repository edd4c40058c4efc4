-- Where callbacks go, as the unit of health (design 10). A row exists only once something worth
-- noting happened: on the way of callbacks that succeed nothing is written here.
-- revision grows with every change: a running process reads what changed.
CREATE SEQUENCE endpoint_revision;
CREATE TABLE endpoint (
  key text PRIMARY KEY,
  id text NOT NULL UNIQUE CHECK (id ~ '^[0-9a-f]{32}$'),
  account_id int NOT NULL REFERENCES account,
  url text NOT NULL,
  standing text NOT NULL DEFAULT 'up' CHECK (standing IN ('up', 'down', 'stopped')),
  stopped_by text CHECK (stopped_by IN ('endpoint', 'customer', 'operator')),
  since timestamptz NOT NULL,
  probes int NOT NULL DEFAULT 0 CHECK (probes >= 0),
  next_probe_at timestamptz,
  cause text CHECK (length(cause) <= 500),
  last_success_at timestamptz,
  last_failure_at timestamptz,
  allow_private boolean,
  revision bigint NOT NULL DEFAULT nextval('endpoint_revision'),
  CHECK ((standing = 'stopped') = (stopped_by IS NOT NULL)),
  CHECK ((standing = 'down') = (next_probe_at IS NOT NULL))
);
CREATE INDEX endpoint_account ON endpoint (account_id, id);
CREATE INDEX endpoint_changed ON endpoint (revision);

-- Oldest first after an outage means: by when the report was made.
ALTER TABLE callback_due ADD COLUMN made_at timestamptz NOT NULL DEFAULT now();

-- Sign callbacks by Standard Webhooks. While a rotation goes on, two are valid.
CREATE TABLE callback_secret (
  account_id int PRIMARY KEY REFERENCES account,
  sealed bytea NOT NULL,
  made_at timestamptz NOT NULL,
  previous_sealed bytea,
  previous_until timestamptz,
  CHECK ((previous_sealed IS NULL) = (previous_until IS NULL))
);

-- Telling again what lies in a range of time: works in the background and goes on after a restart.
CREATE TABLE callback_replay (
  id uuid PRIMARY KEY,
  account_id int NOT NULL REFERENCES account,
  endpoint text NOT NULL,
  from_id uuid NOT NULL,
  until_id uuid NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('given_up', 'failed', 'told')),
  state text NOT NULL CHECK (state IN ('running', 'done', 'failed')),
  cursor_id uuid NOT NULL,
  looked_at bigint NOT NULL DEFAULT 0,
  asked bigint NOT NULL DEFAULT 0,
  problem text,
  made_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE UNIQUE INDEX callback_replay_running ON callback_replay (endpoint) WHERE state = 'running';
CREATE INDEX callback_replay_endpoint ON callback_replay (endpoint, made_at);
