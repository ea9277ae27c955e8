-- What choosing stories needs to keep: where arrival put each item, what may be shown where and until when, what staff
-- decided of a draft, what stands by, and the weekly edition's hour. Only expands.

alter table newsletters
  -- words; stories that are about them rank higher
  add column topic text not null default '',
  -- ISO 3166 codes of where its readers are; empty: anywhere
  add column territories text[] not null default '{}',
  -- null: a third of the stories, at least three
  add column max_per_outlet integer check (max_per_outlet >= 1),
  -- null: half of the stories, at least three
  add column max_per_section integer check (max_per_section >= 1),
  -- so many of the paper's own are taken before others, where there are so many
  add column own_stories integer not null default 0 check (own_stories between 0 and 40),
  add column standby_count integer not null default 5 check (standby_count between 0 and 20),
  -- ISO weekday of the weekly best-of, which only readers who chose it get; null: none
  add column weekly_weekday smallint default 7 check (weekly_weekday between 1 and 7),
  add column weekly_at time not null default '08:00';

alter table outlets
  -- what its word weighs in the ranking
  add column authority real not null default 1 check (authority between 0 and 5),
  -- of headline, summary, picture: what may not be shown, whatever is granted
  add column barred text[] not null default '{}',
  -- ISO 3166 codes
  add column not_in text[] not null default '{}',
  add column credit_mandatory boolean not null default false,
  add column rights_until timestamptz;

-- What an agency grants and forbids, in whichever outlet its work appears.
create table agency_rights (
  newsletter_id integer not null references newsletters on delete cascade,
  -- letters and digits of the name, in small letters: how two spellings meet
  agency_key text not null,
  name text not null,
  rights text[] not null default '{}',
  barred text[] not null default '{}',
  not_in text[] not null default '{}',
  credit_mandatory boolean not null default false,
  rights_until timestamptz,
  primary key (newsletter_id, agency_key)
);

-- Numbered under the newsletter's lock, so that they are committed in their order: who has seen all up to one number
-- asks for what came after it.
create sequence item_placements;

alter table items
  -- of its latest clustering; null: it waits for its first
  add column placement bigint,
  -- the item's latest change that the clustering has seen
  add column placed_as_of timestamptz,
  -- the earliest item whose text it prints (itself: its own); items of one voice count once
  add column voice integer;
create index items_waiting on items (id) where placed_as_of is distinct from greatest(updated_at, page_read_at);
create index on items (placement);

alter table stories
  -- since the latest edition that carried it: voices that told something new; null: none carried it
  add column new_voices integer,
  add column section text;

alter table edition_stories
  add column section text,
  -- the earlier edition that carried this story, which has moved on since
  add column update_of integer references editions on delete set null;

-- Stories that take the place of one that is dropped, the first at position 1; approved with the edition.
create table edition_standbys (like edition_stories including defaults);
alter table edition_standbys
  add primary key (edition_id, position),
  add foreign key (edition_id) references editions on delete cascade,
  add foreign key (story_id) references stories on delete set null,
  add foreign key (item_id) references items on delete set null,
  add foreign key (update_of) references editions on delete set null;

-- What staff decided of a draft's stories; composing again keeps to it.
create table edition_picks (
  edition_id integer not null references editions on delete cascade,
  story_id integer not null references stories on delete cascade,
  -- null: where its score puts it; with `is_excluded`: nowhere
  position integer check (position >= 1),
  is_excluded boolean not null default false,
  actor text not null,
  at timestamptz not null default now(),
  primary key (edition_id, story_id)
);

alter table editions
  -- stories that composing refused, and why: [{storyId, title, reason}]
  add column refused jsonb not null default '[]',
  -- what was dropped, promoted or updated after composing: [{at, actor, headline, what, reason}]
  add column changes jsonb not null default '[]',
  -- the latest look at its stories before its first hour
  add column rechecked_at timestamptz;
