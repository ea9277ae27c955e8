-- A sponsor's slot and a house notice with a picture, dates and a place; what an edition showed of them; the clicks on them;
-- and the stories that readers followed most. Only expands.
alter table newsletters
  add column sponsor_text text,
  -- Null: the word of the mail's language
  add column sponsor_label text,
  add column sponsor_url text,
  -- the hash of a picture that was uploaded for this newsletter
  add column sponsor_picture text,
  add column sponsor_alt text,
  -- the first and the last day of the editions with it
  add column sponsor_from date,
  add column sponsor_until date,
  -- it stands below that story
  add column sponsor_after integer not null default 3 check (sponsor_after between 1 and 40),
  add column house_label text,
  add column house_picture text,
  add column house_alt text,
  add column house_from date,
  add column house_until date,
  add column house_after integer not null default 1 check (house_after between 1 and 40),
  add column most_read boolean not null default false;

-- Null: it was rendered before this column, or not yet
alter table editions add column slots jsonb;

-- Null: the link of a story. Those of slots have the position 0.
alter table links add column slot text check (slot in ('sponsor', 'house'));
