-- Forms that were sent after a session had ended, and what a session last proved. Only expands: a session that an older
-- version starts has no check and no address.

alter table staff_sessions
  -- the last sign-in, or the last check of the password or a passkey
  add column checked_at timestamptz,
  -- the network address of the latest request that was noted
  add column address text;

create table kept_forms (
  id bigint generated always as identity primary key,
  session_id bigint not null references staff_sessions (id) on delete cascade,
  -- where the form was posted to
  path text not null,
  -- names and values in their order, without passwords
  fields jsonb not null,
  -- files were chosen, which no page can choose again
  had_files boolean not null,
  created_at timestamptz not null
);
create index on kept_forms (session_id, id);
