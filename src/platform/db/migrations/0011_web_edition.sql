-- Searching what went out, and counting clicks without knowing whose. Only expands.

-- The text search configuration for a newsletter's language (BCP 47); a language that PostgreSQL has no stemmer for is
-- searched word by word.
create function search_config(language text) returns regconfig language sql immutable
return case split_part(lower(language), '-', 1)
  when 'ar' then 'arabic'::regconfig when 'ca' then 'catalan'::regconfig when 'da' then 'danish'::regconfig
  when 'de' then 'german'::regconfig when 'el' then 'greek'::regconfig when 'en' then 'english'::regconfig
  when 'es' then 'spanish'::regconfig when 'eu' then 'basque'::regconfig when 'fi' then 'finnish'::regconfig
  when 'fr' then 'french'::regconfig when 'ga' then 'irish'::regconfig when 'hi' then 'hindi'::regconfig
  when 'hu' then 'hungarian'::regconfig when 'hy' then 'armenian'::regconfig when 'id' then 'indonesian'::regconfig
  when 'it' then 'italian'::regconfig when 'lt' then 'lithuanian'::regconfig when 'nb' then 'norwegian'::regconfig
  when 'ne' then 'nepali'::regconfig when 'nl' then 'dutch'::regconfig when 'nn' then 'norwegian'::regconfig
  when 'no' then 'norwegian'::regconfig when 'pt' then 'portuguese'::regconfig when 'ro' then 'romanian'::regconfig
  when 'ru' then 'russian'::regconfig when 'sr' then 'serbian'::regconfig when 'sv' then 'swedish'::regconfig
  when 'ta' then 'tamil'::regconfig when 'tr' then 'turkish'::regconfig when 'yi' then 'yiddish'::regconfig
  else 'simple'::regconfig end;

-- What a story of an edition can be found by, in a table of its own: whoever loads a story has no use for it.
create table story_words (
  edition_id integer not null,
  position integer not null,
  words tsvector not null,
  primary key (edition_id, position),
  foreign key (edition_id, position) references edition_stories on update cascade on delete cascade
);
create index on story_words using gin (words);

create function index_story() returns trigger language plpgsql as $$
begin
  insert into story_words (edition_id, position, words)
  select new.edition_id, new.position, to_tsvector(search_config(n.language), new.headline || ' ' || new.summary)
  from editions e join newsletters n on n.id = e.newsletter_id
  where e.id = new.edition_id
  on conflict (edition_id, position) do update set words = excluded.words;
  return null;
end $$;
create trigger index_story after insert or update of headline, summary on edition_stories
  for each row execute function index_story();

-- A newsletter in another language is searched by that language's words.
create function index_newsletter() returns trigger language plpgsql as $$
begin
  update story_words w set words = to_tsvector(search_config(new.language), s.headline || ' ' || s.summary)
  from edition_stories s join editions e on e.id = s.edition_id
  where e.newsletter_id = new.id and w.edition_id = s.edition_id and w.position = s.position;
  return null;
end $$;
create trigger index_newsletter after update of language on newsletters
  for each row when (old.language is distinct from new.language) execute function index_newsletter();

insert into story_words (edition_id, position, words)
select s.edition_id, s.position, to_tsvector(search_config(n.language), s.headline || ' ' || s.summary)
from edition_stories s join editions e on e.id = s.edition_id join newsletters n on n.id = e.newsletter_id;

alter table newsletters
  -- story links in mails go by /r/ID and are counted; without it they lead straight to the outlet
  add column click_counts boolean not null default false,
  -- links to stories of own outlets carry utm_ parameters
  add column utm boolean not null default false;

-- Where a mail's short links lead, and how often each was followed. One row for each address in an edition: nothing of
-- a reader is in it, nor could it be told from it.
create table links (
  -- a hash of the edition, the address, and whether it is a rehearsal's
  id text primary key,
  edition_id integer not null references editions on delete cascade,
  -- rehearsals and test copies: staff's own clicks
  is_rehearsal boolean not null,
  url text not null,
  -- of its story when it was rendered last
  position integer not null,
  clicks integer not null default 0,
  -- followed by programs that look at links before, or instead of, a person
  scans integer not null default 0
);
create index on links (edition_id);
