import { recordAudit } from './audit.ts';
import type { Db } from './db/client.ts';
import { daysBefore, loadKeptDays } from './retentionSettings.ts';

/** A backup that was written whole. `at`: the instant that it shows. */
export type BackupRecord = { at: Date; bytes: number; rows: number; isEncrypted: boolean };

/** A backup that is older than this is reported: a daily one takes its time, and not always the same. */
export const BACKUP_OLD_AFTER_MS = 25 * 3_600_000;

/** Records a backup, and forgets the records of old ones. */
export async function recordBackup({ db }: { db: Db }, backup: BackupRecord): Promise<void> {
  await db
    .insertInto('backups')
    .values({ at: backup.at, bytes: backup.bytes, rows: backup.rows, is_encrypted: backup.isEncrypted })
    .execute();
  const { backups: days } = await loadKeptDays({ db });
  await db.deleteFrom('backups').where('at', '<', daysBefore(backup.at, days)).execute();
  await recordAudit(db, { actor: 'cli', action: 'backup', detail: { bytes: backup.bytes, rows: backup.rows } });
}

/** The newest backup, and since when there are readers to lose: the first real subscriber (null: there is none). */
export async function loadBackupState({
  db,
}: {
  db: Db;
}): Promise<{ latest: BackupRecord | null; since: Date | null }> {
  const latest = await db
    .selectFrom('backups')
    .select(['at', 'bytes', 'rows', 'is_encrypted as isEncrypted'])
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const first = await db
    .selectFrom('subscribers')
    .select('created_at as at')
    .where('is_sample', '=', false)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return { latest: latest ?? null, since: first?.at ?? null };
}
