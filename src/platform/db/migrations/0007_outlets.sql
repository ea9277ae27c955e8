-- What reading outlets politely and pages fully needs to keep. Only expands.

alter table outlets
  -- between two fetches, by how often the outlet publishes
  add column interval_seconds integer not null default 900 check (interval_seconds between 60 and 86400),
  -- between a story's publication and our first sight of it, median of the latest; null: not known yet
  add column median_delay_seconds integer;

alter table items
  -- what two links to the item share (no scheme, fragment, tracking): the same item under another guid
  add column link_key text,
  -- the address that its page calls its own
  add column canonical_url text,
  add column section text,
  add column modified_at timestamptz,
  -- null: the outlet does not say
  add column is_paywalled boolean,
  -- instructions to editors ("EDS: …"): obeyed, never shown
  add column editors_note text,
  add column embargo_until timestamptz,
  -- killed or cancelled by its source (pubstatus)
  add column is_withdrawn boolean not null default false;
create index on items (outlet_id, link_key);

-- Turns at an outlet's server, over all processes and on the database's clock.
create table fetch_hosts (
  -- scheme, host and port
  origin text primary key,
  -- no request begins before
  next_at timestamptz not null default clock_timestamp(),
  -- one entry a request in progress: when its turn lapses by itself
  busy_until timestamptz[] not null default '{}',
  -- robots.txt as it was last reached; empty: there is none (all is allowed); null: it was never reached
  robots text,
  -- last asked; null: not yet
  robots_fetched_at timestamptz,
  -- cannot be reached since; null: it can
  robots_failing_since timestamptz
);
