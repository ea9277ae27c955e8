-- What readers choose, who gets an edition because of it, and a record that stands up in an audit. Only expands.

alter table outbox drop constraint outbox_kind_check;
alter table outbox add constraint outbox_kind_check check (kind in
  ('confirmation', 'welcome', 'test', 'alert', 'address', 'address_changed'));

alter table consent_events drop constraint consent_events_kind_check;
alter table consent_events add constraint consent_events_kind_check check (kind in
  ('requested', 'confirmed', 'imported', 'unsubscribed', 'resubscribed', 'erased', 'changed', 'address_requested',
   'address_changed'));

-- A reader's wish to be mailed at another address, until that mailbox confirms it; the latest counts.
create table address_changes (
  id bigint generated always as identity primary key,
  subscriber_id integer not null references subscribers on delete cascade,
  email text not null,
  email_key text not null,
  requested_at timestamptz not null
);
create index on address_changes (subscriber_id, id);
create index on address_changes (email_key, requested_at);
create index on address_changes (requested_at);

-- The hours that a schedule has to think of: weekly readers are in none of its waves.
create index subscriptions_daily_hours on subscriptions (newsletter_id, zone, send_at)
  where status = 'active' and frequency <> 'weekly' and (zone is not null or send_at is not null);

-- Network addresses that are still whole, the oldest first.
create index consent_events_whole_address on consent_events (at)
  where masklen(network_address) = case family(network_address) when 4 then 32 else 128 end;

-- The record is append-only, whoever writes: three things alone may touch a row that is there. A network address
-- may become the network that it is in; a newsletter that is gone leaves its rows without its number; and an erased
-- person's rows go with them.
create function keep_consent_event() returns trigger language plpgsql as $$
declare
  same consent_events;
begin
  if tg_op = 'DELETE' then
    if old.subscriber_id is not null and not exists (select from subscribers where id = old.subscriber_id) then
      return old;
    end if;
  elsif tg_op = 'UPDATE' then
    same := new;
    if new.network_address is null or old.network_address <<= new.network_address then
      same.network_address := old.network_address;
    end if;
    if new.newsletter_id is null and not exists (select from newsletters where id = old.newsletter_id) then
      same.newsletter_id := old.newsletter_id;
    end if;
    if same is not distinct from old then
      return new;
    end if;
  end if;
  raise exception 'consent_events is append-only' using errcode = 'restrict_violation';
end $$;

create trigger kept before update or delete on consent_events
  for each row execute function keep_consent_event();
create trigger never_emptied before truncate on consent_events
  for each statement execute function keep_consent_event();
