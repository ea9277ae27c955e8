import type { Config } from '../../platform/config.ts';
import type { Db } from '../../platform/db/client.ts';
import type { Log } from '../../platform/log.ts';

/** What may need a person, with its title in a subject line. The names are part of the webhook. */
export const ALERT_TITLES = {
  approval_missing: 'Not approved yet',
  not_started: 'Not started',
  paused: 'Paused',
  failed: 'Failed',
  held: 'Held back',
  late: 'Late',
  relay_down: 'A relay cannot be reached',
  sign_in_refused: 'A relay refuses the sign-in',
  process_gone: 'A process is missing',
  scheduler_gone: 'No scheduler lives',
  complaints: 'Many complaints',
  bounces: 'Many bounces',
  disk_low: 'The disk is almost full',
  backup_old: 'No backup for a day',
  safety_log: 'SAFETY_LOG is behind',
  certificate_ending: 'A certificate ends soon',
  certificate_wrong: 'A certificate is refused',
  dkim_wrong: 'DKIM fails',
  restored: 'All sending is paused after a restore',
} as const;

export type AlertKind = keyof typeof ALERT_TITLES;

/** Something that needs a person now. */
export type Condition = {
  kind: AlertKind;
  /** What it concerns. With the kind, it identifies the alert while that is open. */
  about: string | number;
  newsletterId?: number;
  editionId?: number;
  /** Sentences for a person, without secrets. */
  text: string;
  /** It must last this long before it counts, because restarts take seconds. */
  afterMs?: number;
};

export type FindDeps = {
  db: Db;
  log: Log;
  now: () => Date;
  config: Pick<Config, 'alerts' | 'relays' | 'dataDir' | 'publicUrl' | 'safetyLog' | 'missesBackups'>;
};

/** Finds the conditions of some kinds. What it does not find any more is over. */
export type Finder = {
  kinds: readonly AlertKind[];
  find: (deps: FindDeps) => Promise<Condition[]>;
  /** It sees only this `about`; other machines see theirs. */
  only?: string;
};

export const keyOf = ({ kind, about }: Pick<Condition, 'kind' | 'about'>): string => `${kind}:${about}`;

export const MINUTE_MS = 60_000;
