-- Subscribers who are one person, and those who want nothing further. Only expands.

alter table subscribers
  -- the subscriber whose mailbox this one's reader has moved to; never one that is merged itself
  add column merged_into integer references subscribers on delete set null,
  -- since when no import may subscribe them to any newsletter: they left all, and have not asked for one since
  add column left_everything_at timestamptz;

create index on subscribers (merged_into) where merged_into is not null;

-- Who acts by a subscriber's links: the one it is merged into, unless it has signed up anew since. A sign-up that waits
-- for its confirmation does not count: anybody can type anybody's address.
create function acting_reader(subscriber_id integer) returns integer language sql stable
return coalesce(
  (select r.merged_into from subscribers r
   where r.id = acting_reader.subscriber_id and not exists (
     select from subscriptions s where s.subscriber_id = r.id and s.status = 'active')),
  acting_reader.subscriber_id);
