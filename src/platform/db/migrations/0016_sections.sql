-- The sections that a newsletter groups its stories by. Only expands.

alter table newsletters
  -- [{"name", "words"}] in the order in which they are shown; none: stories stand by rank alone
  add column sections jsonb not null default '[]' check (jsonb_typeof(sections) = 'array');

alter table outlets
  -- what its stories belong to where they do not say so themselves
  add column section text;
