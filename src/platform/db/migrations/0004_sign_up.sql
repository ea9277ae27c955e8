-- Taking sign-ups from anybody: what waits to be looked at, what each client may do, and how long a sign-up that nobody
-- confirmed is kept. Only expands.

alter table newsletters
  -- days after the last confirmation mail; the link in it works for two
  add column pending_days integer not null default 7 check (pending_days between 3 and 90);

-- Who never confirmed is removed: the pending subscription, and the subscriber where no other subscription is left.
-- Their consent_events (requests to which nobody ever agreed) go with the subscriber, by its foreign key: nothing was
-- sent on their strength but the confirmation, so there is nothing to prove, and no reason to keep the address.
-- A subscriber with another subscription keeps them: they are part of that person's history.
create index on subscriptions (newsletter_id, confirmation_sent_at) where status = 'pending';

-- Sign-ups as they came, until one process has looked at who it is. Taking one is the same single insert whoever asks,
-- so that neither the answer nor its time tells what is known of the address.
create table sign_ups (
  id bigint generated always as identity primary key,
  newsletter_id integer not null references newsletters on delete cascade,
  email text not null,
  first_name text not null default '',
  -- of the page; a new reader's
  language text,
  -- the browser's, IANA
  zone text,
  -- what was shown and from where it came (src/subscribers/consent.ts)
  evidence jsonb not null,
  detail jsonb not null default '{}',
  at timestamptz not null default now()
);

-- How much of something one client (a network, an address, everybody) has left: a generic cell rate algorithm. Written
-- without waiting for the disk: a crash of the database forgets half a second, a restart nothing.
create table allowances (
  key text primary key,
  -- when all of it is back; a row behind the clock means nothing and is removed
  full_at timestamptz not null
);
create index on allowances (full_at);
