-- Orders to a running process: to write down for a while what goes over a link. The process sees
-- them as it sees every other change, by config_change.
CREATE TABLE wire_order (
  link text PRIMARY KEY REFERENCES link ON DELETE CASCADE,
  asked_at timestamptz NOT NULL DEFAULT now(),
  until timestamptz NOT NULL,
  texts boolean NOT NULL,
  actor text NOT NULL CHECK (length(actor) BETWEEN 1 AND 100),
  CHECK (until <= asked_at + interval '61 minutes')
);
