-- How people get into the desk without a password from somebody else: invitations, links for a forgotten password, and
-- passkeys. Only expands.

create table staff_links (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('invitation', 'reset')),
  -- SHA-256 of the token in the link
  token_hash bytea not null unique,
  -- of an invitation: the account that it makes
  role text check (role in ('owner', 'sender', 'editor', 'viewer')),
  email text,
  -- of a reset: whose password
  staff_id integer references staff on delete cascade,
  made_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  check ((kind = 'invitation') = (role is not null)),
  check ((kind = 'reset') = (staff_id is not null))
);
create index on staff_links (staff_id);

-- WebAuthn credentials
create table staff_passkeys (
  id integer generated always as identity primary key,
  staff_id integer not null references staff on delete cascade,
  credential_id text not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports jsonb not null default '[]',
  -- the person's own word for it
  name text not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index on staff_passkeys (staff_id);

-- Challenges that a passkey has answered: each is good for one answer.
create table used_challenges (
  hash bytea primary key,
  expires_at timestamptz not null
);

alter table outbox drop constraint outbox_kind_check;
alter table outbox add constraint outbox_kind_check check (kind in
  ('confirmation', 'welcome', 'test', 'alert', 'address', 'address_changed', 'fresh_link', 'staff_link'));
-- An older renderer does not know the kind and would store its name as the message. Its update fails, and a renderer of
-- this version does it.
alter table outbox add constraint outbox_staff_link_message check
  (kind <> 'staff_link' or message is null or length(message) > 200);
