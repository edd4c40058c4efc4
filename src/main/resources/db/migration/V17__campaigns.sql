-- What people send by hand: one text to one recipient or to a list. Text and list are sealed as texts
-- of messages are; what is sealed goes away at purge_day, or as soon as it is not needed.
CREATE TABLE campaign (
  -- made with the form: a form that is sent twice is one campaign
  id uuid PRIMARY KEY,
  account_id int NOT NULL REFERENCES account (id),
  -- the e-mail of who made it
  person text NOT NULL CHECK (length(person) <= 100),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  -- draft: nothing is sent; feeding: its messages are being accepted; fed: all were handed in;
  -- cancelling: what has not left is being cancelled; cancelled
  stage text NOT NULL CHECK (stage IN ('draft', 'feeding', 'fed', 'cancelling', 'cancelled')),
  sender text NOT NULL CHECK (length(sender) <= 20),
  text_sealed bytea,
  autoconvert text NOT NULL CHECK (autoconvert IN ('on', 'full', 'off')),
  priority text NOT NULL CHECK (priority IN ('regular', 'high', 'low')),
  time_to_send timestamptz,
  -- the time zone that the time was chosen in
  zone text NOT NULL CHECK (length(zone) BETWEEN 1 AND 60),
  -- whose numbers those without a country code are; empty: all have one
  country text NOT NULL CHECK (length(country) <= 2),
  -- where the numbers stand, from 0; -1: found out
  number_column int NOT NULL CHECK (number_column BETWEEN -1 AND 99),
  -- the list as it came, while this is a draft
  list_sealed bytea,
  -- the draft that this is a test of
  test_of uuid,
  created_at timestamptz NOT NULL,
  -- grows with every change of a draft: what is sent is what was looked at
  changed_at timestamptz NOT NULL,
  started_at timestamptz,
  purge_day date NOT NULL,
  -- all messages are final, as far as was looked
  is_over boolean NOT NULL DEFAULT false,
  -- how its messages stand was looked at then, and next from this line on
  looked_at timestamptz,
  looked_from int NOT NULL DEFAULT 0,
  CHECK ((stage = 'draft') = (started_at IS NULL)),
  CHECK (list_sealed IS NULL OR stage = 'draft')
);
CREATE INDEX campaign_account ON campaign (account_id, created_at DESC, id);
CREATE INDEX campaign_busy ON campaign (started_at) WHERE stage IN ('feeding', 'cancelling');
CREATE INDEX campaign_open ON campaign (looked_at) WHERE NOT is_over AND stage <> 'draft';
CREATE INDEX campaign_purge ON campaign (purge_day) WHERE text_sealed IS NOT NULL;
CREATE INDEX campaign_test ON campaign (test_of) WHERE test_of IS NOT NULL;

-- Each line of its list. A state of messages (as it was last looked at), or WAITING, HANDED (its
-- message has an id, and may be accepted already), SKIPPED (was wrong when it was sent), REFUSED (was
-- not accepted), NOT_SENT (the campaign was cancelled before its turn).
CREATE TABLE campaign_line (
  campaign_id uuid NOT NULL REFERENCES campaign (id) ON DELETE CASCADE,
  n int NOT NULL CHECK (n > 0),
  state text NOT NULL,
  -- number, and text where it is its own; null once the message has them
  sealed bytea,
  why text,
  message_id uuid,
  parts smallint NOT NULL DEFAULT 0,
  part_price numeric,
  PRIMARY KEY (campaign_id, n)
) WITH (fillfactor = 70);
CREATE INDEX campaign_line_open ON campaign_line (campaign_id, n) WHERE state IN ('WAITING', 'HANDED',
  'SCHEDULED', 'QUEUED', 'SUBMITTING', 'SENT', 'ACCEPTED', 'UNCLEAR');

-- How many lines stand where: what pages show.
CREATE TABLE campaign_count (
  campaign_id uuid NOT NULL REFERENCES campaign (id) ON DELETE CASCADE,
  state text NOT NULL,
  lines int NOT NULL,
  parts bigint NOT NULL,
  price numeric,
  unpriced int NOT NULL,
  PRIMARY KEY (campaign_id, state)
);
