-- What needs a person: open alerts and those that are over; and for which editions HEARTBEAT_URL was asked. Only expands.

create table alerts (
  id uuid primary key default gen_random_uuid(),
  -- the kind and what it concerns
  key text not null,
  kind text not null,
  newsletter_id integer references newsletters on delete cascade,
  edition_id integer references editions on delete cascade,
  text text not null,
  opened_at timestamptz not null,
  seen_at timestamptz not null,
  closed_at timestamptz,
  last_sent_at timestamptz,
  -- those that reached somebody
  notices integer not null default 0,
  -- since the last of them
  attempts integer not null default 0,
  -- null: nothing is left to send
  next_send_at timestamptz,
  -- by the database's clock: a process is sending it until then
  claimed_until timestamptz
);

create unique index on alerts (key) where closed_at is null;
create index on alerts (next_send_at) where next_send_at is not null;

-- one row for each edition for which HEARTBEAT_URL was asked: who inserts it asks
create table heartbeats (
  edition_id integer primary key references editions on delete cascade,
  at timestamptz not null
);
