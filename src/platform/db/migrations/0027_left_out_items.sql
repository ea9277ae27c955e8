-- What an outlet's last feed held and could not be stored, for its health. Only expands.

alter table outlets
  -- {"count": 2, "items": [{"title": …, "url": …, "reason": …}, …]}
  add column left_out jsonb not null default '{"count": 0, "items": []}';
