-- A relay that refused our password is not shown it again by every connection and process: providers lock accounts
-- for that. `sign_in_refused` tells which name and password it was, as a salted scrypt hash.
alter table relay_states
  add column sign_in_refused text,
  add column sign_in_refused_at timestamptz,
  add column sign_in_reason text not null default '';

-- The Date that a delivery's message carries, from its first try on; null: the digest's time of rendering, which
-- earlier versions gave to all.
alter table deliveries add column dated_at timestamptz;
