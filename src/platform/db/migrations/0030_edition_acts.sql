-- What staff and programs changed in an edition, so that people can undo it and see what others did. Only expands: an
-- older version records nothing here.

create table edition_acts (
  id integer primary key generated always as identity,
  edition_id integer not null references editions on delete cascade,
  kind text not null check (kind in ('fix', 'words', 'stories', 'undo')),
  actor text not null,
  at timestamptz not null,
  -- a sentence for the desk
  said text not null,
  -- what undoes it (src/editions/undo.ts)
  before jsonb not null default '{}',
  after jsonb not null default '{}',
  undone_at timestamptz
);

create index on edition_acts (edition_id, id);
