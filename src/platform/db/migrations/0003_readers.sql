-- What readers may choose, and what a newsletter says to those who sign up. Only expands.

alter table newsletters
  -- the sign-up block's own words; null: made of name and description in the newsletter's language
  add column sign_up_heading text,
  add column sign_up_promise text,
  add column sign_up_button text,
  -- sites (origins) whose pages may post sign-ups as JSON
  add column sign_up_sites text[] not null default '{}',
  -- what a sign-up from a throw-away mailbox meets
  add column disposable_addresses text not null default 'off'
    check (disposable_addresses in ('off', 'warn', 'refuse')),
  -- where mails to List-Unsubscribe's mailto arrive; null: inbound mail is not set up
  add column unsubscribe_address text;

-- Null: the newsletter's.
alter table subscribers add column language text;

alter table subscriptions
  add column frequency text not null default 'daily' check (frequency in ('daily', 'weekdays', 'weekly')),
  add column format text not null default 'full' check (format in ('full', 'text', 'headlines')),
  -- no edition of an earlier date
  add column paused_until date;

-- Which of the edition's digests a delivery carried; null: the newsletter's own format and language.
alter table deliveries
  add column format text,
  add column language text;
