import { sql } from 'kysely';
import { describeFaults, presentWords, useGoodWords, type WordSet } from '../language/catalogues.ts';
import type { Texts } from '../language/wordFiles.ts';
import type { Db } from '../platform/db/client.ts';
import type { Log } from '../platform/log.ts';

const KEY = 'good_words';

/** `words`: this process's; `use`: puts good copies in their place. */
type WordDeps = { db: Db; log: Log; words?: WordSet; use?: typeof useGoodWords };
type Good = { files: Record<string, Texts>; goodAt: string };

/**
 * Keeps this process's words in the database if all their files are good. Otherwise it uses the copies that were kept
 * last in place of the files that have a fault, and logs the fault. Call it once at the start. Never throws.
 */
export async function settleWords({ db, log, words = presentWords(), use = useGoodWords }: WordDeps): Promise<void> {
  const { files, faults } = words;
  try {
    if (faults.size === 0) {
      const good = { files: Object.fromEntries(files), goodAt: new Date().toISOString() };
      await sql`
        insert into settings as s (key, value) values (${KEY}, ${JSON.stringify(good)}::jsonb)
        on conflict (key) do update set value = excluded.value
        where s.value -> 'files' <> excluded.value -> 'files'`.execute(db);
      return;
    }
    const kept = await db.selectFrom('settings').select('value').where('key', '=', KEY).executeTakeFirst();
    const good = kept?.value as Good | undefined;
    if (good) use(good.files, new Date(good.goodAt));
    const instead = good ? `those of ${good.goodAt} are used` : 'no good ones are kept; what can be read is used';
    log.error({ fault: describeFaults(faults) }, `files of words have a fault; ${instead}`);
  } catch (error) {
    log.warn({ err: error }, 'the last good words could not be kept or loaded');
  }
}
