-- Counts of deliveries and subscriptions, kept by triggers instead of counted. Only expands.
--
-- Both tables are sums of rows: each statement that changes what is counted adds rows, also negative ones, and nothing
-- updates one. So no two statements wait for each other. The sweep replaces many rows by their sums (src/editions/keepCounts.ts,
-- src/readers/readerCounts.ts). A count is the sum of its rows at any time.

create table delivery_counts (
  edition_id integer not null,
  is_rehearsal boolean not null,
  state text not null,
  -- claimed, and its message is being sent
  is_started boolean not null,
  verdict text,
  relay text,
  revision integer,
  due_at timestamptz not null,
  readers integer not null,
  -- the time of the change; of a sum, of its latest row
  at timestamptz not null default now(),
  is_sum boolean not null default false
);
create index on delivery_counts (edition_id);
create index delivery_counts_to_sum on delivery_counts (edition_id) where not is_sum;

-- The editions whose deliveries delivery_counts has. Older ones are added by the sweep.
create table counted_ledgers (
  edition_id integer primary key
);

create function count_deliveries() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into delivery_counts (edition_id, is_rehearsal, state, is_started, verdict, relay, revision, due_at, readers)
    select edition_id, is_rehearsal, state, state = 'submitting' and data_at is not null, verdict, relay, revision, due_at, count(*)
    from added group by 1, 2, 3, 4, 5, 6, 7, 8;
  elsif tg_op = 'DELETE' then
    insert into delivery_counts (edition_id, is_rehearsal, state, is_started, verdict, relay, revision, due_at, readers)
    select edition_id, is_rehearsal, state, state = 'submitting' and data_at is not null, verdict, relay, revision, due_at, -count(*)
    from removed group by 1, 2, 3, 4, 5, 6, 7, 8;
  else
    insert into delivery_counts (edition_id, is_rehearsal, state, is_started, verdict, relay, revision, due_at, readers)
    select edition_id, is_rehearsal, state, is_started, verdict, relay, revision, due_at, sum(readers)
    from (
      select edition_id, is_rehearsal, state, state = 'submitting' and data_at is not null as is_started, verdict, relay, revision,
        due_at, 1 as readers from added
      union all
      select edition_id, is_rehearsal, state, state = 'submitting' and data_at is not null, verdict, relay, revision,
        due_at, -1 from removed) c
    group by 1, 2, 3, 4, 5, 6, 7, 8 having sum(readers) <> 0;
  end if;
  return null;
end $$;

-- Statements that name the partitioned table fire its triggers; those that name a partition fire the partition's.
create trigger count_insert after insert on deliveries referencing new table as added
  for each statement execute function count_deliveries();
create trigger count_update after update on deliveries referencing old table as removed new table as added
  for each statement execute function count_deliveries();
create trigger count_delete after delete on deliveries referencing old table as removed
  for each statement execute function count_deliveries();

-- Gives an edition's partition its triggers and counts it once: 0.4 s for a million rows. False: counted already, or gone.
create function keep_delivery_counts(edition integer) returns boolean language plpgsql as $$
declare
  ledger regclass := to_regclass('deliveries_' || edition);
begin
  if ledger is null or exists (select from counted_ledgers where edition_id = edition) then return false; end if;
  insert into counted_ledgers (edition_id) values (edition) on conflict do nothing;
  if not found then return false; end if;
  -- A trigger's lock keeps writers out until this commits.
  execute format('create trigger count_insert after insert on %s referencing new table as added
    for each statement execute function count_deliveries()', ledger);
  execute format('create trigger count_update after update on %s referencing old table as removed new table as added
    for each statement execute function count_deliveries()', ledger);
  execute format('create trigger count_delete after delete on %s referencing old table as removed
    for each statement execute function count_deliveries()', ledger);
  delete from delivery_counts where edition_id = edition;
  execute format('insert into delivery_counts
    select edition_id, is_rehearsal, state, state = ''submitting'' and data_at is not null, verdict, relay, revision, due_at, count(*),
      coalesce(max(submitted_at), now()), true
    from %s group by 1, 2, 3, 4, 5, 6, 7, 8', ledger);
  return true;
end $$;

-- Every version of the program moves an edition to `submitting` in the transaction that makes its partition.
create function keep_started_ledger() returns trigger language plpgsql as $$
begin
  perform keep_delivery_counts(new.id);
  return null;
end $$;
create trigger keep_started_ledger after update of state on editions for each row
  when (new.state = 'submitting' and old.state <> 'submitting') execute function keep_started_ledger();

select keep_delivery_counts(id) from editions
where state in ('submitting', 'paused') or started_at > now() - interval '7 days';

create table subscription_counts (
  newsletter_id integer not null,
  status text not null,
  frequency text not null,
  paused_until date,
  zone text,
  send_at time,
  is_sample boolean not null,
  -- the address is suppressed
  is_barred boolean not null,
  readers integer not null,
  is_sum boolean not null default false
);
create index on subscription_counts (newsletter_id);
create index subscription_counts_to_sum on subscription_counts (newsletter_id) where not is_sum;

-- Finds the reader of a suppression. A hash index is half as large as a tree over the hashes, and needs no order.
create index subscribers_address_hash on subscribers using hash (address_hash);

create function count_subscriptions() returns trigger language plpgsql as $$
begin
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

create trigger count_insert after insert on subscriptions referencing new table as added
  for each statement execute function count_subscriptions();
create trigger count_update after update on subscriptions referencing old table as removed new table as added
  for each statement execute function count_subscriptions();
create trigger count_delete after delete on subscriptions referencing old table as removed
  for each statement execute function count_subscriptions();

-- Moves the subscriptions of the readers `ids` from or to the suppressed.
create function count_barred(ids integer[], are_barred boolean) returns void language sql as $$
  insert into subscription_counts
  select s.newsletter_id, s.status, s.frequency, s.paused_until, s.zone, s.send_at, p.is_sample, f.is_barred,
    sum(case when f.is_barred = are_barred then 1 else -1 end)
  from subscribers p join subscriptions s on s.subscriber_id = p.id cross join (values (true), (false)) f (is_barred)
  where p.id = any(ids)
  group by 1, 2, 3, 4, 5, 6, 7, 8
$$;

create function count_suppressions() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform count_barred(array(
      select p.id from added x join subscribers p on p.address_hash = x.address_hash), true);
  else
    perform count_barred(array(
      select p.id from removed x join subscribers p on p.address_hash = x.address_hash), false);
  end if;
  return null;
end $$;

create trigger count_insert after insert on suppressions referencing new table as added
  for each statement execute function count_suppressions();
create trigger count_delete after delete on suppressions referencing old table as removed
  for each statement execute function count_suppressions();

-- A reader's own row decides how the subscriptions count, so they leave before it does.
create function count_subscriber() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    delete from subscriptions where subscriber_id = old.id;
    return old;
  end if;
  insert into subscription_counts
  select s.newsletter_id, s.status, s.frequency, s.paused_until, s.zone, s.send_at, v.is_sample,
    exists (select from suppressions x where x.address_hash = v.address_hash), v.readers
  from subscriptions s,
    (values (old.is_sample, old.address_hash, -1), (new.is_sample, new.address_hash, 1)) v (is_sample, address_hash, readers)
  where s.subscriber_id = new.id;
  return null;
end $$;

create trigger count_delete before delete on subscribers for each row execute function count_subscriber();
create trigger count_update after update of address_hash, is_sample on subscribers for each row
  when (old.address_hash <> new.address_hash or old.is_sample <> new.is_sample) execute function count_subscriber();

-- An import switches ordinary triggers off (src/readers/import/staging.ts).
alter table subscriptions enable always trigger count_insert, enable always trigger count_update, enable always trigger count_delete;
alter table suppressions enable always trigger count_insert, enable always trigger count_delete;
alter table subscribers enable always trigger count_delete, enable always trigger count_update;

insert into subscription_counts
select s.newsletter_id, s.status, s.frequency, s.paused_until, s.zone, s.send_at, p.is_sample, x.address_hash is not null, count(*), true
from subscriptions s join subscribers p on p.id = s.subscriber_id
left join suppressions x on x.address_hash = p.address_hash
group by 1, 2, 3, 4, 5, 6, 7, 8;

-- What counting finds beyond what is kept: no row if all is right. One statement sees both at one moment, so that adding
-- these rows corrects the counts while others write.
create view subscription_counts_missing as
select newsletter_id, status, frequency, paused_until, zone, send_at, is_sample, is_barred, sum(readers)::integer as readers
from (
  select s.newsletter_id, s.status, s.frequency, s.paused_until, s.zone, s.send_at, p.is_sample,
    x.address_hash is not null as is_barred, count(*) as readers
  from subscriptions s join subscribers p on p.id = s.subscriber_id
  left join suppressions x on x.address_hash = p.address_hash
  group by 1, 2, 3, 4, 5, 6, 7, 8
  union all
  select newsletter_id, status, frequency, paused_until, zone, send_at, is_sample, is_barred, -sum(readers)
  from subscription_counts group by 1, 2, 3, 4, 5, 6, 7, 8) c
group by 1, 2, 3, 4, 5, 6, 7, 8 having sum(readers) <> 0;

create function delivery_counts_missing(edition integer) returns table (
  is_rehearsal boolean, state text, is_started boolean, verdict text, relay text, revision integer, due_at timestamptz, readers integer
) language sql stable as $$
  select is_rehearsal, state, is_started, verdict, relay, revision, due_at, sum(readers)::integer
  from (
    select d.is_rehearsal, d.state, d.state = 'submitting' and d.data_at is not null as is_started, d.verdict, d.relay, d.revision,
      d.due_at, count(*) as readers
    from deliveries d where d.edition_id = edition group by 1, 2, 3, 4, 5, 6, 7
    union all
    select c.is_rehearsal, c.state, c.is_started, c.verdict, c.relay, c.revision, c.due_at, -sum(c.readers)
    from delivery_counts c where c.edition_id = edition group by 1, 2, 3, 4, 5, 6, 7) c
  group by 1, 2, 3, 4, 5, 6, 7 having sum(readers) <> 0
$$;

-- When the counts were last compared with the rows.
create table count_checks (
  name text primary key,
  at timestamptz not null
);

-- What needs each reader's own row: the domains with the most readers, and how long deliveries took. Counted at times.
create table send_summaries (
  edition_id integer not null,
  is_rehearsal boolean not null,
  counted_at timestamptz not null,
  domains jsonb not null,
  -- null while nothing is sent
  times jsonb,
  primary key (edition_id, is_rehearsal)
);
