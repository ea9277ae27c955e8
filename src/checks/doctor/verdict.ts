import type { Finding } from '../preflight/preflightFinding.ts';

/** Every check of the installation, in display order, with its title. */
export const DOCTOR_CHECKS = {
  database: 'Database',
  migrations: 'Migrations',
  'database-settings': 'Database settings',
  clock: 'Clocks',
  processes: 'Processes',
  queue: 'Queue',
  disk: 'Disk',
  staff: 'Staff',
  newsletters: 'Newsletters',
  outlets: 'Outlets',
  editions: 'Editions',
  counts: 'Counts',
  retention: 'Retention',
  sending: 'Sending',
  backups: 'Backups',
  'safety-log': 'Safety log',
  relay: 'Relays',
  dns: 'DNS',
  secret: 'SECRET',
  'public-url': 'PUBLIC_URL',
  certificate: 'Certificate',
} as const;
export type DoctorCheck = keyof typeof DOCTOR_CHECKS;

/** The result of one check. A check of several things (relays, domains) has one for each. */
export type Verdict = Readonly<{
  check: DoctorCheck;
  /** False: something is wrong, or the check could not be made. True also for what was left out on purpose. */
  ok: boolean;
  /** False: left out on purpose. `detail` says why. */
  isMade: boolean;
  detail: string;
  /** What to do about it, as a sentence. Null: nothing. */
  advice: string | null;
}>;

/** All is well. `advice` says what would be better. */
export function right(check: DoctorCheck, detail: string, advice: string | null = null): Verdict {
  return { check, ok: true, isMade: true, detail, advice };
}

export function wrong(check: DoctorCheck, detail: string, advice: string | null): Verdict {
  return { check, ok: false, isMade: true, detail, advice };
}

export function leftOut(check: DoctorCheck, why: string): Verdict {
  return { check, ok: true, isMade: false, detail: `Not checked: ${why}`, advice: null };
}

/** One verdict of what the preflight finds about one thing: its failures and warnings, or else `allWell`. */
export function fold(check: DoctorCheck, findings: readonly Finding[], allWell: string): Verdict {
  const of = (outcome: Finding['outcome']): Finding[] => findings.filter((one) => one.outcome === outcome);
  const noticed = [...of('fail'), ...of('warn')];
  const detail = noticed.length > 0 ? noticed.map(({ found }) => found).join(' ') : allWell;
  const advice = [...new Set(noticed.flatMap(({ todo }) => todo ?? []))].join(' ') || null;
  return of('fail').length > 0 ? wrong(check, detail, advice) : right(check, detail, advice);
}
