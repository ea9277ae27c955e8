-- What came back of our mails, and what it proved. Only expands.

alter table newsletters
  -- where returned mail arrives: each mail's envelope then has LOCAL+TOKEN@DOMAIN as its sender. Null: the From address
  add column bounce_address text,
  -- another domain would cost the alignment of SPF (RFC 7489 3.1.2)
  add constraint newsletters_bounce_address_check check (
    split_part(lower(bounce_address), '@', 2) = split_part(lower(from_address), '@', 2));

-- Only what proved that it is about a delivery of ours.
create table feedback (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  kind text not null check (kind in ('bounce', 'complaint')),
  action text not null check (action in ('suppress', 'soft', 'sender-fault', 'complaint', 'none')),
  -- the message was still on its way
  is_delay boolean not null,
  status text,
  diagnostic text not null default '' check (length(diagnostic) <= 500),
  subscriber_id integer not null references subscribers on delete cascade,
  -- no foreign key, as in deliveries
  edition_id integer not null,
  proof text not null check (proof in ('return-path', 'message-id')),
  -- the domain that the mail says it is from
  source text not null default '' check (length(source) <= 255),
  -- however often it comes, it counts once
  unique (subscriber_id, edition_id, kind, action, is_delay)
);

create index on feedback (edition_id);

-- Append-only, as consent_events: an erased person's rows go with them, and nothing else changes one.
create function keep_feedback() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and not exists (select from subscribers where id = old.subscriber_id) then
    return old;
  end if;
  raise exception 'feedback is append-only' using errcode = 'restrict_violation';
end $$;

create trigger kept before update or delete on feedback for each row execute function keep_feedback();

-- Returned mails that proved nothing, by the day (UTC): of whom, is not kept.
create table unproven_mail (
  day date not null,
  kind text not null check (kind in ('bounce', 'complaint', 'auto-reply', 'other')),
  mails integer not null,
  primary key (day, kind)
);
