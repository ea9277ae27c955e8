-- Sign-ups, confirmations and departures by half-hour and source: what growth and churn are drawn from. Only expands.
--
-- As in 0040, rows are only added, and their sums are the counts. No reader is named.

create table reader_counts (
  newsletter_id integer not null,
  -- the start of the half-hour, which is part of one day in every time zone
  at timestamptz not null,
  kind text not null check (kind in ('asked', 'confirmed', 'imported', 'returned', 'left', 'erased')),
  -- of `asked`: the page of the form without its query, or desk, cli, mail; of `confirmed`: that of the request
  source text not null,
  readers integer not null,
  is_sum boolean not null default false
);
create index on reader_counts (newsletter_id, at);
create index reader_counts_to_sum on reader_counts (newsletter_id) where not is_sum;

create function half_hour(at timestamptz) returns timestamptz language sql immutable as $$
  select date_bin('30 minutes', at, timestamptz '2000-01-01 00:00:00+00')
$$;

create function sign_up_source(page_url text) returns text language sql immutable as $$
  select left(regexp_replace(regexp_replace(coalesce(page_url, ''), '[?#].*$', ''), '^https?://', ''), 200)
$$;

create function reader_count_kind(kind text, detail jsonb) returns text language sql immutable as $$
  select case kind
    when 'requested' then 'asked'
    when 'confirmed' then 'confirmed'
    when 'imported' then 'imported'
    when 'resubscribed' then case detail ->> 'to' when 'active' then 'returned' end
    when 'unsubscribed' then case detail ->> 'from' when 'active' then 'left' end
  end
$$;

create function count_consent() returns trigger language plpgsql as $$
begin
  insert into reader_counts
  select e.newsletter_id, half_hour(e.at), reader_count_kind(e.kind, e.detail),
    case e.kind
      when 'requested' then sign_up_source(e.page_url)
      when 'confirmed' then coalesce((
        select sign_up_source(r.page_url) from consent_events r
        where r.subscriber_id = e.subscriber_id and r.newsletter_id = e.newsletter_id and r.kind = 'requested' and r.at <= e.at
        order by r.at desc limit 1), '')
      else '' end,
    count(*)
  from added e
  where e.newsletter_id is not null and reader_count_kind(e.kind, e.detail) is not null
  group by 1, 2, 3, 4;
  return null;
end $$;

create trigger count_insert after insert on consent_events referencing new table as added
  for each statement execute function count_consent();
-- An import switches ordinary triggers off (src/readers/import/staging.ts).
alter table consent_events enable always trigger count_insert;

-- As in 0040; and an erased reader leaves.
create or replace function count_subscriber() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    insert into reader_counts
    select newsletter_id, half_hour(now()), 'erased', '', 1 from subscriptions where subscriber_id = old.id and status = 'active';
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

insert into reader_counts
select e.newsletter_id, half_hour(e.at), reader_count_kind(e.kind, e.detail),
  case e.kind
    when 'requested' then sign_up_source(e.page_url)
    when 'confirmed' then coalesce((
      select sign_up_source(r.page_url) from consent_events r
      where r.subscriber_id = e.subscriber_id and r.newsletter_id = e.newsletter_id and r.kind = 'requested' and r.at <= e.at
      order by r.at desc limit 1), '')
    else '' end,
  count(*), true
from consent_events e
where e.newsletter_id is not null and reader_count_kind(e.kind, e.detail) is not null
group by 1, 2, 3, 4;
