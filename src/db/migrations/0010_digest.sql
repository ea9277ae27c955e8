-- A digest for each format and language that some reader of an edition has; what a mail looks like. Only expands.

alter table digests
  -- the newsletter's own format and language: what a delivery carried whose format and language are null
  add column is_own boolean not null default true;

-- Few readers choose; whoever asks which choices there are must not look at all the others.
create index on subscriptions (newsletter_id, format) where status = 'active' and format <> 'full';
create index on subscribers (language) where language is not null;
