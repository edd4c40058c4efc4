-- Chains of channels, the classic and product APIs: what an envelope says beyond SMS by the
-- omnichannel API. has_next: the next message of the chain starts if this one ends badly.
ALTER TABLE live
  ADD COLUMN channel text NOT NULL DEFAULT 'sms'
    CHECK (channel IN ('sms', 'viber', 'whatsapp', 'telegram', 'rcs')),
  ADD COLUMN format text NOT NULL DEFAULT 'CONTRACT'
    CHECK (format IN ('CONTRACT', 'CLASSIC', 'PRODUCT')),
  ADD COLUMN message_class smallint CHECK (message_class BETWEEN 0 AND 3),
  ADD COLUMN is_binary boolean NOT NULL DEFAULT false,
  ADD COLUMN campaign text CHECK (length(campaign) <= 100),
  ADD COLUMN tags text NOT NULL DEFAULT '',
  ADD COLUMN part_price numeric(14, 5) CHECK (part_price >= 0),
  ADD COLUMN has_next boolean NOT NULL DEFAULT false,
  DROP CONSTRAINT live_state_check,
  ADD CONSTRAINT live_state_check CHECK (state IN ('PLANNED', 'SCHEDULED', 'QUEUED', 'SUBMITTING',
    'SENT', 'ACCEPTED', 'UNCLEAR', 'DELIVERED', 'READ', 'UNDELIVERED', 'FAILED', 'REJECTED',
    'REFUSED', 'EXPIRED', 'CANCELLED', 'UNKNOWN', 'UNUSED'));
CREATE INDEX live_campaign ON live (account_id, campaign, id) WHERE campaign IS NOT NULL;

ALTER TABLE history
  ADD COLUMN channel text NOT NULL DEFAULT 'sms'
    CHECK (channel IN ('sms', 'viber', 'whatsapp', 'telegram', 'rcs')),
  ADD COLUMN format text NOT NULL DEFAULT 'CONTRACT'
    CHECK (format IN ('CONTRACT', 'CLASSIC', 'PRODUCT')),
  ADD COLUMN message_class smallint CHECK (message_class BETWEEN 0 AND 3),
  ADD COLUMN is_binary boolean NOT NULL DEFAULT false,
  ADD COLUMN campaign text CHECK (length(campaign) <= 100),
  ADD COLUMN tags text NOT NULL DEFAULT '',
  ADD COLUMN part_price numeric(14, 5) CHECK (part_price >= 0),
  ADD COLUMN has_next boolean NOT NULL DEFAULT false,
  DROP CONSTRAINT live_state_check,
  ADD CONSTRAINT history_state_check CHECK (state IN ('SCHEDULED', 'QUEUED', 'SUBMITTING', 'SENT',
    'ACCEPTED', 'UNCLEAR', 'DELIVERED', 'READ', 'UNDELIVERED', 'FAILED', 'REJECTED', 'REFUSED',
    'EXPIRED', 'CANCELLED', 'UNKNOWN', 'UNUSED'));
CREATE INDEX history_campaign ON history (account_id, campaign, id) WHERE campaign IS NOT NULL;
