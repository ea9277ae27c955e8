import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql, type Selectable } from 'kysely';
import { ReveilleError } from '../../domain/errors.ts';
import {
  LIST_IMPORT_WAITING,
  LIST_IMPORT_WORKING,
  listImportStatesBefore,
  type ListImportState,
} from '../../domain/states.ts';
import { recordAudit } from '../../platform/audit.ts';
import type { Db } from '../../platform/db/client.ts';
import type { ListImports } from '../../platform/db/tables/subscribers.ts';
import type { ImportReport } from './importList.ts';

export type ListImport = Omit<Selectable<ListImports>, 'report'> & {
  report: ImportReport | null;
  newsletter: string;
  zone: string;
};

type Upload = {
  newsletterId: number;
  fileName: string;
  bytes: number;
  folder: string;
  consent: string;
  actor: string;
  at: Date;
};

/** The files of an upload: the list, the list of those who left (may be missing), and the rows that were refused. */
export function filesOf(
  uploads: string,
  { folder }: Pick<ListImport, 'folder'>,
): { list: string; left: string; refused: string } {
  const path = (name: string): string => join(uploads, folder, name);
  return { list: path('list'), left: path('left'), refused: path('refused.csv') };
}

/** Stores an upload, which a process checks next. Returns its number. */
export async function saveUpload({ db }: { db: Db }, upload: Upload): Promise<number> {
  const { id } = await db
    .insertInto('list_imports')
    .values({
      newsletter_id: upload.newsletterId,
      file_name: upload.fileName,
      bytes: upload.bytes,
      folder: upload.folder,
      consent: upload.consent,
      columns: '{}',
      actor: upload.actor,
      created_at: upload.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

function query({ db }: { db: Db }) {
  return db
    .selectFrom('list_imports as i')
    .innerJoin('newsletters as n', 'n.id', 'i.newsletter_id')
    .selectAll('i')
    .select(['n.name as newsletter', 'n.zone']);
}

/** Loads an upload. Throws NOT_FOUND. */
export async function loadListImport(deps: { db: Db }, id: number): Promise<ListImport> {
  const row = await query(deps).where('i.id', '=', id).executeTakeFirst();
  if (!row) throw new ReveilleError('NOT_FOUND', 'There is no such import.');
  return row as ListImport;
}

const SHOWN = 20;

/** The latest uploads. */
export async function listListImports(deps: { db: Db }): Promise<ListImport[]> {
  return (await query(deps).orderBy('i.id', 'desc').limit(SHOWN).execute()) as ListImport[];
}

async function change(
  db: Db,
  id: number,
  values: { state: ListImportState; columns?: string; finished_at?: Date },
): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('list_imports')
    .set({ owner: null, problem: null, rows_read: 0, progress: 0, ...values })
    .where('id', '=', id)
    .where('state', 'in', [...listImportStatesBefore(values.state)])
    .executeTakeFirst();
  if (numUpdatedRows === 0n)
    throw new ReveilleError('CONFLICT', 'This import has changed meanwhile. Nothing was done.');
}

/** Asks for another check, with what staff say that columns mean. Throws CONFLICT. */
export function checkAgain({ db }: { db: Db }, id: number, columns: Record<string, string>): Promise<void> {
  return change(db, id, { state: 'checking', columns: JSON.stringify(columns) });
}

/** Starts the import of a list that was checked. Throws CONFLICT. */
export function startImport({ db }: { db: Db }, id: number): Promise<void> {
  return change(db, id, { state: 'running' });
}

/** Drops an upload with its files, on record. Nothing of it was imported. Throws CONFLICT. */
export async function cancelImport(
  { db, now }: { db: Db; now: () => Date },
  uploads: string,
  { id, actor }: { id: number; actor: string },
): Promise<void> {
  const upload = await loadListImport({ db }, id);
  await change(db, id, { state: 'cancelled', finished_at: now() });
  const detail = { import: id };
  await recordAudit(db, { actor, action: 'subscribers.drop', newsletterId: upload.newsletter_id, detail });
  await rm(join(uploads, upload.folder), { recursive: true, force: true });
}

/** Imports on which no living process works, the oldest first. */
export async function listUnclaimed({ db }: { db: Db }): Promise<{ id: number; folder: string }[]> {
  const { rows } = await sql<{ id: number; folder: string }>`
    select id, folder from list_imports i
    where state = any(${LIST_IMPORT_WORKING}::text[])
      and not exists (select from leases l where l.id = i.owner and l.until > now())
    order by id`.execute(db);
  return rows;
}

/** Takes an import for the holder of a lease. Null if another process was faster. */
export async function claimImport({ db }: { db: Db }, id: number, owner: string): Promise<ListImport | null> {
  const { rows } = await sql<{ id: number }>`
    update list_imports i set owner = ${owner}
    where id = ${id} and state = any(${LIST_IMPORT_WORKING}::text[])
      and not exists (select from leases l where l.id = i.owner and l.until > now())
    returning id`.execute(db);
  return rows.length === 0 ? null : loadListImport({ db }, id);
}

/** Stores how far an import is, while its owner works on it. */
export async function noteProgress({ db }: { db: Db }, id: number, rows: number, progress: number): Promise<void> {
  await db.updateTable('list_imports').set({ rows_read: rows, progress }).where('id', '=', id).execute();
}

/** Ends a check or an import of its owner. */
export async function settleImport(
  { db, now }: { db: Db; now: () => Date },
  { id, state, owner }: Pick<ListImport, 'id' | 'state' | 'owner'>,
  result: { report: ImportReport } | { problem: string },
): Promise<void> {
  const isFailed = 'problem' in result;
  const after = isFailed ? 'failed' : state === 'checking' ? 'checked' : 'done';
  await db
    .updateTable('list_imports')
    .set({
      state: after,
      owner: null,
      progress: isFailed ? 0 : 1,
      problem: isFailed ? result.problem : null,
      // The rows are in a file of their own.
      ...(!isFailed && {
        report: JSON.stringify({ ...result.report, invalid: { count: result.report.invalid.count, rows: [] } }),
      }),
      ...(after === 'done' && { finished_at: now() }),
    })
    .where('id', '=', id)
    .where('state', '=', state)
    .where('owner', '=', owner)
    .execute();
}

const WAIT_DAYS = 2;
const KEEP_DAYS = 30;

/** Drops uploads that nobody decided about, and the reports of old imports: files hold addresses. Returns their folders. */
export async function expireUploads({ db, now }: { db: Db; now: () => Date }): Promise<string[]> {
  const before = (days: number): Date => new Date(now().getTime() - days * 86_400_000);
  const { rows } = await sql<{ folder: string }>`
    with dropped as (
      update list_imports set state = 'cancelled', finished_at = ${now()}
      where state = any(${LIST_IMPORT_WAITING}::text[]) and created_at < ${before(WAIT_DAYS)} returning folder)
    select folder from dropped
    union all select folder from list_imports
    where finished_at < ${before(KEEP_DAYS)} and finished_at > ${before(2 * KEEP_DAYS)}`.execute(db);
  return rows.map(({ folder }) => folder);
}
