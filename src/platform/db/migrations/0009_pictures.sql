-- Pictures of our own making, from what outlets show; and what of an outlet's text needs no right. Only expands.

-- One picture that was fetched, decoded and made anew. `hash` names the bytes we serve, `source_hash` (SHA-256) those
-- that came; sizes in pixels are those of the largest rendition.
create table pictures (
  hash text primary key check (hash ~ '^[0-9a-f]{32}$'),
  source_hash text not null,
  source_url text not null,
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  -- ascending; one crop at all of them
  widths integer[] not null,
  -- whom the file itself names, where nobody else did
  credit text,
  copyright text,
  created_at timestamptz not null default now()
);
create index pictures_source_hash on pictures (source_hash);
create index pictures_source_url on pictures (source_url);
create index pictures_created_at on pictures (created_at);

create table picture_renditions (
  hash text not null references pictures (hash) on delete cascade,
  width integer not null,
  format text not null check (format in ('jpg', 'webp')),
  body bytea not null,
  primary key (hash, width, format)
);
-- What is compressed already gains nothing from being compressed again.
alter table picture_renditions alter column body set storage external;

-- Who gave it: a picture is shown while one of them grants that.
create table picture_outlets (
  hash text not null references pictures (hash) on delete cascade,
  outlet_id integer not null references outlets (id) on delete cascade,
  -- whom it credits, as agencies' names are compared
  credit_words text not null default '',
  primary key (hash, outlet_id)
);
create index picture_outlets_outlet on picture_outlets (outlet_id);

-- Never to be shown again, wherever it is met: by its address, or by its bytes.
create table picture_kills (
  id integer generated always as identity primary key,
  source_url text,
  source_hash text,
  reason text not null default '',
  actor text not null,
  at timestamptz not null default now(),
  check (num_nonnulls(source_url, source_hash) = 1)
);
create unique index picture_kills_url on picture_kills (source_url);
create unique index picture_kills_hash on picture_kills (source_hash);

-- The one place that says which pictures may be shown at this moment, as far as the moment decides it; composing judges the
-- rest (territories, notes to editors, mandatory credits) with src/rights.
create view showable_pictures as
select p.hash, p.source_hash, p.source_url, p.width, p.height, p.widths, p.credit, p.copyright
from pictures p
where not exists (select from picture_kills k where k.source_hash = p.source_hash)
  and not exists (select from picture_kills k where k.source_url = p.source_url)
  and exists (
    select from picture_outlets po join outlets o on o.id = po.outlet_id
    where po.hash = p.hash and not 'picture' = any(o.barred)
      and (o.is_own
           or ('picture' = any(o.rights) and coalesce(o.rights_until > now(), true))
           or exists (select from agency_rights a
                      where a.newsletter_id = o.newsletter_id and 'picture' = any(a.rights)
                        and coalesce(a.rights_until > now(), true)
                        and position(' ' || a.agency_key || ' ' in po.credit_words) > 0))
      and not exists (select from agency_rights a
                      where a.newsletter_id = o.newsletter_id and 'picture' = any(a.barred)
                        and position(' ' || a.agency_key || ' ' in po.credit_words) > 0));

alter table items
  -- what came of the picture at `picture_url`: ours, or why there is none
  add column picture_hash text references pictures (hash) on delete set null,
  add column picture_url text,
  add column picture_fault text,
  add column picture_tried_at timestamptz,
  add column picture_tries integer not null default 0,
  -- what the feed itself says of the story: may be shown without any right, unlike what was taken from its text or page
  add column description text not null default '';
create index items_picture_hash on items (picture_hash) where picture_hash is not null;
create index edition_stories_picture on edition_stories ((image -> 'stored' ->> 'hash')) where image is not null;
