-- What a newsletter does with sponsored items, podcasts, columns and the like. Only expands.

alter table newsletters
  -- {"live": "in" | "down" | "out", …}; a kind that is not named is treated as by default
  add column kinds jsonb not null default '{}' check (jsonb_typeof(kinds) = 'object');
