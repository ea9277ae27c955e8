-- What staff decide about the stories of an edition. Only expands.

alter table items
  -- the story into which staff put the item (added by its address, joined, split): placing keeps it there
  add column held_story_id integer references stories on delete set null;
create index items_held_story on items (held_story_id) where held_story_id is not null;

alter table outlets
  -- the site of an address that staff added to an edition: it has no feed, and is not listed among the outlets
  add column is_guest boolean not null default false;

alter table edition_picks
  -- first among the standbys, and not in the edition as long as there are others
  add column is_standby boolean not null default false;

-- A story that its outlet withdrew and that staff keep in an edition.
create table edition_keeps (
  edition_id integer not null references editions on delete cascade,
  item_id integer not null references items on delete cascade,
  reason text not null,
  actor text not null,
  at timestamptz not null default now(),
  primary key (edition_id, item_id)
);
