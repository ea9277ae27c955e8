-- What the mailer needs to send at the wire's speed, by the reader's clock, within limits that hold over all
-- mailer processes, and to set right what went out wrong. Only expands: 0001's program runs beside it.

alter table newsletters
  -- share of the readers, in percent, that get an edition first; 0: everybody at once
  add column canary_percent real not null default 0 check (canary_percent between 0 and 50),
  -- without trouble for so long after the canary, the others get it; null: the desk says when
  add column canary_minutes integer check (canary_minutes between 1 and 1440),
  -- what a later wave may carry beyond what went out: staff's fixes only, or outlets' own newer copy, too
  add column late_copy text not null default 'staff' check (late_copy in ('staff', 'auto'));

-- The reader's own hour and zone; null: the newsletter's.
alter table subscriptions
  add column send_at time,
  add column zone text;
create index on subscriptions (newsletter_id, zone, send_at)
  where status = 'active' and (zone is not null or send_at is not null);

alter table editions
  -- each reader at their own hour (the schedule's send); else all at once (a person's)
  add column by_readers_clock boolean not null default false,
  -- the audience is complete; null while it is being frozen
  add column frozen_at timestamptz,
  -- a person let it go on, late or not: lateness counts from here
  add column resumed_at timestamptz,
  -- a fix waits to be rendered under this number
  add column next_revision integer,
  -- messages a second over all mailers; null: as fast as the relays take them
  add column max_rate real check (max_rate > 0),
  -- readers of the canary, while only they may be claimed; null: no canary, or released
  add column canary_left integer,
  -- a person typed this number of readers for an edition whose audience is unusual
  add column audience_confirmed integer,
  -- a correction: of which edition, for those who got a revision below this
  add column corrects_edition_id integer references editions on delete cascade,
  add column corrects_before_revision integer,
  -- what the digest says above its stories, such as what a correction corrects
  add column note text not null default '',
  -- the keys that sign it, chosen when its ledger opens: the same bytes can be made again
  add column dkim_selectors text[];

-- What was sent before had its audience frozen in one go.
update editions set frozen_at = started_at where started_at is not null;

alter table deliveries
  -- the reader's hour: lateness counts from here
  add column due_at timestamptz not null default now(),
  -- why it failed or waits, in one word of src/deliver/outcome.ts
  add column verdict text,
  -- which key signed the links in the message (TokenKey.id)
  add column token_key smallint;

-- The readers of one edition who share an hour.
create table waves (
  edition_id integer not null references editions on delete cascade,
  is_rehearsal boolean not null,
  due_at timestamptz not null,
  readers integer not null,
  -- its stories were looked at again; what newer copy there is, applied or not
  rechecked_at timestamptz,
  changes jsonb not null default '[]',
  primary key (edition_id, is_rehearsal, due_at)
);

-- What staff changed after the edition was composed: a story as it was and as it is.
create table edition_fixes (
  id bigint generated always as identity primary key,
  edition_id integer not null references editions on delete cascade,
  -- the first revision that carries it
  revision integer not null,
  position integer not null,
  before jsonb not null,
  after jsonb not null,
  note text not null default '',
  actor text not null,
  at timestamptz not null default now()
);
create index on edition_fixes (edition_id, revision);

-- Limits that hold over all mailers. `key`: relay:NAME, domain:NAME, edition:ID.
create table throttles (
  key text primary key,
  -- the instant of the next free place (GCRA); behind the clock: free now
  next_at timestamptz not null
);
create table shares (
  key text not null,
  lease_id uuid not null,
  places integer not null,
  primary key (key, lease_id)
);

-- What a person allows a destination domain, beside the built-in table.
create table domain_limits (
  domain text primary key,
  per_second real check (per_second > 0),
  connections integer check (connections > 0)
);

-- A destination domain that asked for patience; the others flow.
create table domain_pauses (
  domain text primary key,
  until timestamptz not null,
  -- in a row
  failures integer not null default 1,
  reply text not null default ''
);

-- A relay's circuit: open (nobody tries) until `down_until`.
create table relay_states (
  relay text primary key,
  down_until timestamptz,
  failures integer not null default 0,
  reason text not null default ''
);

-- What a relay that is warming up has taken on each day of its plan (UTC).
create table relay_days (
  relay text not null,
  day date not null,
  messages integer not null default 0,
  primary key (relay, day)
);

create table dkim_keys (
  domain text not null,
  selector text not null,
  algorithm text not null check (algorithm in ('rsa-sha256', 'ed25519-sha256')),
  -- PKCS#8, PEM
  private_key text not null,
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  primary key (domain, selector)
);

-- The figures of each process that has no web server of its own, as prom-client's JSON.
create table process_metrics (
  lease_id uuid primary key,
  process text not null,
  at timestamptz not null default now(),
  metrics jsonb not null
);
