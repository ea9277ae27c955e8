-- The whole path's tables. Times are timestamptz (UTC); ids of things people name are integers.
-- Later migrations only expand (add a nullable column, a table, an index); what an older version
-- still reads is dropped one version later, so that two versions can run side by side.

create table settings (
  key text primary key,
  value jsonb not null
);

create table newsletters (
  id integer generated always as identity primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 60),
  name text not null,
  description text not null default '',
  from_name text not null,
  from_address text not null,
  reply_to text,
  legal_name text,
  postal_address text,
  privacy_url text,
  imprint_url text,
  -- the language of the mail's own words, and those of the stories that it takes
  language text not null default 'en',
  languages text[] not null default '{en}',
  -- the schedule: a wall-clock time in an IANA zone, on ISO weekdays (1 = Monday)
  zone text not null default 'UTC',
  send_at time not null default '05:30',
  weekdays smallint[] not null default '{1,2,3,4,5,6,7}',
  compose_lead_minutes integer not null default 30 check (compose_lead_minutes between 0 and 1440),
  max_lateness_minutes integer not null default 120 check (max_lateness_minutes between 1 and 1440),
  story_count integer not null default 10 check (story_count between 1 and 40),
  min_stories integer not null default 1 check (min_stories between 1 and 40),
  -- made at the first start, with outlets of the program's own
  is_sample boolean not null default false,
  created_at timestamptz not null default now()
);

-- A dated exception of the schedule: another hour, or (null) no edition that day.
create table schedule_exceptions (
  newsletter_id integer not null references newsletters on delete cascade,
  date date not null,
  send_at time,
  note text not null default '',
  primary key (newsletter_id, date)
);

create table outlets (
  id integer generated always as identity primary key,
  newsletter_id integer not null references newsletters on delete cascade,
  url text not null,
  -- where discovery found the feed when `url` is a home page
  feed_url text,
  name text not null,
  is_own boolean not null default false,
  -- of headline, summary, picture; nothing recorded means nothing granted
  rights text[] not null default '{}',
  -- may use its own origin although that is private; nothing else that is
  allow_private boolean not null default false,
  etag text,
  last_modified text,
  fetching_until timestamptz,
  next_fetch_at timestamptz not null default now(),
  last_fetched_at timestamptz,
  last_success_at timestamptz,
  failures integer not null default 0,
  error_code text,
  error_message text,
  created_at timestamptz not null default now(),
  unique (newsletter_id, url)
);

create table stories (
  id integer generated always as identity primary key,
  newsletter_id integer not null references newsletters on delete cascade,
  lead_item_id integer,
  item_count integer not null default 0,
  outlet_count integer not null default 0,
  first_published_at timestamptz not null,
  last_published_at timestamptz not null,
  score double precision not null default 0,
  reasons jsonb not null default '[]',
  ranked_at timestamptz
);
create index on stories (newsletter_id, last_published_at);

create table items (
  id integer generated always as identity primary key,
  outlet_id integer not null references outlets on delete cascade,
  -- what identifies the entry within its outlet: the feed's guid, else its address
  guid text not null,
  url text,
  title text not null,
  summary text not null default '',
  -- plain text of the entry's content, shortened; for clustering, never shown
  body text not null default '',
  published_at timestamptz,
  byline text,
  dateline text,
  agency text,
  copyright text,
  language text,
  -- {url, width, height, alt, caption, credit} or null
  image jsonb,
  -- the place in its feed, from 0
  position integer not null default 0,
  first_seen_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  page_read_at timestamptz,
  story_id integer references stories on delete set null,
  unique (outlet_id, guid)
);
create index on items (story_id);
create index on items (outlet_id, published_at);
alter table stories add foreign key (lead_item_id) references items on delete set null;

create table editions (
  id integer generated always as identity primary key,
  newsletter_id integer not null references newsletters on delete cascade,
  date date not null,
  kind text not null default 'daily' check (kind in ('daily', 'special', 'weekly', 'correction')),
  number integer not null default 1 check (number >= 1),
  state text not null default 'draft' check (state in
    ('draft', 'approved', 'preparing', 'submitting', 'paused', 'submitted', 'cancelled', 'failed')),
  subject text not null default '',
  preheader text not null default '',
  -- null: no schedule asks for it, staff trigger it
  due_at timestamptz,
  revision integer not null default 1,
  -- its latest send went (or goes) to the built-in inbox
  is_rehearsal boolean not null default false,
  -- why a person must look: overdue, no_stories, too_few_stories, render_failed, sender_fault
  flag text,
  flag_detail text,
  composed_at timestamptz,
  approved_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  unique (newsletter_id, date, kind, number)
);
create index on editions (state) where state in ('approved', 'preparing', 'submitting');

-- What the edition says of each story: a snapshot, so that a later ranking changes no composed edition.
create table edition_stories (
  edition_id integer not null references editions on delete cascade,
  position integer not null check (position >= 1),
  story_id integer references stories on delete set null,
  item_id integer references items on delete set null,
  url text not null,
  headline text not null,
  summary text not null default '',
  outlet_name text not null,
  is_own boolean not null default false,
  byline text,
  dateline text,
  agency text,
  copyright text,
  image jsonb,
  published_at timestamptz,
  item_count integer not null default 1,
  also_reported_by text[] not null default '{}',
  score double precision not null default 0,
  reasons jsonb not null default '[]',
  primary key (edition_id, position)
);

-- An edition's rendered mail: one row for each revision, format and language; `message` is the encoded
-- MIME template with its slots (see src/message).
create table digests (
  edition_id integer not null references editions on delete cascade,
  revision integer not null,
  is_rehearsal boolean not null,
  format text not null default 'full',
  language text not null default 'en',
  subject text not null,
  preheader text not null,
  mjml text not null,
  html text not null,
  plain text not null,
  message bytea not null,
  rendered_at timestamptz not null default now(),
  primary key (edition_id, revision, is_rehearsal, format, language)
);

create table subscribers (
  id integer generated always as identity primary key,
  -- as SMTP takes it: domain in lower-case A-labels, local part as given
  email text not null,
  -- what two spellings of one address share
  email_key text not null unique,
  -- keyed hash of email_key; what the suppression list holds
  address_hash bytea not null,
  first_name text not null default '',
  -- invented for the first start: never handed to a relay
  is_sample boolean not null default false,
  created_at timestamptz not null default now()
);
create index on subscribers (address_hash);

create table subscriptions (
  subscriber_id integer not null references subscribers on delete cascade,
  newsletter_id integer not null references newsletters on delete cascade,
  status text not null check (status in ('pending', 'active', 'unsubscribed')),
  created_at timestamptz not null default now(),
  confirmation_sent_at timestamptz,
  confirmed_at timestamptz,
  unsubscribed_at timestamptz,
  primary key (subscriber_id, newsletter_id)
);
create index on subscriptions (newsletter_id, subscriber_id) where status = 'active';

-- Append-only: what a person was shown and did.
create table consent_events (
  id bigint generated always as identity primary key,
  subscriber_id integer references subscribers on delete cascade,
  newsletter_id integer references newsletters on delete set null,
  kind text not null check (kind in
    ('requested', 'confirmed', 'imported', 'unsubscribed', 'resubscribed', 'erased')),
  at timestamptz not null default now(),
  -- the words shown, and their version (a hash)
  text_shown text,
  text_version text,
  page_url text,
  network_address inet,
  user_agent text,
  detail jsonb not null default '{}'
);
create index on consent_events (subscriber_id, at);

-- Never mail these again, any newsletter. Only a keyed hash, so that erasing a person can keep it.
create table suppressions (
  address_hash bytea primary key,
  reason text not null check (reason in ('bounce', 'complaint', 'erased', 'manual')),
  detail text not null default '',
  created_at timestamptz not null default now()
);

-- One row a reader: the ledger. Partitioned by edition, so that an old edition goes with one DROP.
-- No foreign keys: attaching a partition would lock the referenced tables while readers sign up.
create table deliveries (
  edition_id integer not null,
  -- to the built-in inbox: the same reader can still get the edition for real
  is_rehearsal boolean not null,
  subscriber_id integer not null,
  state text not null default 'pending' check (state in
    ('pending', 'submitting', 'submitted', 'failed', 'suppressed', 'unknown')),
  next_attempt_at timestamptz not null default now(),
  attempts smallint not null default 0,
  -- whose claim (leases.id)
  owner uuid,
  -- set before the message's last byte goes out; with it, a lost owner makes the row unknown
  data_at timestamptz,
  revision integer,
  submitted_at timestamptz,
  relay text,
  status_code text,
  reply text,
  primary key (edition_id, is_rehearsal, subscriber_id)
) partition by list (edition_id);
create index on deliveries (edition_id, is_rehearsal, next_attempt_at) where state = 'pending';
create index on deliveries (owner) where state = 'submitting';

-- A running claimant: alive while `until` is ahead of the database's clock.
create table leases (
  id uuid primary key,
  -- process:mailer, process:web, …, delivery, outbox
  role text not null,
  holder text not null,
  edition_id integer,
  until timestamptz not null
);

-- Every mail that is not an edition to its readers.
create table outbox (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('confirmation', 'welcome', 'test', 'alert')),
  newsletter_id integer references newsletters on delete cascade,
  subscriber_id integer references subscribers on delete cascade,
  edition_id integer references editions on delete cascade,
  to_address text not null,
  -- what the template needs besides the rows named above
  payload jsonb not null default '{}',
  -- a second row with the same key is ignored
  dedupe_key text unique,
  state text not null default 'pending' check (state in
    ('pending', 'ready', 'submitting', 'submitted', 'failed', 'suppressed', 'unknown')),
  -- complete MIME bytes, from `ready` on
  message bytea,
  next_attempt_at timestamptz not null default now(),
  expires_at timestamptz,
  attempts smallint not null default 0,
  owner uuid,
  data_at timestamptz,
  submitted_at timestamptz,
  relay text,
  status_code text,
  reply text,
  created_at timestamptz not null default now()
);
-- an erased reader's rows go with them
create index on outbox (subscriber_id);
create index on outbox (state, next_attempt_at) where state in ('pending', 'ready', 'submitting');

create table staff (
  id integer generated always as identity primary key,
  name text not null unique,
  -- scrypt: N, r, p, salt and key
  password_hash text not null,
  created_at timestamptz not null default now()
);

create table staff_sessions (
  -- SHA-256 of the cookie's value
  token_hash bytea primary key,
  staff_id integer not null references staff on delete cascade,
  expires_at timestamptz not null
);

create table audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  -- a member of staff's name, cli, or scheduler
  actor text not null,
  action text not null,
  newsletter_id integer references newsletters on delete set null,
  edition_id integer references editions on delete set null,
  detail jsonb not null default '{}'
);
create index on audit_log (edition_id, at);

-- The built-in inbox: what was sent while no relay was named.
create table inbox_messages (
  id bigint generated always as identity primary key,
  mail_from text not null,
  rcpt_to text not null,
  header_from text not null,
  subject text not null,
  received_at timestamptz not null default now(),
  bytes integer not null,
  raw bytea not null
);
