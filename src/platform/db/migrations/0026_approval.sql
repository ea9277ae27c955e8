-- Staff's own subject and preheader, approval of an edition, and what a send hour brings without one. Only expands: an
-- older version builds the subject from the headlines, and sends without approval, as it did before.

alter table editions
  -- who wrote it; null: it is built from the headlines
  add column subject_by text,
  add column preheader_by text,
  add column approved_by text;

alter table newsletters
  add column approval text not null default 'none' check (approval in ('none', 'required', 'second')),
  -- null: by the newsletter's approval (src/domain/approval.ts)
  add column unattended text check (unattended in ('send', 'own', 'skip', 'hold'));
