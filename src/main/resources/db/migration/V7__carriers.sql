-- What people set about carriers and links is one JSON document each, with the fields and bounds of
-- docs/carriers.md; it is checked by the program before it is stored and again when it is read.
ALTER TABLE carrier ADD COLUMN spec jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN changed_at timestamptz NOT NULL DEFAULT now();
UPDATE carrier SET spec = jsonb_build_object('on_uncertain', on_uncertain, 'id_notation', id_notation);
ALTER TABLE carrier DROP COLUMN on_uncertain, DROP COLUMN id_notation;

ALTER TABLE link ADD COLUMN spec jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN changed_at timestamptz NOT NULL DEFAULT now();
UPDATE link SET spec = jsonb_build_object('carrier', carrier, 'host', host, 'port', port,
  'system_id', system_id, 'system_type', system_type, 'window', window_size,
  'rate_per_second', rate_per_second, 'enquire_link_seconds', enquire_link_seconds,
  'answer_seconds', answer_seconds, 'standing', CASE WHEN enabled THEN 'open' ELSE 'paused' END);
ALTER TABLE link DROP COLUMN host, DROP COLUMN port, DROP COLUMN system_id,
  DROP COLUMN system_type, DROP COLUMN window_size, DROP COLUMN rate_per_second,
  DROP COLUMN enquire_link_seconds, DROP COLUMN answer_seconds, DROP COLUMN enabled,
  ALTER COLUMN carrier DROP DEFAULT;

CREATE TABLE route (
  name text PRIMARY KEY CHECK (name ~ '^[a-z0-9-]{1,40}$'),
  carrier text REFERENCES carrier,
  account_id int REFERENCES account,
  spec jsonb NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now()
);

-- Who may use /api/v1/admin. The token is random and long, so its plain hash is enough.
CREATE TABLE operator_key (
  name text PRIMARY KEY CHECK (name ~ '^[a-z0-9-]{1,40}$'),
  token_sha256 bytea NOT NULL UNIQUE CHECK (length(token_sha256) = 32),
  enabled boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz,
  last_used_at timestamptz
);

-- Every change of configuration: who, when, by which way, what it was before and after. Without
-- secrets. In the transaction of the change itself.
CREATE TABLE audit_log (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL CHECK (length(actor) BETWEEN 1 AND 100),
  via text NOT NULL CHECK (via IN ('api', 'cli', 'apply', 'dashboard', 'waybill')),
  action text NOT NULL CHECK (length(action) BETWEEN 1 AND 40),
  kind text NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  before jsonb,
  after jsonb
);
CREATE INDEX audit_log_about ON audit_log (kind, name, id);
