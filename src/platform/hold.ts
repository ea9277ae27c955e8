import { sql, type RawBuilder } from 'kysely';
import { ReveilleError } from '../domain/errors.ts';
import type { Db } from './db/client.ts';

const KEY = 'sending_held';

/** All sending is held: the system was restored from a backup, and nobody has ended its pause yet. */
export type Hold = {
  restoredAt: Date;
  /** The instant that the backup shows. */
  backupAt: Date;
};

/** The flag of an edition that readers may have got after the backup was taken. A person decides about it. */
export const RESTORED = 'restored';

/** An SQL condition: sending is not held. It is part of the statements that claim what is sent. */
export const NOT_HELD: RawBuilder<boolean> = sql<boolean>`not exists (select from settings where key = ${sql.lit(KEY)})`;

/** The hold, or null. */
export async function loadHold({ db }: { db: Db }): Promise<Hold | null> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', KEY).executeTakeFirst();
  if (!row) return null;
  const { restoredAt, backupAt } = row.value as Record<keyof Hold, string>;
  return { restoredAt: new Date(restoredAt), backupAt: new Date(backupAt) };
}

/** Holds all sending. An earlier hold is replaced. */
export async function saveHold({ db }: { db: Db }, hold: Hold): Promise<void> {
  const value = JSON.stringify(hold);
  await db
    .insertInto('settings')
    .values({ key: KEY, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
}

/** Ends the hold. */
export async function removeHold({ db }: { db: Db }): Promise<void> {
  await db.deleteFrom('settings').where('key', '=', KEY).execute();
}

/** The hold as sentences for a person. */
export function describeHold({ restoredAt, backupAt }: Hold): string {
  return `All sending is paused: this system was restored at ${restoredAt.toISOString()} from a backup of ${backupAt.toISOString()}. "reveille resume --all" ends the pause.`;
}

/** Throws EDITION_STATE while sending is held. */
export async function assertNotHeld({ db }: { db: Db }): Promise<void> {
  const hold = await loadHold({ db });
  if (hold) throw new ReveilleError('EDITION_STATE', describeHold(hold));
}
