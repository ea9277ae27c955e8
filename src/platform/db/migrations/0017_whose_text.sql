-- What staff wrote belongs to the item it is about, wherever the newsletter shows that again. Only expands.

alter table edition_fixes
  -- which item led the story; null where it is not known (any more)
  add column item_id integer references items on delete set null;

update edition_fixes f set item_id = s.item_id
from edition_stories s where s.edition_id = f.edition_id and s.position = f.position;

create index on edition_fixes (item_id) where item_id is not null;
