-- How many messages stand where now, per quarter of an hour (UTC) of their acceptance: what pages and
-- reports sum up instead of reading messages. bucket: quarters of an hour since 1970. writer: who
-- adds (0 and up: the ledger's writers, so that none waits for another; -1 and -2: rolled up to hours
-- and days; -3: loaded by `seed` or by this migration), summed on read; so one row alone may be
-- negative. Texts that are not known are ''. Parts and prices (0.00001 euro) by group of states.
CREATE TABLE counter (
  bucket int NOT NULL,
  account_id int NOT NULL,
  carrier text NOT NULL,
  country text NOT NULL,
  network text NOT NULL,
  writer smallint NOT NULL,
  planned int NOT NULL, scheduled int NOT NULL, queued int NOT NULL, submitting int NOT NULL,
  sent int NOT NULL, accepted int NOT NULL, unclear int NOT NULL, delivered int NOT NULL,
  read int NOT NULL, undelivered int NOT NULL, failed int NOT NULL, rejected int NOT NULL,
  refused int NOT NULL, expired int NOT NULL, cancelled int NOT NULL, unknown int NOT NULL,
  unused int NOT NULL,
  waiting_parts bigint NOT NULL, sent_parts bigint NOT NULL, delivered_parts bigint NOT NULL,
  failed_parts bigint NOT NULL, rejected_parts bigint NOT NULL,
  waiting_price bigint NOT NULL, sent_price bigint NOT NULL, delivered_price bigint NOT NULL,
  failed_price bigint NOT NULL, rejected_price bigint NOT NULL,
  PRIMARY KEY (bucket, account_id, carrier, country, network, writer)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);

-- Of the messages that stand in a failed or rejected state: how many for which of the contract's
-- numbers.
CREATE TABLE counter_err (
  bucket int NOT NULL,
  account_id int NOT NULL,
  carrier text NOT NULL,
  country text NOT NULL,
  network text NOT NULL,
  err int NOT NULL,
  writer smallint NOT NULL,
  messages int NOT NULL,
  PRIMARY KEY (bucket, account_id, carrier, country, network, err, writer)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);

-- How long it took: log-linear histograms, added to every few seconds, merged hour by hour. bucket:
-- as above, of the acceptance, of the whole hour or day. merged: 0 as a writer wrote it, 1 an hour,
-- 2 a day.
CREATE TABLE latency (
  bucket int NOT NULL,
  account_id int NOT NULL,
  carrier text NOT NULL,
  country text NOT NULL,
  network text NOT NULL,
  merged smallint NOT NULL,
  slots bytea NOT NULL
);
CREATE INDEX latency_bucket ON latency (bucket, account_id);
CREATE INDEX latency_raw ON latency (bucket) WHERE merged = 0;

-- When it was to be sent, where that was later than its acceptance: its way is timed from there.
ALTER TABLE live ADD COLUMN ready_at timestamptz;
ALTER TABLE history ADD COLUMN ready_at timestamptz;

-- What was there before counters were.
INSERT INTO counter
SELECT floor(extract(epoch FROM accepted_at) / 900)::int, account_id, carrier, coalesce(country, ''),
  coalesce(network, ''), -3,
  count(*) FILTER (WHERE state = 'PLANNED'),
  count(*) FILTER (WHERE state = 'SCHEDULED'),
  count(*) FILTER (WHERE state = 'QUEUED'),
  count(*) FILTER (WHERE state = 'SUBMITTING'),
  count(*) FILTER (WHERE state = 'SENT'),
  count(*) FILTER (WHERE state = 'ACCEPTED'),
  count(*) FILTER (WHERE state = 'UNCLEAR'),
  count(*) FILTER (WHERE state = 'DELIVERED'),
  count(*) FILTER (WHERE state = 'READ'),
  count(*) FILTER (WHERE state = 'UNDELIVERED'),
  count(*) FILTER (WHERE state = 'FAILED'),
  count(*) FILTER (WHERE state = 'REJECTED'),
  count(*) FILTER (WHERE state = 'REFUSED'),
  count(*) FILTER (WHERE state = 'EXPIRED'),
  count(*) FILTER (WHERE state = 'CANCELLED'),
  count(*) FILTER (WHERE state = 'UNKNOWN'),
  count(*) FILTER (WHERE state = 'UNUSED'),
  coalesce(sum(parts) FILTER (WHERE state = ANY ('{PLANNED,SCHEDULED,QUEUED,SUBMITTING}')), 0),
  coalesce(sum(parts) FILTER (WHERE state = ANY ('{SENT,ACCEPTED,UNCLEAR}')), 0),
  coalesce(sum(parts) FILTER (WHERE state = ANY ('{DELIVERED,READ}')), 0),
  coalesce(sum(parts) FILTER (WHERE state = ANY ('{UNDELIVERED,FAILED,EXPIRED,CANCELLED,UNKNOWN}')), 0),
  coalesce(sum(parts) FILTER (WHERE state = ANY ('{REJECTED,REFUSED}')), 0),
  coalesce(sum(parts * price) FILTER (WHERE state = ANY ('{PLANNED,SCHEDULED,QUEUED,SUBMITTING}')), 0),
  coalesce(sum(parts * price) FILTER (WHERE state = ANY ('{SENT,ACCEPTED,UNCLEAR}')), 0),
  coalesce(sum(parts * price) FILTER (WHERE state = ANY ('{DELIVERED,READ}')), 0),
  coalesce(sum(parts * price) FILTER (WHERE state = ANY ('{UNDELIVERED,FAILED,EXPIRED,CANCELLED,UNKNOWN}')), 0),
  coalesce(sum(parts * price) FILTER (WHERE state = ANY ('{REJECTED,REFUSED}')), 0)
FROM (
  SELECT accepted_at, account_id, carrier, country, network, state, err,
    (length(parts) - length(replace(parts, E'\n', '')) + 1)::bigint AS parts,
    coalesce(round(part_price * 100000), 0)::bigint AS price
  FROM (SELECT accepted_at, account_id, carrier, country, network, state, err, parts, part_price
      FROM live
    UNION ALL
    SELECT accepted_at, account_id, carrier, country, network, state, err, parts, part_price
      FROM history) m
) m
GROUP BY 1, 2, 3, 4, 5;

INSERT INTO counter_err
SELECT floor(extract(epoch FROM accepted_at) / 900)::int, account_id, carrier, coalesce(country, ''),
  coalesce(network, ''), err, -3, count(*)
FROM (SELECT accepted_at, account_id, carrier, country, network, err, state FROM live
  UNION ALL SELECT accepted_at, account_id, carrier, country, network, err, state FROM history) m
WHERE state IN ('UNDELIVERED', 'FAILED', 'EXPIRED', 'CANCELLED', 'UNKNOWN', 'REJECTED', 'REFUSED')
GROUP BY 1, 2, 3, 4, 5, 6;

-- A list with any filter walks this index alone, without reading messages that do not fit. None of
-- these columns can be long.
DROP INDEX history_account;
CREATE INDEX history_account ON history (account_id, id)
  INCLUDE (state, err, carrier, country, network, sender, channel, key_name, purge_day);
CREATE INDEX history_tagged ON history (account_id, id) WHERE tags <> '';
