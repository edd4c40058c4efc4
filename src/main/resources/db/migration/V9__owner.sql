-- Which process works on the messages of this database. The epoch grows with each that takes the
-- place; every transaction of the ledger looks at it, so one whose time is over commits nothing.
CREATE TABLE owner (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  epoch bigint NOT NULL,
  holder text NOT NULL,
  taken_at timestamptz NOT NULL
);
INSERT INTO owner (epoch, holder, taken_at) VALUES (0, '', now());
