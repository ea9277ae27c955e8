-- What backups were taken, and what a restore must know of readers who left since. Only expands.

create table backups (
  id bigint generated always as identity primary key,
  -- the instant that it shows
  at timestamptz not null,
  finished_at timestamptz not null default now(),
  bytes bigint not null,
  rows bigint not null,
  is_encrypted boolean not null
);
create index on backups (at);

-- What SAFETY_LOG still lacks. Triggers write it, so that every process does, of every version; a row goes once its line is
-- on the other disk. The address is named by its keyed hash alone.
create table safety_events (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  -- left, returned, moved, or the reason of a suppression
  kind text not null,
  address_hash bytea not null,
  -- null: every newsletter
  newsletter_id integer
);

create function note_suppression() returns trigger language plpgsql as $$
begin
  insert into safety_events (kind, address_hash)
  values (case when new.reason = 'erased' and new.detail = 'moved' then 'moved' else new.reason end, new.address_hash);
  return null;
end $$;
create trigger note_suppression after insert or update of reason on suppressions
  for each row execute function note_suppression();

create function note_leaving() returns trigger language plpgsql as $$
begin
  insert into safety_events (kind, address_hash, newsletter_id)
  select case new.status when 'unsubscribed' then 'left' else 'returned' end, r.address_hash, new.newsletter_id
  from subscribers r where r.id = new.subscriber_id;
  return null;
end $$;
create trigger note_leaving after update of status on subscriptions for each row
  when (new.status <> old.status and (new.status = 'unsubscribed' or (old.status = 'unsubscribed' and new.status = 'active')))
  execute function note_leaving();

create function note_leaving_everything() returns trigger language plpgsql as $$
begin
  insert into safety_events (kind, address_hash)
  values (case when new.left_everything_at is null then 'returned' else 'left' end, new.address_hash);
  return null;
end $$;
create trigger note_leaving_everything after update of left_everything_at on subscribers for each row
  when ((new.left_everything_at is null) <> (old.left_everything_at is null))
  execute function note_leaving_everything();
