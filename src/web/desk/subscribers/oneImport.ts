import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { isReveilleError, ReveilleError } from '../../../domain/errors.ts';
import {
  cancelImport,
  checkAgain,
  filesOf,
  loadListImport,
  startImport,
  type ListImport,
} from '../../../readers/import/listImports.ts';
import { openList } from '../../../readers/import/listFiles.ts';
import { CHOOSABLE_ROLES, lookAtColumns, type SeenColumn } from '../../../readers/import/lookAtColumns.ts';
import { readForm, text } from '../../forms.ts';
import { setPolicy } from '../../headers.ts';
import { namedId } from '../../namedId.ts';
import { href } from '../../site.ts';
import type { Web, WebContext } from '../../web.ts';
import { oneImportPage } from './oneImportPage.ts';
import { sizeOf } from './upload.ts';

const load = (web: Web, c: WebContext): Promise<ListImport> =>
  loadListImport(web, namedId('import', c.req.param('id')));

/** The columns of an upload that is here and can be read. */
async function columnsOf(web: Web, upload: ListImport): Promise<SeenColumn[]> {
  const { list } = filesOf(web.uploads, upload);
  if ((await sizeOf(list)) === 0) return [];
  try {
    for await (const file of openList(list, { name: upload.file_name })) return await lookAtColumns(file);
  } catch (error) {
    if (!isReveilleError(error, 'INVALID_INPUT')) throw error;
  }
  return [];
}

async function answer(web: Web, c: WebContext, upload: ListImport, problem: string | null): Promise<Response> {
  const waits = upload.state === 'checked' || upload.state === 'failed';
  const view = {
    upload,
    columns: waits ? await columnsOf(web, upload) : [],
    hasRefused: (await sizeOf(filesOf(web.uploads, upload).refused)) > 0,
    problem,
  };
  setPolicy(c, 'desk');
  return c.html(oneImportPage(web.site, c.var.staff!, view), problem === null ? 200 : 422);
}

/** One upload: its progress, the report of the check with the columns, or what was imported. */
export async function showImport(web: Web, c: WebContext): Promise<Response> {
  return answer(web, c, await load(web, c), null);
}

const isRole = (value: string): boolean =>
  value === 'ignored' || (CHOOSABLE_ROLES as readonly string[]).includes(value);

/** What staff say that columns mean, where it differs from what was found. Throws INVALID_INPUT for two addresses. */
function readColumns(columns: readonly SeenColumn[], fields: Record<string, unknown>): Record<string, string> {
  const typed = columns.map(({ name, role }, at) => {
    const given = fields[`column-${at}`];
    return { name, found: role ?? '', role: typeof given === 'string' ? given : (role ?? '') };
  });
  const addresses = typed.filter(({ role }) => role === 'email');
  if (columns.length > 0 && addresses.length !== 1)
    throw new ReveilleError('INVALID_INPUT', `Choose one column of addresses: ${addresses.length} are chosen.`);
  const changed = typed.filter(({ role, found }) => role !== found);
  return Object.fromEntries(changed.map(({ name, role }) => [name, isRole(role) ? role : 'ignored']));
}

const ImportAct = z.object({ action: text }).catchall(text);

/** Checks an upload again, imports it, or drops it. */
export async function actOnImport(web: Web, c: WebContext): Promise<Response> {
  const upload = await load(web, c);
  const { action, ...fields } = await readForm(c, ImportAct);
  try {
    if (action === 'check') await checkAgain(web, upload.id, readColumns(await columnsOf(web, upload), fields));
    if (action === 'import') await startImport(web, upload.id);
    if (action === 'drop') await cancelImport(web, web.uploads, { id: upload.id, actor: c.var.staff!.name });
  } catch (error) {
    if (!isReveilleError(error, 'INVALID_INPUT')) throw error;
    return answer(web, c, upload, error.message);
  }
  web.imports.wake();
  return c.redirect(href(web.site, `/desk/subscribers/imports/${upload.id}`), 303);
}

/** Downloads the rows that are not imported, with the reason of each. */
export async function downloadRefused(web: Web, c: WebContext): Promise<Response> {
  const upload = await load(web, c);
  const { refused } = filesOf(web.uploads, upload);
  if ((await sizeOf(refused)) === 0)
    throw new ReveilleError('NOT_FOUND', 'The report of this import is not kept on this machine any more.');
  c.header('Content-Disposition', `attachment; filename="import-${upload.id}-refused.csv"`);
  const body = Readable.toWeb(createReadStream(refused)) as ReadableStream<Uint8Array>;
  return c.body(body, 200, { 'Content-Type': 'text/csv; charset=utf-8' });
}
