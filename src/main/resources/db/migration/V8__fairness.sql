-- Accounts take turns at a carrier: each is found by one step through the index.
DROP INDEX live_due;
CREATE INDEX live_due ON live (carrier, priority, account_id, due_at, id) WHERE due_at IS NOT NULL;
