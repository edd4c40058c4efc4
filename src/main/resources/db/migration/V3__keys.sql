-- How far a key reaches, and how its password is changed without a gap. Existing keys go on sending
-- and reading. While previous_until lies ahead the password before opens the key too; callbacks are
-- signed with that one until the new one was used (moved). last_used_at is written now and then.
ALTER TABLE api_key
  ADD COLUMN scopes text[] NOT NULL DEFAULT '{send,read}'
    CHECK (scopes <@ '{send,read,admin}'::text[] AND cardinality(scopes) BETWEEN 1 AND 3),
  ADD COLUMN allowed cidr[] NOT NULL DEFAULT '{}' CHECK (cardinality(allowed) <= 100),
  ADD COLUMN strict_schema boolean NOT NULL DEFAULT false,
  ADD COLUMN expires_at timestamptz,
  ADD COLUMN requests_per_second int CHECK (requests_per_second BETWEEN 0 AND 100000),
  ADD COLUMN previous_sealed bytea,
  ADD COLUMN previous_until timestamptz,
  ADD COLUMN moved boolean NOT NULL DEFAULT true,
  ADD COLUMN last_used_at timestamptz,
  ADD CHECK ((previous_sealed IS NULL) = (previous_until IS NULL)),
  ADD CHECK (moved OR previous_sealed IS NOT NULL);
