-- How the receipts of a carrier set to `auto` write its ids, as experience has shown.
CREATE TABLE carrier_notation (
  carrier text PRIMARY KEY REFERENCES carrier ON DELETE CASCADE,
  notation text NOT NULL
    CHECK (notation IN ('exact', 'resp-hex-receipt-dec', 'resp-dec-receipt-hex')),
  since timestamptz NOT NULL
);

-- What a person does about a receipt that matches nothing: assigned to a part of a message (the
-- running process records it, then it is `assigned`), or discarded. Kept for a while either way.
ALTER TABLE receipt_parked
  ADD COLUMN kind text NOT NULL DEFAULT 'no_match'
    CHECK (kind IN ('no_match', 'ambiguous', 'no_id', 'no_number', 'not_stored', 'burst')),
  ADD COLUMN standing text NOT NULL DEFAULT 'waiting'
    CHECK (standing IN ('waiting', 'assigning', 'assigned', 'discarded')),
  ADD COLUMN message_id uuid,
  ADD COLUMN part smallint CHECK (part > 0),
  ADD COLUMN decided_by text CHECK (length(decided_by) <= 100),
  ADD COLUMN decided_via text CHECK (length(decided_via) <= 40),
  ADD COLUMN decided_why text CHECK (length(decided_why) <= 500),
  ADD COLUMN decided_at timestamptz,
  ADD CHECK ((standing = 'waiting') = (decided_by IS NULL)),
  ADD CHECK ((standing IN ('assigning', 'assigned')) = (message_id IS NOT NULL AND part IS NOT NULL));
UPDATE receipt_parked SET kind = 'ambiguous' WHERE why LIKE 'ambiguous%';
CREATE INDEX receipt_parked_received ON receipt_parked (received_at);
CREATE INDEX inbound_raw_received ON inbound_raw (received_at);
