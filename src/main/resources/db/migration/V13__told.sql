-- What became of a message's callbacks since its own row was written last: a small row for each try
-- instead of a new version of a big one. The newest says which reports wait now; what it says counts
-- if its seq is greater than that of the message's row. Kept as long as the history of that week.
CREATE TABLE told (
  message_id uuid NOT NULL,
  seq int NOT NULL CHECK (seq > 0),
  tries int NOT NULL CHECK (tries >= 0),
  waiting text NOT NULL,
  lines text NOT NULL,
  PRIMARY KEY (message_id, seq)
) PARTITION BY RANGE (message_id);

-- Messages in history of which a report is still to be told, with the full number that it names.
CREATE TABLE untold (
  message_id uuid PRIMARY KEY,
  recipient text NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 5000);

-- A row is rewritten once on its usual way now, no longer three times.
ALTER TABLE live SET (fillfactor = 45);
