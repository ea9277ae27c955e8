-- Who got what, once an edition's part of the ledger is dropped: some 10 bytes a delivery, where the ledger needs 195.
-- Only expands. src/deliver/ledger/retire.ts writes these rows; src/readers/deliveryRecords.ts reads them.

create table delivery_records (
  edition_id integer not null references editions on delete cascade,
  -- the least id in `readers` when the row was written; the rows of an edition do not overlap
  first_reader integer not null,
  -- ascending; an erased reader is taken out
  readers integer[] not null,
  -- a letter for the state of each reader's delivery (DELIVERY_LETTERS in src/domain/states.ts)
  states text not null,
  -- when each message was submitted (of an unknown one: sent), in seconds after `since`; null: it was not
  seconds integer[] not null,
  since timestamptz not null,
  primary key (edition_id, first_reader)
);

-- The editions whose part of the ledger was dropped. Deliveries that nobody has settled stay in a small part.
create table retired_ledgers (
  edition_id integer primary key references editions on delete cascade,
  at timestamptz not null,
  readers integer not null,
  -- of the part that was dropped, with its indexes
  bytes bigint not null
);

-- The triggers of an edition's part of the ledger, where it has none.
create function add_ledger_triggers(ledger regclass) returns void language plpgsql as $$
begin
  if exists (select from pg_trigger where tgrelid = ledger and tgname = 'count_insert') then return; end if;
  execute format('create trigger count_insert after insert on %s referencing new table as added
    for each statement execute function count_deliveries()', ledger);
  execute format('create trigger count_update after update on %s referencing old table as removed new table as added
    for each statement execute function count_deliveries()', ledger);
  execute format('create trigger count_delete after delete on %s referencing old table as removed
    for each statement execute function count_deliveries()', ledger);
end $$;

-- As in 0040; and an edition whose part was dropped after a rehearsal, and which is now sent, is counted again.
create or replace function keep_delivery_counts(edition integer) returns boolean language plpgsql as $$
declare
  ledger regclass := to_regclass('deliveries_' || edition);
begin
  if ledger is null then return false; end if;
  insert into counted_ledgers (edition_id) values (edition) on conflict do nothing;
  if not found and exists (select from pg_trigger where tgrelid = ledger and tgname = 'count_insert') then return false; end if;
  -- A trigger's lock keeps writers out until this commits.
  perform add_ledger_triggers(ledger);
  delete from delivery_counts where edition_id = edition;
  execute format('insert into delivery_counts
    select edition_id, is_rehearsal, state, state = ''submitting'' and data_at is not null, verdict, relay, revision, due_at, count(*),
      coalesce(max(submitted_at), now()), true
    from %s group by 1, 2, 3, 4, 5, 6, 7, 8', ledger);
  return true;
end $$;

-- A reader's deliveries leave the records with the reader, whichever version of the program erases. The totals are kept
-- apart (delivery_counts). Editions that ended before the reader was there are not looked at.
create function forget_recorded_reader() returns trigger language plpgsql as $$
begin
  update delivery_records r
  set readers = r.readers[:p.at - 1] || r.readers[p.at + 1:],
      states = overlay(r.states placing '' from p.at for 1),
      seconds = r.seconds[:p.at - 1] || r.seconds[p.at + 1:]
  from editions e
  cross join lateral (
    select k.edition_id, k.first_reader, k.readers from delivery_records k
    where k.edition_id = e.id and k.first_reader <= old.id
    order by k.first_reader desc limit 1) k
  cross join lateral (select array_position(k.readers, old.id) as at) p
  where (e.finished_at is null or e.finished_at >= old.created_at)
    and p.at is not null and r.edition_id = k.edition_id and r.first_reader = k.first_reader;
  return null;
end $$;
create trigger forget_recorded after delete on subscribers for each row execute function forget_recorded_reader();
-- An import switches ordinary triggers off (src/readers/import/staging.ts).
alter table subscribers enable always trigger forget_recorded;
