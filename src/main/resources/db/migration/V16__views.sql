-- Filters of the list of messages that a person keeps under a name, for one account.
CREATE TABLE saved_view (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person_id bigint NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  account_id int NOT NULL REFERENCES account (id),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  -- of the address, without the question mark; empty: no filter
  query text NOT NULL CHECK (length(query) <= 2000),
  UNIQUE (person_id, account_id, name)
);
