import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { DigestFormat, Frequency } from '../domain/choices.ts';
import type { Section } from '../domain/sections.ts';
import type { DeliveryState, EditionKind, EditionState } from '../domain/states.ts';
import type { PictureFault, PictureFormat } from '../domain/pictures.ts';
import type { Picture, Right } from '../domain/story.ts';

/** The tables as TypeScript sees them; src/db/migrations is what they are. */
export type Schema = {
  settings: Settings;
  newsletters: Newsletters;
  schedule_exceptions: ScheduleExceptions;
  outlets: Outlets;
  stories: Stories;
  items: Items;
  fetch_hosts: FetchHosts;
  editions: Editions;
  edition_stories: EditionStories;
  edition_standbys: EditionStories;
  edition_picks: EditionPicks;
  agency_rights: AgencyRights;
  digests: Digests;
  subscribers: Subscribers;
  subscriptions: Subscriptions;
  consent_events: ConsentEvents;
  address_changes: AddressChanges;
  suppressions: Suppressions;
  feedback: FeedbackRows;
  unproven_mail: UnprovenMail;
  deliveries: Deliveries;
  leases: Leases;
  outbox: Outbox;
  staff: Staff;
  staff_sessions: StaffSessions;
  audit_log: AuditLog;
  inbox_messages: InboxMessages;
  waves: Waves;
  edition_fixes: EditionFixes;
  throttles: Throttles;
  sign_ups: SignUps;
  allowances: Allowances;
  shares: Shares;
  domain_limits: DomainLimits;
  domain_pauses: DomainPauses;
  relay_states: RelayStates;
  relay_days: RelayDays;
  dkim_keys: DkimKeys;
  process_metrics: ProcessMetrics;
  pictures: Pictures;
  picture_renditions: PictureRenditions;
  picture_outlets: PictureOutlets;
  picture_kills: PictureKills;
  showable_pictures: ShowablePictures;
  story_words: StoryWords;
  links: Links;
};

/** A timestamptz: a Date when read. */
type Time = ColumnType<Date, Date | string | undefined, Date | string>;
type NullableTime = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
type Json<T> = JSONColumnType<T & object, string | undefined>;
type NullableJson<T> = ColumnType<T | null, string | null | undefined, string | null>;
type Default<T> = Generated<T>;

export type Settings = { key: string; value: ColumnType<unknown, string, string> };

export type Newsletters = {
  id: Generated<number>;
  slug: string;
  name: string;
  description: Default<string>;
  from_name: string;
  from_address: string;
  reply_to: string | null;
  legal_name: string | null;
  postal_address: string | null;
  privacy_url: string | null;
  imprint_url: string | null;
  language: Default<string>;
  languages: Default<string[]>;
  zone: Default<string>;
  /** HH:MM:SS */
  send_at: Default<string>;
  weekdays: Default<number[]>;
  compose_lead_minutes: Default<number>;
  max_lateness_minutes: Default<number>;
  story_count: Default<number>;
  min_stories: Default<number>;
  canary_percent: Default<number>;
  canary_minutes: number | null;
  late_copy: Default<'staff' | 'auto'>;
  sign_up_heading: string | null;
  sign_up_promise: string | null;
  sign_up_button: string | null;
  sign_up_sites: Default<string[]>;
  disposable_addresses: Default<'off' | 'warn' | 'refuse'>;
  unsubscribe_address: string | null;
  bounce_address: string | null;
  pending_days: Default<number>;
  topic: Default<string>;
  territories: Default<string[]>;
  max_per_outlet: number | null;
  max_per_section: number | null;
  /** In the order in which they are shown. */
  sections: Json<Section[]>;
  own_stories: Default<number>;
  standby_count: Default<number>;
  /** ISO weekday; null: no weekly edition. */
  weekly_weekday: Default<number | null>;
  /** HH:MM:SS */
  weekly_at: Default<string>;
  theme: Default<string>;
  house_notice: string | null;
  house_notice_url: string | null;
  full_stories: Default<number>;
  click_counts: Default<boolean>;
  utm: Default<boolean>;
  is_sample: Default<boolean>;
  created_at: Time;
};

export type ScheduleExceptions = {
  newsletter_id: number;
  /** YYYY-MM-DD */
  date: string;
  send_at: string | null;
  note: Default<string>;
};

export type Outlets = {
  id: Generated<number>;
  newsletter_id: number;
  url: string;
  feed_url: string | null;
  name: string;
  is_own: Default<boolean>;
  section: string | null;
  rights: Default<Right[]>;
  allow_private: Default<boolean>;
  etag: string | null;
  last_modified: string | null;
  fetching_until: NullableTime;
  next_fetch_at: Time;
  last_fetched_at: NullableTime;
  last_success_at: NullableTime;
  failures: Default<number>;
  error_code: string | null;
  error_message: string | null;
  created_at: Time;
  interval_seconds: Default<number>;
  median_delay_seconds: number | null;
  authority: Default<number>;
  barred: Default<Right[]>;
  not_in: Default<string[]>;
  credit_mandatory: Default<boolean>;
  rights_until: NullableTime;
};

export type AgencyRights = {
  newsletter_id: number;
  agency_key: string;
  name: string;
  rights: Default<Right[]>;
  barred: Default<Right[]>;
  not_in: Default<string[]>;
  credit_mandatory: Default<boolean>;
  rights_until: NullableTime;
};

/** Turns at an outlet's server, and its robots.txt. */
export type FetchHosts = {
  origin: string;
  next_at: Time;
  busy_until: Default<Date[]>;
  robots: string | null;
  robots_fetched_at: NullableTime;
  robots_failing_since: NullableTime;
};

export type Stories = {
  id: Generated<number>;
  newsletter_id: number;
  lead_item_id: number | null;
  item_count: Default<number>;
  outlet_count: Default<number>;
  first_published_at: Time;
  last_published_at: Time;
  score: Default<number>;
  reasons: Json<string[]>;
  ranked_at: NullableTime;
  new_voices: number | null;
  section: string | null;
};

export type Items = {
  id: Generated<number>;
  outlet_id: number;
  guid: string;
  url: string | null;
  title: string;
  summary: Default<string>;
  body: Default<string>;
  published_at: NullableTime;
  byline: string | null;
  dateline: string | null;
  agency: string | null;
  copyright: string | null;
  language: string | null;
  image: NullableJson<Picture>;
  position: Default<number>;
  first_seen_at: Time;
  updated_at: Time;
  page_read_at: NullableTime;
  story_id: number | null;
  link_key: string | null;
  canonical_url: string | null;
  section: string | null;
  modified_at: NullableTime;
  is_paywalled: boolean | null;
  /** Obeyed, never shown. */
  editors_note: string | null;
  embargo_until: NullableTime;
  is_withdrawn: Default<boolean>;
  placement: number | null;
  placed_as_of: NullableTime;
  voice: number | null;
  picture_hash: string | null;
  picture_url: string | null;
  picture_fault: PictureFault | null;
  picture_tried_at: NullableTime;
  picture_tries: Default<number>;
  description: Default<string>;
  /** As the page said when it was last read. */
  page_title: string | null;
  page_summary: string | null;
  /** As the feed says, where newer words of the page stand instead. */
  feed_title: string | null;
  feed_summary: string | null;
};

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
  due_at: NullableTime;
  revision: Default<number>;
  is_rehearsal: Default<boolean>;
  flag: string | null;
  flag_detail: string | null;
  composed_at: NullableTime;
  approved_at: NullableTime;
  started_at: NullableTime;
  finished_at: NullableTime;
  created_at: Time;
  by_readers_clock: Default<boolean>;
  frozen_at: NullableTime;
  resumed_at: NullableTime;
  next_revision: number | null;
  /** Messages a second. */
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
};

/** A story that composing did not take, and why in a sentence. */
export type RefusedStory = { storyId: number; title: string; reason: string };

/** What happened to a story of an edition after composing. `at`: ISO 8601. */
export type EditionChange = {
  at: string;
  actor: string;
  what: 'dropped' | 'promoted' | 'updated';
  headline: string;
  reason: string;
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
  actor: string;
  at: Time;
};

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

export type Subscribers = {
  id: Generated<number>;
  email: string;
  email_key: string;
  address_hash: Buffer;
  first_name: Default<string>;
  language: string | null;
  is_sample: Default<boolean>;
  merged_into: number | null;
  left_everything_at: NullableTime;
  created_at: Time;
};

export type Subscriptions = {
  subscriber_id: number;
  newsletter_id: number;
  status: 'pending' | 'active' | 'unsubscribed';
  created_at: Time;
  confirmation_sent_at: NullableTime;
  confirmed_at: NullableTime;
  unsubscribed_at: NullableTime;
  /** HH:MM:SS */
  send_at: string | null;
  zone: string | null;
  frequency: Default<Frequency>;
  format: Default<DigestFormat>;
  /** YYYY-MM-DD */
  paused_until: string | null;
};

export type ConsentEvents = {
  id: Generated<number>;
  subscriber_id: number | null;
  newsletter_id: number | null;
  kind:
    | 'requested'
    | 'confirmed'
    | 'imported'
    | 'unsubscribed'
    | 'resubscribed'
    | 'erased'
    | 'changed'
    | 'address_requested'
    | 'address_changed';
  at: Time;
  text_shown: string | null;
  text_version: string | null;
  page_url: string | null;
  network_address: string | null;
  user_agent: string | null;
  detail: Json<Record<string, unknown>>;
};

/** A wish to be mailed at another address, until that mailbox confirms it. */
export type AddressChanges = {
  id: Generated<number>;
  subscriber_id: number;
  email: string;
  email_key: string;
  requested_at: Time;
};

export type Suppressions = {
  address_hash: Buffer;
  reason: 'bounce' | 'complaint' | 'erased' | 'manual';
  detail: Default<string>;
  created_at: Time;
};

export type FeedbackRows = {
  id: Generated<string>;
  at: Time;
  kind: 'bounce' | 'complaint';
  action: 'suppress' | 'soft' | 'sender-fault' | 'complaint' | 'none';
  is_delay: boolean;
  status: string | null;
  diagnostic: Default<string>;
  subscriber_id: number;
  edition_id: number;
  proof: 'return-path' | 'message-id';
  source: Default<string>;
};

export type UnprovenMail = { day: string; kind: 'bounce' | 'complaint' | 'auto-reply' | 'other'; mails: number };

export type Deliveries = {
  edition_id: number;
  is_rehearsal: boolean;
  subscriber_id: number;
  state: Default<DeliveryState>;
  next_attempt_at: Time;
  attempts: Default<number>;
  owner: string | null;
  data_at: NullableTime;
  revision: number | null;
  submitted_at: NullableTime;
  relay: string | null;
  status_code: string | null;
  reply: string | null;
  due_at: Time;
  verdict: string | null;
  token_key: number | null;
  format: DigestFormat | null;
  language: string | null;
};

export type Leases = {
  id: string;
  role: string;
  holder: string;
  edition_id: number | null;
  until: Time;
};

export type OutboxKind = 'confirmation' | 'welcome' | 'test' | 'alert' | 'address' | 'address_changed';

export type Outbox = {
  id: Generated<number>;
  kind: OutboxKind;
  newsletter_id: number | null;
  subscriber_id: number | null;
  edition_id: number | null;
  to_address: string;
  payload: Json<Record<string, unknown>>;
  dedupe_key: string | null;
  state: Default<DeliveryState | 'ready'>;
  message: Buffer | null;
  next_attempt_at: Time;
  expires_at: NullableTime;
  attempts: Default<number>;
  owner: string | null;
  data_at: NullableTime;
  submitted_at: NullableTime;
  relay: string | null;
  status_code: string | null;
  reply: string | null;
  created_at: Time;
};

export type Staff = {
  id: Generated<number>;
  name: string;
  password_hash: string;
  created_at: Time;
};

export type StaffSessions = { token_hash: Buffer; staff_id: number; expires_at: Time };

export type AuditLog = {
  id: Generated<number>;
  at: Time;
  actor: string;
  action: string;
  newsletter_id: number | null;
  edition_id: number | null;
  detail: Json<Record<string, unknown>>;
};

export type InboxMessages = {
  id: Generated<number>;
  mail_from: string;
  rcpt_to: string;
  header_from: string;
  subject: string;
  received_at: Time;
  bytes: number;
  raw: Buffer;
};

export type Waves = {
  edition_id: number;
  is_rehearsal: boolean;
  due_at: Time;
  readers: number;
  rechecked_at: NullableTime;
  changes: Json<StoryChange[]>;
};

/** What is newer of one story of an edition at its outlet; `applied` where the edition took it over. */
export type StoryChange = {
  position: number;
  field: 'headline' | 'summary' | 'withdrawn';
  before: string;
  after: string;
  applied: boolean;
};

/** The part of a story that staff may change. */
/** `section`: null where it has none; not there in fixes of before sections were kept. */
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
  before: JSONColumnType<StoryText>;
  after: JSONColumnType<StoryText>;
  note: Default<string>;
  actor: string;
  at: Time;
};

export type SignUps = {
  id: Generated<number>;
  newsletter_id: number;
  email: string;
  first_name: Default<string>;
  language: string | null;
  zone: string | null;
  evidence: Json<{
    textShown: string | null;
    pageUrl: string | null;
    networkAddress: string | null;
    userAgent: string | null;
  }>;
  detail: Json<Record<string, unknown>>;
  at: Time;
};

export type Allowances = { key: string; full_at: Time };

export type Throttles = { key: string; next_at: Time };
export type Shares = { key: string; lease_id: string; places: number };
export type DomainLimits = { domain: string; per_second: number | null; connections: number | null };
export type DomainPauses = { domain: string; until: Time; failures: Default<number>; reply: Default<string> };
export type RelayStates = {
  relay: string;
  down_until: NullableTime;
  failures: Default<number>;
  reason: Default<string>;
};
export type RelayDays = { relay: string; day: string; messages: Default<number> };

export type DkimKeys = {
  domain: string;
  selector: string;
  algorithm: 'rsa-sha256' | 'ed25519-sha256';
  private_key: string;
  is_active: Default<boolean>;
  created_at: Time;
};

export type ProcessMetrics = {
  lease_id: string;
  process: string;
  at: Time;
  metrics: ColumnType<unknown, string, string>;
};

export type Pictures = {
  hash: string;
  source_hash: string;
  source_url: string;
  width: number;
  height: number;
  widths: number[];
  credit: string | null;
  copyright: string | null;
  created_at: Time;
};

export type PictureRenditions = { hash: string; width: number; format: PictureFormat; body: Buffer };
export type PictureOutlets = { hash: string; outlet_id: number; credit_words: Default<string> };

/** By address or by bytes: one of the two. */
export type PictureKills = {
  id: Generated<number>;
  source_url: string | null;
  source_hash: string | null;
  reason: Default<string>;
  actor: string;
  at: Time;
};

/** A view. */
export type ShowablePictures = Omit<Pictures, 'created_at'>;
export type StoryWords = { edition_id: number; position: number; words: string };

export type Links = {
  id: string;
  edition_id: number;
  is_rehearsal: boolean;
  url: string;
  position: number;
  clicks: Default<number>;
  scans: Default<number>;
};
