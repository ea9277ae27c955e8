-- A paused outlet is not fetched. The latest ten fetches, newest first: [{at, result, items, code}].
-- What the search for a feed found when the outlet was added: [{url, title, items}].
alter table outlets
  add column paused_at timestamptz,
  add column recent_fetches jsonb not null default '[]',
  add column found_feeds jsonb not null default '[]';
