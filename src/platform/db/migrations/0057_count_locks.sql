-- Lets the writers of one address's subscriptions and of its suppression wait for each other, so that the triggers that
-- count (0040) see what the other one wrote. Only expands.

-- Locks an address until the transaction ends. The server's table of locks is bounded, so that a transaction locks at most
-- 256 addresses; the daily comparison corrects what larger changes miss.
create function lock_address(hash bytea) returns void language plpgsql as $$
declare
  locked integer := coalesce(nullif(current_setting('reveille.locked_addresses', true), ''), '0')::integer;
begin
  if locked >= 256 then return; end if;
  perform set_config('reveille.locked_addresses', (locked + 1)::text, true);
  perform pg_advisory_xact_lock(hashtextextended(encode(hash, 'hex'), 57));
end $$;

-- Before the row is written: a writer that waits for the lock must hold no row that the lock's holder may want.
create function lock_suppression() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    perform lock_address(old.address_hash);
    return old;
  end if;
  perform lock_address(new.address_hash);
  return new;
end $$;

create trigger lock_address before insert or delete on suppressions for each row execute function lock_suppression();
alter table suppressions enable always trigger lock_address;

-- As in 0040, but with the locks. A statement over more than 32 subscriptions, such as a batch of an import, takes none.
create or replace function count_subscriptions() returns trigger language plpgsql as $$
begin
  -- The locks have statements of their own: what follows then sees what was committed meanwhile.
  if tg_op = 'DELETE' then
    if (select count(*) from (select from removed limit 33) few) <= 32 then
      perform lock_address(hash) from (
        select distinct p.address_hash as hash from removed s join subscribers p on p.id = s.subscriber_id order by 1) a;
    end if;
  elsif (select count(*) from (select from added limit 33) few) <= 32 then
    perform lock_address(hash) from (
      select distinct p.address_hash as hash from added s join subscribers p on p.id = s.subscriber_id order by 1) a;
  end if;
  if tg_op = 'INSERT' then
    insert into subscription_counts
    select s.newsletter_id, s.status, s.frequency, s.paused_until, s.zone, s.send_at, p.is_sample,
      exists (select from suppressions x where x.address_hash = p.address_hash), count(*)
    from added s join subscribers p on p.id = s.subscriber_id
    group by 1, 2, 3, 4, 5, 6, 7, 8;
  elsif tg_op = 'DELETE' then
    insert into subscription_counts
    select s.newsletter_id, s.status, s.frequency, s.paused_until, s.zone, s.send_at, p.is_sample,
      exists (select from suppressions x where x.address_hash = p.address_hash), -count(*)
    from removed s join subscribers p on p.id = s.subscriber_id
    group by 1, 2, 3, 4, 5, 6, 7, 8;
  else
    insert into subscription_counts
    select s.newsletter_id, s.status, s.frequency, s.paused_until, s.zone, s.send_at, p.is_sample,
      exists (select from suppressions x where x.address_hash = p.address_hash), sum(s.readers)
    from (
      select subscriber_id, newsletter_id, status, frequency, paused_until, zone, send_at, 1 as readers from added
      union all
      select subscriber_id, newsletter_id, status, frequency, paused_until, zone, send_at, -1 from removed) s
    join subscribers p on p.id = s.subscriber_id
    group by 1, 2, 3, 4, 5, 6, 7, 8 having sum(s.readers) <> 0;
  end if;
  return null;
end $$;

-- As in 0041, but with the locks.
create or replace function count_subscriber() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    insert into reader_counts
    select newsletter_id, half_hour(now()), 'erased', '', 1 from subscriptions where subscriber_id = old.id and status = 'active';
    delete from subscriptions where subscriber_id = old.id;
    return old;
  end if;
  perform lock_address(least(old.address_hash, new.address_hash));
  perform lock_address(greatest(old.address_hash, new.address_hash));
  insert into subscription_counts
  select s.newsletter_id, s.status, s.frequency, s.paused_until, s.zone, s.send_at, v.is_sample,
    exists (select from suppressions x where x.address_hash = v.address_hash), v.readers
  from subscriptions s,
    (values (old.is_sample, old.address_hash, -1), (new.is_sample, new.address_hash, 1)) v (is_sample, address_hash, readers)
  where s.subscriber_id = new.id;
  return null;
end $$;
