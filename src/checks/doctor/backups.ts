import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sql } from 'kysely';
import { codeOf } from '../../domain/errors.ts';
import { BACKUP_OLD_AFTER_MS, loadBackupState } from '../../platform/backupRecords.ts';
import type { Config } from '../../platform/config.ts';
import type { Db } from '../../platform/db/client.ts';
import { describeHold, loadHold } from '../../platform/hold.ts';
import { whyUnwritable } from '../../readers/safetyLog.ts';
import { counted } from './counted.ts';
import { describeBytes } from './describeBytes.ts';
import { leftOut, right, wrong, type Verdict } from './verdict.ts';

/** Checks that no restore holds all sending. */
export async function checkSending({ db }: { db: Db }): Promise<Verdict> {
  const hold = await loadHold({ db });
  if (hold === null) return right('sending', 'No restore holds it.');
  return wrong(
    'sending',
    describeHold(hold),
    'Make sure that the old system is off, then run "reveille resume --all".',
  );
}

const DAILY = 'Run "reveille backup FILE" daily, and keep the file on another machine.';

/** The readers of an installation without a real one. */
async function describeSample(db: Db): Promise<string> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from subscribers`.execute(db);
  const { count } = rows[0]!;
  return count === 0 ? 'there are no readers yet' : `the only readers are sample readers (${count})`;
}

/** Checks that the latest backup is of a day ago at most. Without readers there is nothing to lose yet. */
export async function checkBackups({
  db,
  now,
  config,
}: {
  db: Db;
  now: () => Date;
  config: Pick<Config, 'missesBackups'>;
}): Promise<Verdict> {
  if (!config.missesBackups) return leftOut('backups', 'BACKUP_CHECK is off.');
  const { latest, since } = await loadBackupState({ db });
  if (latest === null && since !== null) return wrong('backups', 'No backup was taken.', DAILY);
  if (latest === null) return right('backups', `No backup was taken, and ${await describeSample(db)}.`, DAILY);
  const { at, bytes, isEncrypted } = latest;
  const found = `The latest shows ${at.toISOString()}, ${describeBytes(bytes)}, ${isEncrypted ? 'encrypted' : 'not encrypted'}`;
  if (now().getTime() - at.getTime() > BACKUP_OLD_AFTER_MS)
    return wrong('backups', `${found}: older than a day.`, DAILY);
  return right('backups', `${found}.`);
}

async function isOneDisk(path: string, dataDir: string): Promise<boolean> {
  const [log, data] = await Promise.all([stat(dirname(path)), stat(dataDir)]);
  return log.dev === data.dev;
}

async function isAccessible(path: string): Promise<void> {
  try {
    await access(path, constants.W_OK | constants.R_OK);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    await access(dirname(path), constants.W_OK | constants.X_OK);
  }
}

/** Checks that SAFETY_LOG can be written, is not behind, and lies on another disk than an embedded database. */
export async function checkSafetyLog({
  db,
  config: { safetyLog: path, dataDir, databaseUrl },
}: {
  db: Db;
  config: Pick<Config, 'safetyLog' | 'dataDir' | 'databaseUrl'>;
}): Promise<Verdict> {
  if (path === null)
    return {
      ...leftOut('safety-log', 'SAFETY_LOG is not set.'),
      advice: 'Set it: a restore then knows who left since.',
    };
  const { rows } = await sql<{ waiting: number; isLate: boolean }>`
    select count(*)::int as waiting, coalesce(min(at) < now() - interval '1 minute', false) as "isLate"
    from (select at from safety_events order by id limit 10000) e`.execute(db);
  const { waiting, isLate } = rows[0]!;
  try {
    await isAccessible(path);
  } catch (error) {
    return wrong(
      'safety-log',
      `${whyUnwritable(path, error)}; ${counted(waiting, 'line')} wait.`,
      'Mount its disk, or correct its owner.',
    );
  }
  if (isLate)
    return wrong(
      'safety-log',
      `${counted(waiting, 'line')} wait for SAFETY_LOG ${path}.`,
      'See the log of the scheduler and the web, which write it.',
    );
  const advice =
    databaseUrl === null && (await isOneDisk(path, dataDir))
      ? 'It is on the disk of DATA_DIR: put it on another one.'
      : null;
  return right('safety-log', `SAFETY_LOG ${path} can be written.`, advice);
}
