import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { recordAudit } from '../../../platform/audit.ts';
import { makeDataFolder } from '../../../platform/folders.ts';
import { filesOf, listListImports, saveUpload } from '../../../readers/import/listImports.ts';
import { setPolicy } from '../../headers.ts';
import { href } from '../../site.ts';
import type { Web, WebContext } from '../../web.ts';
import { readFieldsAbove } from '../fieldsAbove.ts';
import { expiredForm, isOwnToken } from '../guard.ts';
import { listNewsletterNames } from './filterForm.ts';
import { importListPage, type ImportFields, type ImportProblems } from './importListPage.ts';
import { receiveUpload, saysTooLarge, sizeOf, type Upload } from './upload.ts';

/** The folder of uploads in DATA_DIR. */
export const UPLOADS = 'imports';

const MAX_CONSENT = 2000;

async function answer(
  web: Web,
  c: WebContext,
  { fields, problems }: { fields: ImportFields; problems: ImportProblems },
  refusal: 413 | 422 = 422,
): Promise<Response> {
  const [newsletters, imports] = await Promise.all([listNewsletterNames(web), listListImports(web)]);
  setPolicy(c, 'desk');
  const page = importListPage(web.site, c.var.staff!, { newsletters, imports, fields, problems });
  return c.html(page, Object.keys(problems).length > 0 ? refusal : 200);
}

/** The form that uploads a list, and the latest uploads. */
export function showImportForm(web: Web, c: WebContext): Promise<Response> {
  return answer(web, c, { fields: { newsletter: '', consent: '' }, problems: {} });
}

const TOO_LARGE =
  'The file is larger than 200 MB. Nothing was imported. Split the list, or use the command “reveille subscribers import”.';
// A client that sends no body gets its answer all the same.
const ABOVE_MS = 2_000;

/** Says it beside the file, with the texts kept. The body's end may not be read: the connection cannot be used again. */
function refuseSize(web: Web, c: WebContext, typed: Readonly<Record<string, string>>): Promise<Response> {
  c.header('Connection', 'close');
  const fields = { newsletter: typed['newsletter'] ?? '', consent: typed['consent'] ?? '' };
  return answer(web, c, { fields, problems: { list: TOO_LARGE } }, 413);
}

async function keep(web: Web, c: WebContext, folder: string, { fields, names }: Upload): Promise<Response> {
  const newsletters = await listNewsletterNames(web);
  const only = newsletters.length === 1 ? newsletters[0] : undefined;
  const newsletter = newsletters.find(({ slug }) => slug === fields['newsletter']) ?? only;
  const consent = (fields['consent'] ?? '').replaceAll('\0', '').trim();
  const files = filesOf(web.uploads, { folder });
  const bytes = (await sizeOf(files.list)) + (await sizeOf(files.left));
  const problems: ImportProblems = {};
  if (!newsletter) problems.newsletter = 'Choose a newsletter.';
  if (!names['list']) problems.list = 'Choose the file of the list.';
  else if ((await sizeOf(files.list)) === 0) problems.list = 'The file is empty.';
  if (consent === '') problems.consent = 'Write where the readers’ consent comes from. It is stored with every reader.';
  else if (consent.length > MAX_CONSENT) problems.consent = `The text has more than ${MAX_CONSENT} characters.`;
  if (!newsletter || Object.keys(problems).length > 0) {
    if (names['list'] && !problems.list) problems.list = 'Choose the file again: browsers do not keep it.';
    return answer(web, c, { fields: { newsletter: fields['newsletter'] ?? '', consent }, problems });
  }
  const actor = c.var.staff!.name;
  const upload = {
    newsletterId: newsletter.id,
    fileName: names['list']!,
    bytes,
    folder,
    consent,
    actor,
    at: web.now(),
  };
  const id = await saveUpload(web, upload);
  await recordAudit(web.db, {
    actor,
    action: 'subscribers.upload',
    newsletterId: newsletter.id,
    detail: { import: id, bytes },
  });
  web.imports.wake();
  return c.redirect(href(web.site, `/desk/subscribers/imports/${id}`), 303);
}

/** Stores an uploaded list, which is then checked in the background. Nothing is imported before staff say so. */
export async function uploadList(web: Web, c: WebContext): Promise<Response> {
  if (saysTooLarge(c)) {
    const above = readFieldsAbove(web, c).catch(() => ({}));
    return refuseSize(web, c, await Promise.race([above, sleep(ABOVE_MS, {}, { ref: false })]));
  }
  const folder = randomUUID();
  const path = await makeDataFolder(web.config.dataDir, UPLOADS, folder);
  let isKept = false;
  try {
    const received = await receiveUpload(c, path, {
      accept: ['list', 'left'],
      admit: (fields) => isOwnToken(web, c, fields['form_token'] ?? ''),
    });
    if (received.outcome === 'tooLarge') return await refuseSize(web, c, received.fields);
    if (received.outcome === 'refused') {
      c.header('Connection', 'close');
      return await expiredForm(web, c);
    }
    const response = await keep(web, c, folder, received.upload);
    isKept = response.status === 303;
    return response;
  } finally {
    if (!isKept) await rm(path, { recursive: true, force: true });
  }
}
