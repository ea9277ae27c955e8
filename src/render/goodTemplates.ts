import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import { isReveilleError, messageOf } from '../domain/errors.ts';
import type { Log } from '../platform/log.ts';
import { parseTemplates, standardTemplates, type TemplateFiles, type Templates } from './templates.ts';

export type GoodDeps = { db: Db; log: Log; openTemplates?: () => Promise<Templates> };

/** What was rendered, and with which templates; `older`: why not with those of the folder, and since when these are good. */
export type Rendered<T> = { value: T; templates: Templates; older: { why: string; goodAt: Date } | null };

const MAX_KEPT = 10;
// The latest that this process kept: one write a change of the templates is enough.
let latestKept: { db: Db; hash: string } | null = null;

function hashOf(files: TemplateFiles): string {
  return createHash('sha256')
    .update(JSON.stringify([...files]))
    .digest('hex');
}

/** Keeps a set with which a mail was rendered. A database that cannot take it costs no mail. */
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
    log.warn({ err: error }, 'the templates could not be kept as good ones');
  }
}

async function listGood({ db }: GoodDeps): Promise<{ hash: string; files: Record<string, string>; goodAt: Date }[]> {
  return db
    .selectFrom('good_templates')
    .select(['hash', 'files', 'good_at as goodAt'])
    .orderBy('good_at', 'desc')
    .execute();
}

/** What no other template would mend: the addresses and headers of the mail. */
function isAboutMail(error: unknown): boolean {
  return isReveilleError(error, 'NOT_FOUND', 'HEADER_INJECTION', 'ADDRESS_INVALID');
}

/**
 * Renders with the folder's templates, and keeps them as good ones; where they have a fault, with the latest good set
 * that can. `build` must not write: it may be called several times. Throws what the folder's templates threw where
 * none can.
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
    // One that was good for other mails only.
    return null;
  }
}
