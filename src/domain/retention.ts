/**
 * How long everything is kept. One rule for each kind of row: its tables, how many days its rows stay, why, and what an
 * operator may set. The sweep (src/schedule/retention), the page of the desk, the doctor and the guide read this table;
 * test/domain checks that every table of the database is in it once.
 */

/** Rows go after `days`, which an operator may set from `least` to `most`. */
type Days = { kind: 'days'; days: number; least: number; most: number };

/** What decides about the rows of a rule. */
type Kept =
  | Days
  /** Rows go by a rule of their own, said in words. */
  | { kind: 'other'; until: string }
  /** Rows stay. */
  | { kind: 'always' };

export type RetentionRule = Readonly<{
  title: string;
  tables: readonly string[];
  kept: Kept;
  /** Why so long, and what goes with the rows. */
  why: string;
}>;

const days = (count: number, least: number, most = 3650): Days => ({ kind: 'days', days: count, least, most });
const until = (words: string): { kind: 'other'; until: string } => ({ kind: 'other', until: words });
const always = { kind: 'always' } as const;

export const RETENTION = {
  deliveries: {
    title: 'Deliveries',
    tables: ['deliveries'],
    kept: days(90, 35),
    why: 'Bounces, resends and corrections need each reader’s row: five soft bounces count within 30 days. Afterwards who got what stays as a short record. An edition that runs, is paused, has waiting readers or is being corrected is kept, and so is each delivery that is not confirmed.',
  },
  'delivery-records': {
    title: 'Who got what',
    tables: ['delivery_records'],
    kept: days(1095, 90),
    why: 'A reader may ask, complain or claim damages years later, in many countries within three years. The subscriber’s page and the data export show it. The record of an erased reader is removed at once.',
  },
  outbox: {
    title: 'Other mails',
    tables: ['outbox'],
    kept: days(90, 7),
    why: 'Confirmations, welcome letters and test copies, for questions like “no mail came”. A mail that still waits is kept. The proof of consent is stored separately.',
  },
  feedback: {
    title: 'Bounces and complaints',
    tables: ['feedback', 'unproven_mail'],
    kept: days(400, 61),
    why: 'To compare with the year before. The figures of each edition stay, and so does the suppression of an address.',
  },
  items: {
    title: 'Items and stories',
    tables: ['items', 'stories'],
    kept: days(180, 30),
    why: 'Ranking needs the last days, and staff search the last months. Editions keep their own copy of their stories. The newest 1,000 items of an outlet stay, so that its feed cannot bring back an old one as new.',
  },
  pictures: {
    title: 'Pictures',
    tables: ['pictures', 'picture_renditions', 'picture_outlets', 'picture_uploads'],
    kept: days(400, 30),
    why: 'Old mails and the archive show pictures from here. The address of a removed picture stays known, without the picture.',
  },
  audit: {
    title: 'Audit',
    tables: ['audit_log'],
    kept: days(1095, 180),
    why: 'Who sent, changed or signed in, for as long as claims are usual.',
  },
  'network-addresses': {
    title: 'Full IP addresses of consent',
    tables: [],
    kept: days(30, 0),
    why: 'They show who abuses the sign-up form. Later, only the network is kept (IPv4 /24, IPv6 /48).',
  },
  inbox: {
    title: 'Built-in inbox',
    tables: ['inbox_messages'],
    kept: days(30, 1),
    why: 'It holds whole messages, as long as no mail server is set.',
  },
  imports: {
    title: 'Uploaded lists',
    tables: ['list_imports'],
    kept: days(90, 7),
    why: 'The report of an import that has ended. The consent that it brought is kept with each reader.',
  },
  alerts: {
    title: 'Alerts',
    tables: ['alerts', 'heartbeats'],
    kept: days(90, 7),
    why: 'Alerts that are over, for looking back at a bad morning.',
  },
  backups: {
    title: 'Records of backups',
    tables: ['backups'],
    kept: days(400, 30),
    why: 'When backups were made. The backup files are not removed.',
  },
  'sign-ups': {
    title: 'Unconfirmed sign-ups',
    tables: ['sign_ups', 'address_changes'],
    kept: until('as long as the newsletter’s sign-up settings say; an unconfirmed change of address for 7 days'),
    why: 'Somebody who does not confirm does not become a reader.',
  },
  sessions: {
    title: 'Sessions and forms of the desk',
    tables: ['staff_sessions', 'kept_forms', 'staff_links', 'used_challenges'],
    kept: until('12 hours; a link until it expires'),
    why: 'A form that was kept for a person is removed with the session.',
  },
  'safety-log': {
    title: 'Lines that SAFETY_LOG does not have yet',
    tables: ['safety_events'],
    kept: until('until the line is on the other disk; 30 days if SAFETY_LOG is not set'),
    why: 'After a restore, Reveille knows who left since the backup.',
  },
  processes: {
    title: 'Processes and limits',
    tables: [
      'leases',
      'process_metrics',
      'shares',
      'throttles',
      'allowances',
      'domain_limits',
      'domain_pauses',
      'relay_states',
      'relay_days',
      'fetch_hosts',
      'count_checks',
    ],
    kept: until('until replaced; an hour after the process ended, a day after the pause of a domain'),
    why: 'They only say what is true now.',
  },
  readers: {
    title: 'Readers and suppressions',
    tables: ['subscribers', 'subscriptions', 'suppressions'],
    kept: always,
    why: 'A reader stays until erased. A suppression is a keyed hash, and stays so that nobody who left is mailed.',
  },
  consent: {
    title: 'Consent',
    tables: ['consent_events'],
    kept: always,
    why: 'The law asks for proof of each consent while mail goes out. It goes with an erased reader.',
  },
  editions: {
    title: 'Editions',
    tables: [
      'editions',
      'edition_stories',
      'edition_standbys',
      'edition_picks',
      'edition_fixes',
      'edition_acts',
      'edition_keeps',
      'edition_votes',
      'story_words',
      'digests',
      'links',
      'waves',
    ],
    kept: always,
    why: 'The public archive, and what was sent.',
  },
  results: {
    title: 'Results',
    tables: [
      'delivery_counts',
      'counted_ledgers',
      'retired_ledgers',
      'send_summaries',
      'feedback_totals',
      'subscription_counts',
      'reader_counts',
    ],
    kept: always,
    why: 'Counts by edition and half-hour. They name no reader.',
  },
  setup: {
    title: 'Newsletters, outlets and staff',
    tables: [
      'settings',
      'newsletters',
      'schedule_exceptions',
      'outlets',
      'agency_rights',
      'picture_kills',
      'staff',
      'staff_passkeys',
      'dkim_keys',
      'good_templates',
      'retention_sweeps',
    ],
    kept: always,
    why: 'What people set up. A handful of rows.',
  },
} as const satisfies Readonly<Record<string, RetentionRule>>;

export type RetentionName = keyof typeof RETENTION;

/** The rules whose days an operator may set. */
export type SettableName = {
  [Name in RetentionName]: (typeof RETENTION)[Name]['kept'] extends { kind: 'days' } ? Name : never;
}[RetentionName];

/** Not in the database, and kept by others. */
export const NOT_OURS: readonly { title: string; kept: string }[] = [
  {
    title: 'Logs',
    kept: 'The system’s journal, or the program that takes the standard output, keeps them. Set the limit there.',
  },
  { title: 'Jobs', kept: 'The queue removes a job when it ends. It holds ids only.' },
  { title: 'Backup files, SAFETY_LOG, uploaded files', kept: 'Delete old files yourself.' },
];
