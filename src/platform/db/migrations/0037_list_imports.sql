-- Lists that staff upload at the desk: checked first, then imported. Only expands.

create table list_imports (
  id integer generated always as identity primary key,
  newsletter_id integer not null references newsletters on delete cascade,
  -- as the browser named it; a name may say who has unsubscribed
  file_name text not null,
  bytes bigint not null,
  -- below DATA_DIR/imports, on the machine that took the upload
  folder text not null,
  consent text not null,
  -- what staff say that columns mean: {"Wohin": "email", "Notes": "ignored"}
  columns jsonb not null default '{}' check (jsonb_typeof(columns) = 'object'),
  state text not null default 'checking' check (state in
    ('checking', 'checked', 'running', 'done', 'failed', 'cancelled')),
  -- of the latest check, or of the import
  report jsonb,
  -- why the list cannot be imported, as a sentence
  problem text,
  rows_read integer not null default 0,
  -- from 0 to 1
  progress real not null default 0,
  -- whose claim (leases.id)
  owner uuid,
  actor text not null,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
create index on list_imports (state) where state in ('checking', 'running');
