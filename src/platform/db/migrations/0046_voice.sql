-- The newsroom's own words around the stories of a mail: a list of contents, and a sign-off. Only expands.
alter table newsletters
  add column contents boolean not null default false,
  add column sign_off text check (char_length(sign_off) <= 500);
