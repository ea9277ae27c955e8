import type { Alerts, Heartbeats } from './tables/alerts.ts';
import type { Backups, SafetyEvents } from './tables/backups.ts';
import type {
  Deliveries,
  DeliveryRecords,
  RetiredLedgers,
  Leases,
  Outbox,
  InboxMessages,
} from './tables/deliveries.ts';
import type {
  Editions,
  EditionActs,
  EditionStories,
  EditionPicks,
  EditionKeeps,
  EditionVotes,
  Digests,
  EditionFixes,
  Links,
} from './tables/editions.ts';
import type { FeedbackRows, FeedbackTotals, UnprovenMail } from './tables/feedback.ts';
import type {
  Allowances,
  Throttles,
  Shares,
  DomainLimits,
  DomainPauses,
  RelayStates,
  RelayDays,
} from './tables/limits.ts';
import type { Newsletters, ScheduleExceptions, Waves, DkimKeys } from './tables/newsletters.ts';
import type { Outlets, AgencyRights, FetchHosts } from './tables/outlets.ts';
import type {
  Pictures,
  PictureRenditions,
  PictureOutlets,
  PictureUploads,
  PictureKills,
  ShowablePictures,
} from './tables/pictures.ts';
import type { Stories, Items, StoryWords } from './tables/stories.ts';
import type {
  Subscribers,
  Subscriptions,
  ConsentEvents,
  ListImports,
  AddressChanges,
  Suppressions,
  SignUps,
} from './tables/subscribers.ts';
import type {
  Settings,
  Staff,
  StaffSessions,
  KeptForms,
  StaffLinks,
  StaffPasskeys,
  UsedChallenges,
  AuditLog,
  ProcessMetrics,
  RetentionSweeps,
  GoodTemplates,
} from './tables/system.ts';

/** The tables as TypeScript types. src/platform/db/migrations defines them. */
export type Schema = {
  settings: Settings;
  good_templates: GoodTemplates;
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
  edition_acts: EditionActs;
  edition_keeps: EditionKeeps;
  edition_votes: EditionVotes;
  agency_rights: AgencyRights;
  digests: Digests;
  subscribers: Subscribers;
  subscriptions: Subscriptions;
  consent_events: ConsentEvents;
  address_changes: AddressChanges;
  list_imports: ListImports;
  suppressions: Suppressions;
  feedback: FeedbackRows;
  feedback_totals: FeedbackTotals;
  retention_sweeps: RetentionSweeps;
  unproven_mail: UnprovenMail;
  deliveries: Deliveries;
  delivery_records: DeliveryRecords;
  retired_ledgers: RetiredLedgers;
  leases: Leases;
  outbox: Outbox;
  staff: Staff;
  staff_sessions: StaffSessions;
  kept_forms: KeptForms;
  staff_links: StaffLinks;
  staff_passkeys: StaffPasskeys;
  used_challenges: UsedChallenges;
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
  picture_uploads: PictureUploads;
  picture_kills: PictureKills;
  showable_pictures: ShowablePictures;
  story_words: StoryWords;
  links: Links;
  alerts: Alerts;
  heartbeats: Heartbeats;
  backups: Backups;
  safety_events: SafetyEvents;
};
