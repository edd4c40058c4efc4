-- The ways of the channels beyond SMS: like links, configuration that people change while the
-- program runs. An account's own adapter goes before the one that all share (account_id null).
CREATE TABLE channel_adapter (
  name text PRIMARY KEY CHECK (name ~ '^[a-z0-9-]{1,40}$' AND name <> 'none'),
  channel text NOT NULL CHECK (channel IN ('viber', 'whatsapp', 'telegram', 'rcs')),
  account_id int REFERENCES account,
  kind text NOT NULL CHECK (kind IN ('generic', 'whatsapp', 'viber', 'telegram')),
  settings jsonb NOT NULL DEFAULT '{}',
  secrets_sealed bytea NOT NULL,
  enabled boolean NOT NULL DEFAULT true,
  rate_per_second int NOT NULL DEFAULT 0 CHECK (rate_per_second BETWEEN 0 AND 10000),
  concurrency int NOT NULL DEFAULT 16 CHECK (concurrency BETWEEN 1 AND 256),
  on_uncertain text NOT NULL DEFAULT 'resend' CHECK (on_uncertain IN ('resend', 'hold')),
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT channel_adapter_kind_for_channel_check CHECK (kind IN ('generic', channel))
);
CREATE UNIQUE INDEX channel_adapter_one ON channel_adapter (channel, coalesce(account_id, 0))
  WHERE enabled;

-- Which chat stands for a number, for channels that know no numbers. Numbers only as keyed hashes.
CREATE TABLE channel_contact (
  adapter text NOT NULL REFERENCES channel_adapter ON DELETE CASCADE,
  number_hmac bytea NOT NULL CHECK (length(number_hmac) = 32),
  chat_id bigint NOT NULL,
  learned_at timestamptz NOT NULL,
  PRIMARY KEY (adapter, number_hmac)
);
CREATE INDEX channel_contact_chat ON channel_contact (adapter, chat_id);
