import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import { isReveilleError, messageOf } from '../domain/errors.ts';
import type { Log } from '../platform/log.ts';
import { parseTemplates, standardTemplates, type TemplateFiles, type Templates } from './templates.ts';

export type GoodDeps = { db: Db; log: Log; openTemplates?: () => Promise<Templates> };

/** The result and its templates. `older`: why the folder's templates were not used, and since when these are good. */
export type Rendered<T> = { value: T; templates: Templates; older: { why: string; goodAt: Date } | null };

const MAX_KEPT = 10;
// The last set that this process stored, so that each change of the templates is written once.
let latestKept: { db: Db; hash: string } | null = null;

function hashOf(files: TemplateFiles): string {
  return createHash('sha256')
    .update(JSON.stringify([...files]))
    .digest('hex');
}

/** Stores a set that rendered a mail. If the database refuses it, the mail is sent anyway. */
async function keepGood({ db, log }: GoodDeps, { files }: Templates): Promise<void> {
  const hash = hashOf(files);
  if (latestKept?.db === db && latestKept.hash === hash) return;
  try {
    await sql`
      insert into good_templates (hash, files) values (${hash}, ${JSON.stringify(Object.fromEntries(files))}::jsonb)
      on conflict (hash) do update set good_at = clock_timestamp()`.execute(db);
    await sql`
      delete from good_templates
      where hash not in (select hash from good_templates order by good_at desc limit ${MAX_KEPT})`.execute(db);
    latestKept = { db, hash };
  } catch (error) {
    log.warn({ err: error }, 'the last good templates could not be stored');
  }
}

async function listGood({ db }: GoodDeps): Promise<{ hash: string; files: Record<string, string>; goodAt: Date }[]> {
  return db
    .selectFrom('good_templates')
    .select(['hash', 'files', 'good_at as goodAt'])
    .orderBy('good_at', 'desc')
    .execute();
}

/** True for errors in the mail's addresses and headers, which no other template could avoid. */
function isAboutMail(error: unknown): boolean {
  return isReveilleError(error, 'NOT_FOUND', 'HEADER_INJECTION', 'ADDRESS_INVALID');
}

/**
 * Renders with the folder's templates and stores them as good ones. If they have an error, it uses the latest good set
 * that works. `build` must not write, because it may be called several times. If no set works, it throws the error of
 * the folder's templates.
 */
export async function renderWithGood<T>(
  deps: GoodDeps,
  build: (templates: Templates) => Promise<T>,
): Promise<Rendered<T>> {
  let present: Templates | null = null;
  try {
    present = await (deps.openTemplates ?? standardTemplates)();
    const value = await build(present);
    await keepGood(deps, present);
    return { value, templates: present, older: null };
  } catch (error) {
    if (isAboutMail(error)) throw error;
    const tried = present && hashOf(present.files);
    for (const { hash, files, goodAt } of await listGood(deps)) {
      if (hash === tried) continue;
      const older = await tryGood(files, build);
      if (older) return { ...older, older: { why: messageOf(error), goodAt } };
    }
    throw error;
  }
}

async function tryGood<T>(
  files: Record<string, string>,
  build: (templates: Templates) => Promise<T>,
): Promise<{ value: T; templates: Templates } | null> {
  try {
    const templates = parseTemplates(
      new Map(Object.entries(files).toSorted(([one], [other]) => (one < other ? -1 : 1))),
    );
    return { value: await build(templates), templates };
  } catch {
    // This set was good for other mails only.
    return null;
  }
}
