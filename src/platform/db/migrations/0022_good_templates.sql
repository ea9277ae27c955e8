-- Templates with which a mail was rendered: whole sets (pages, partials, themes), by the hash of what they hold. An
-- edition whose templates have a fault at its minute is rendered with the latest of these that can.
create table good_templates (
  hash text primary key,
  -- path within the folder → text
  files jsonb not null,
  good_at timestamptz not null default now()
);
