-- What staff see of their own sessions, and the order of the audit page. Only expands: sessions that an older version starts
-- have no browser and were never seen.

alter table staff_sessions
  add column id bigint generated always as identity,
  add column created_at timestamptz not null default now(),
  add column last_seen_at timestamptz,
  -- the User-Agent of the sign-in
  add column user_agent text;
create unique index on staff_sessions (id);

create index on audit_log (actor, id);
create index on audit_log (edition_id, id);
