-- What one part of an SMS costs, in euro. Without mccmnc: all networks of the country that have no
-- price of their own.
CREATE TABLE price (
  country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  mccmnc text CHECK (mccmnc ~ '^[0-9]{5,6}$'),
  network text CHECK (length(network) BETWEEN 1 AND 100),
  amount numeric(14, 5) NOT NULL CHECK (amount BETWEEN 0 AND 10000),
  CHECK ((mccmnc IS NULL) = (network IS NULL)),
  UNIQUE NULLS NOT DISTINCT (country, mccmnc)
);

-- What is left on an account, in euro. An account without a row is not limited.
CREATE TABLE balance (
  account_id int PRIMARY KEY REFERENCES account,
  amount numeric(14, 5) NOT NULL
);
