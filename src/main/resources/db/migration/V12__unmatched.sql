-- What waits for a person is counted every minute, and a burst must not be read for it.
CREATE INDEX receipt_parked_waiting ON receipt_parked (id)
  WHERE standing = 'waiting' AND kind <> 'burst';
