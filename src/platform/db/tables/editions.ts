import type { Generated, JSONColumnType } from 'kysely';
import type { DigestFormat } from '../../../domain/choices.ts';
import type { KeptSlots, SlotKind } from '../../../domain/slots.ts';
import type { EditionKind, EditionState } from '../../../domain/states.ts';
import type { Picture } from '../../../domain/story.ts';
import type { VoteAnswer } from '../../../domain/votes.ts';
import type { Time, NullableTime, Json, NullableJson, Default } from './columns.ts';

export type Editions = {
  id: Generated<number>;
  newsletter_id: number;
  /** YYYY-MM-DD */
  date: string;
  kind: Default<EditionKind>;
  number: Default<number>;
  state: Default<EditionState>;
  subject: Default<string>;
  preheader: Default<string>;
  /** Who wrote it. Null: it is built from the headlines. */
  subject_by: Default<string | null>;
  preheader_by: Default<string | null>;
  due_at: NullableTime;
  revision: Default<number>;
  is_rehearsal: Default<boolean>;
  flag: string | null;
  flag_detail: string | null;
  composed_at: NullableTime;
  approved_at: NullableTime;
  approved_by: Default<string | null>;
  started_at: NullableTime;
  finished_at: NullableTime;
  created_at: Time;
  by_readers_clock: Default<boolean>;
  frozen_at: NullableTime;
  resumed_at: NullableTime;
  next_revision: number | null;
  /** Messages per second. */
  max_rate: number | null;
  canary_left: number | null;
  audience_confirmed: number | null;
  corrects_edition_id: number | null;
  corrects_before_revision: number | null;
  note: Default<string>;
  dkim_selectors: string[] | null;
  refused: Json<RefusedStory[]>;
  changes: Json<EditionChange[]>;
  rechecked_at: NullableTime;
  slots: NullableJson<KeptSlots>;
};

/**
 * A story that composing refused, with the reason as the end of a sentence. Without a title: several stories, which the
 * reason counts.
 */
export type RefusedStory = { storyId: number | null; title: string | null; reason: string };

/** A change to a story of an edition after composing. `at`: ISO 8601. `itemId`: of a dropped story, where it is known. */
export type EditionChange = {
  at: string;
  actor: string;
  what: 'dropped' | 'promoted' | 'updated' | 'added' | 'joined' | 'split' | 'kept';
  headline: string;
  reason: string;
  itemId?: number | null;
};

export type EditionStories = {
  edition_id: number;
  position: number;
  story_id: number | null;
  item_id: number | null;
  url: string;
  headline: string;
  summary: Default<string>;
  outlet_name: string;
  is_own: Default<boolean>;
  byline: string | null;
  dateline: string | null;
  agency: string | null;
  copyright: string | null;
  language: string | null;
  image: NullableJson<Picture>;
  published_at: NullableTime;
  item_count: Default<number>;
  also_reported_by: Default<string[]>;
  score: Default<number>;
  reasons: Json<string[]>;
  section: string | null;
  update_of: number | null;
};

export type EditionPicks = {
  edition_id: number;
  story_id: number;
  position: number | null;
  is_excluded: Default<boolean>;
  /** First among the standbys. */
  is_standby: Default<boolean>;
  actor: string;
  at: Time;
};

/** A story that its outlet withdrew and that staff keep. */
export type EditionKeeps = {
  edition_id: number;
  item_id: number;
  reason: string;
  actor: string;
  at: Time;
};

export type EditionVotes = { edition_id: number; answer: VoteAnswer; votes: Default<number> };

export type Digests = {
  edition_id: number;
  revision: number;
  is_rehearsal: boolean;
  format: Default<DigestFormat>;
  language: Default<string>;
  is_own: Default<boolean>;
  subject: string;
  preheader: string;
  mjml: string;
  html: string;
  plain: string;
  message: Buffer;
  rendered_at: Time;
  dropped_stories: Default<number>;
};

/** Newer copy of one story at its outlet. `applied`: the edition has taken it. */
export type StoryChange = {
  position: number;
  field: 'headline' | 'summary' | 'withdrawn';
  before: string;
  after: string;
  applied: boolean;
};

/** The part of a story that staff may change. `section`: null for none; missing in fixes from before sections were kept. */
export type StoryText = {
  headline: string;
  summary: string;
  url: string;
  image: Picture | null;
  section?: string | null;
};

export type EditionFixes = {
  id: Generated<number>;
  edition_id: number;
  revision: number;
  position: number;
  item_id: number | null;
  before: JSONColumnType<StoryText>;
  after: JSONColumnType<StoryText>;
  note: Default<string>;
  actor: string;
  at: Time;
};

/** A change of an edition. `before` and `after`: what undoes it, by kind (src/editions/undo.ts). */
export type EditionActs = {
  id: Generated<number>;
  edition_id: number;
  kind: 'fix' | 'words' | 'stories' | 'undo';
  actor: string;
  at: Time;
  said: string;
  before: Json<Record<string, unknown>>;
  after: Json<Record<string, unknown>>;
  undone_at: NullableTime;
};

export type Links = {
  id: string;
  edition_id: number;
  is_rehearsal: boolean;
  url: string;
  position: number;
  slot: Default<SlotKind | null>;
  clicks: Default<number>;
  scans: Default<number>;
};
