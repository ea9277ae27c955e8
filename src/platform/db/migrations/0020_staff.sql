-- Who may do what at the desk, and mails with a fresh link for what a forwarded mail must not be able to do. Only expands:
-- accounts that an older version makes are owners, as all were.

alter table staff
  add column role text not null default 'owner' check (role in ('owner', 'sender', 'editor', 'viewer')),
  add column email text,
  add column last_sign_in_at timestamptz;

create index on staff_sessions (staff_id);

alter table outbox drop constraint outbox_kind_check;
alter table outbox add constraint outbox_kind_check check (kind in
  ('confirmation', 'welcome', 'test', 'alert', 'address', 'address_changed', 'fresh_link'));
-- An older renderer does not know the kind and would store its name as the message. Its update fails, and a renderer of
-- this version does it.
alter table outbox add constraint outbox_fresh_link_message check
  (kind <> 'fresh_link' or message is null or length(message) > 200);
