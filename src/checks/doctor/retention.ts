import { sql } from 'kysely';
import type { RetentionName } from '../../domain/retention.ts';
import type { Db } from '../../platform/db/client.ts';
import { loadHold } from '../../platform/hold.ts';
import { daysBefore } from '../../platform/retentionSettings.ts';
import { loadRemovalStart } from '../../platform/retentionStart.ts';
import { loadRetention, type RetentionLine } from '../retention/report.ts';
import { describeBytes } from './describeBytes.ts';
import { leftOut, right, wrong, type Verdict } from './verdict.ts';

/** Without a sweep for so long, something keeps the scheduler from it. */
const SWEPT_WITHIN_DAYS = 2;
/** So much longer than it should be kept, a row is reported. */
const LEEWAY_DAYS = 7;

/** Rules of which some rows may be older: what is unsettled, the newest items of a quiet outlet, pictures in the archive. */
const MAY_BE_OLDER: ReadonlySet<RetentionName> = new Set<RetentionName>([
  'items',
  'pictures',
  'alerts',
  'imports',
  'network-addresses',
  'backups',
]);
/** Not swept by the retention's own job. */
const SWEPT_ELSEWHERE: ReadonlySet<RetentionName> = new Set<RetentionName>(['network-addresses', 'backups']);

async function isNew(db: Db, now: Date): Promise<boolean> {
  const { rows } = await sql<{ since: Date | null }>`select min(created_at) as since from newsletters`.execute(db);
  const since = rows[0]!.since;
  return since === null || since > daysBefore(now, SWEPT_WITHIN_DAYS);
}

const titles = (lines: readonly RetentionLine[]): string => lines.map(({ title }) => title).join(', ');

/** Checks that the sweep removes what is old: it ran within two days, and nothing is far older than it should be. */
export async function checkRetention({ db, now }: { db: Db; now: () => Date }): Promise<Verdict> {
  if (await loadHold({ db }))
    return leftOut('retention', 'all sending is held after a restore, and nothing is removed.');
  const start = await loadRemovalStart({ db });
  if (start > now())
    return leftOut(
      'retention',
      `old rows are removed from ${start.toISOString()} on, a day after the upgrade. Look at "reveille retention" before.`,
    );
  const lines = await loadRetention({ db, now });
  const swept = lines.filter(({ name, days }) => days !== null && !SWEPT_ELSEWHERE.has(name));
  const late = (await isNew(db, now()))
    ? []
    : swept.filter(({ sweptAt }) => sweptAt === null || sweptAt < daysBefore(now(), SWEPT_WITHIN_DAYS));
  if (late.length > 0)
    return wrong(
      'retention',
      `Old rows were not removed for two days: ${titles(late)}.`,
      'See the log of the scheduler. It removes nothing while mail goes out or a backup is taken.',
    );
  const over = swept.filter(
    ({ name, days, oldest }) =>
      !MAY_BE_OLDER.has(name) && oldest !== null && oldest < daysBefore(now(), days! + LEEWAY_DAYS),
  );
  const sum = (of: (line: RetentionLine) => number): string =>
    describeBytes(lines.reduce((all, line) => all + of(line), 0));
  const size = `The rows take ${sum(({ bytes }) => bytes)} now, and ${sum(({ yearBytes }) => yearBytes)} in a year at today’s rate.`;
  if (over.length > 0)
    return wrong(
      'retention',
      `Older than they should be: ${titles(over)}. ${size}`,
      'Deliveries stay while readers of their edition wait or are not confirmed by the thousand: decide about them on its page.',
    );
  return right('retention', size);
}
