import { sql } from 'kysely';
import { BACKUP_OLD_AFTER_MS, loadBackupState } from '../../../platform/backupRecords.ts';
import { describeHold, loadHold } from '../../../platform/hold.ts';
import { whyUnwritable } from '../../../readers/safetyLog.ts';
import { MINUTE_MS, type Condition, type Finder } from '../condition.ts';

const HOUR_MS = 60 * MINUTE_MS;

/** The latest backup is older than a day, or there is none although readers are older than that, unless BACKUP_CHECK is off. */
export const backupFinder: Finder = {
  kinds: ['backup_old'],
  find: async ({ db, now, config }): Promise<Condition[]> => {
    if (!config.missesBackups) return [];
    const { latest, since } = await loadBackupState({ db });
    if (since === null) return [];
    const ageMs = now().getTime() - (latest?.at ?? since).getTime();
    if (ageMs <= BACKUP_OLD_AFTER_MS) return [];
    const text = latest
      ? `The latest backup is ${Math.floor(ageMs / HOUR_MS)} hours old.`
      : 'No backup was ever taken. "reveille backup FILE" takes one.';
    return [{ kind: 'backup_old', about: 'all', text }];
  },
};

/** What SAFETY_LOG lacks for more than a minute. */
export const safetyLogFinder: Finder = {
  kinds: ['safety_log'],
  find: async ({ db, config: { safetyLog: path } }): Promise<Condition[]> => {
    if (path === null) return [];
    const { rows } = await sql`
      select 1 from safety_events where at < now() - interval '1 minute' limit 1`.execute(db);
    if (rows.length === 0) return [];
    const text = `${whyUnwritable(path, new Error('see the log of the scheduler'))}. Readers can leave, but a restore would not know of them.`;
    return [{ kind: 'safety_log', about: 'all', text }];
  },
};

/** A restore holds all sending. */
export const holdFinder: Finder = {
  kinds: ['restored'],
  find: async (deps): Promise<Condition[]> => {
    const hold = await loadHold(deps);
    return hold ? [{ kind: 'restored', about: 'all', text: describeHold(hold) }] : [];
  },
};
