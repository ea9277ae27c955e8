-- A digest for each format and language that some reader of an edition has; what a mail looks like. Only expands.

alter table digests
  -- the newsletter's own format and language: what a delivery carried whose format and language are null
  add column is_own boolean not null default true;

-- Few readers choose; whoever asks which choices there are must not look at all the others.
create index on subscriptions (newsletter_id, format) where status = 'active' and format <> 'full';
create index on subscribers (language) where language is not null;

alter table digests
  -- how many of the last stories were left out to keep the mail small
  add column dropped_stories integer not null default 0;

alter table newsletters
  -- a file of templates/themes, without its .json
  add column theme text not null default 'standard',
  -- a line of the house's own in each edition, and where it leads
  add column house_notice text,
  add column house_notice_url text,
  -- so many stories have a picture and a summary; the others are headlines
  add column full_stories integer not null default 12 check (full_stories between 1 and 40);

-- A BCP 47 tag; null: the newsletter's.
alter table edition_stories add column language text;
alter table edition_standbys add column language text;
