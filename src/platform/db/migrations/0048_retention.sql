-- What is old goes: when each rule of src/domain/retention.ts was last swept to its end. Only expands.

create table retention_sweeps (
  rule text primary key,
  -- when nothing old was left
  at timestamptz,
  removed bigint not null default 0
);

-- The feedback of an edition, counted before its rows go.
create table feedback_totals (
  edition_id integer primary key references editions on delete cascade,
  bounces integer not null,
  complaints integer not null
);

-- As in 0015; and old rows go. Returned mail of 60 days ago proves nothing any more.
create or replace function keep_feedback() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and (old.at < now() - interval '60 days' or not exists (select from subscribers where id = old.subscriber_id)) then
    return old;
  end if;
  raise exception 'feedback is append-only' using errcode = 'restrict_violation';
end $$;

-- What refers to an item or a story is found when one goes.
create index stories_lead_item on stories (lead_item_id) where lead_item_id is not null;
create index edition_stories_item on edition_stories (item_id) where item_id is not null;
create index edition_stories_story on edition_stories (story_id) where story_id is not null;
create index edition_standbys_item on edition_standbys (item_id) where item_id is not null;
create index edition_standbys_story on edition_standbys (story_id) where story_id is not null;
create index edition_picks_story on edition_picks (story_id);
create index edition_keeps_item on edition_keeps (item_id);
