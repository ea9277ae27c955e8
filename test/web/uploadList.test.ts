import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLog } from '../../src/platform/log.ts';
import { createImportRunner } from '../../src/readers/import/importRunner.ts';
import { filesOf, loadListImport } from '../../src/readers/import/listImports.ts';
import { showSubscriber } from '../../src/readers/record.ts';
import { receiveUpload } from '../../src/web/desk/subscribers/upload.ts';
import type { WebEnv } from '../../src/web/web.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { serveApp } from '../support/serve.ts';
import { emptyList } from '../readers/support.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { makeNewsletter, NOON, openSite, type TestSite } from './support.ts';

let database: TestDatabase;
let site: TestSite;
let desk: SignedIn;
let dataDir: string;
beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'reveille-uploads-'));
  site = await openSite(database.db, { DATA_DIR: dataDir });
  await makeNewsletter(database.db);
  desk = await signIn(site);
});
afterAll(async () => {
  await rm(dataDir, { recursive: true, force: true });
  await database.drop();
});
beforeEach(() => emptyList(database.db));

const uploads = (): string => join(dataDir, 'imports');
const PATH = '/desk/subscribers/import';

function formOf(fields: Record<string, string | [name: string, content: string | Uint8Array]>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields))
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, new Blob([typeof value[1] === 'string' ? value[1] : Buffer.from(value[1])]), value[0]);
  return form;
}

/** A form as bytes: a body that is still being made must not be left unread. */
async function encoded(fields: Parameters<typeof formOf>[0]): Promise<{ body: Uint8Array<ArrayBuffer>; type: string }> {
  const form = new Response(formOf(fields));
  return { body: new Uint8Array(await form.arrayBuffer()), type: form.headers.get('content-type')! };
}

async function send(fields: Parameters<typeof formOf>[0], cookie = desk.cookie): Promise<Response> {
  const { body, type } = await encoded(fields);
  return site.app.request(PATH, { method: 'POST', body, headers: { cookie, 'content-type': type } });
}

/** Uploads a list, and waits until it was checked. Returns its path and its number. */
async function upload(
  content: string | Uint8Array,
  more: Parameters<typeof formOf>[0] = {},
  name = 'list.csv',
): Promise<{ path: string; id: number }> {
  const response = await send({ form_token: desk.formToken, consent: 'At the fair', list: [name, content], ...more });
  expect(response.status).toBe(303);
  const path = response.headers.get('location')!;
  const id = Number(path.split('/').at(-1));
  await rested(id);
  return { path, id };
}

async function rested(id: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const { state } = await loadListImport(database, id);
      if (state === 'checking' || state === 'running') throw new Error(`it is ${state}`);
    },
    { timeout: 400_000, interval: 20 },
  );
}

describe('an uploaded list', () => {
  test('is checked first, and imported when staff say so', async () => {
    const { path, id } = await upload('email;first name\nana@reader.example;Ana\nnobody;X\nbo@reader.example;Bo\n');
    const checked = await desk.get(path);
    expect(checked).toContain('Import 2 readers');
    expect(checked).toMatch(/Rows that cannot be read<\/dt>\s*<dd>1</);
    expect(await showSubscriber(site, 'ana@reader.example')).toBeNull();
    const refused = await site.app.request(`${path}/refused.csv`, { headers: { cookie: desk.cookie } });
    expect(await refused.text()).toMatch(/^line,reason,file\n3,[^\n]*,list\.csv\n$/);
    expect((await desk.act(path, { action: 'import' })).status).toBe(303);
    await rested(id);
    expect(await desk.get(path)).toMatch(/New readers<\/dt>\s*<dd>2</);
    expect(await showSubscriber(site, 'ana@reader.example')).toMatchObject({
      subscriber: { firstName: 'Ana' },
      subscriptions: [{ status: 'active' }],
      history: [{ kind: 'imported', textShown: 'At the fair' }],
    });
    const { list } = filesOf(uploads(), await loadListImport(database, id));
    expect(await readdir(join(list, '..'))).toEqual(['refused.csv']);
    const audit = await database.db
      .selectFrom('audit_log')
      .select(['actor', 'action', 'detail'])
      .orderBy('id', 'desc')
      .executeTakeFirst();
    expect(audit).toMatchObject({
      actor: 'desk',
      action: 'subscribers.import',
      detail: { import: id, added: 2, invalid: 1 },
    });
    expect((await desk.act(path, { action: 'import' })).status).toBe(409);
  });

  test('gets the message of the command if it cannot be read, and its columns can be told', async () => {
    const { path, id } = await upload('Wohin;Wer\nana@reader.example;Ana\n', {}, 'liste.csv');
    const failed = await desk.get(path);
    expect(failed).toContain(
      'The file has no column of addresses. Its headings are &quot;Wohin&quot;, &quot;Wer&quot;.',
    );
    expect(failed).toContain('ana@reader.example');
    const two = await desk.act(path, { action: 'check', 'column-0': 'email', 'column-1': 'email' });
    expect([two.status, await two.text()]).toEqual([
      422,
      expect.stringContaining('Choose one column of addresses: 2 are chosen.'),
    ]);
    await desk.act(path, { action: 'check', 'column-0': 'email', 'column-1': 'first' });
    await rested(id);
    const checked = await desk.get(path);
    expect(checked).toContain('Import 1 reader');
    expect(checked).toMatch(/<option value="email" selected>/);
    await desk.act(path, { action: 'import' });
    await rested(id);
    expect(await showSubscriber(site, 'ana@reader.example')).toMatchObject({ subscriber: { firstName: 'Ana' } });
  });

  test('with a column that may say who left goes on only once staff say what it means', async () => {
    const { path, id } = await upload('email,Marketing pref\nana@reader.example,no\nbo@reader.example,yes\n');
    expect(await desk.get(path)).toMatch(/“Marketing pref”|&quot;Marketing pref&quot;[^]*Say below what it means/);
    await desk.act(path, { action: 'check', 'column-0': 'email', 'column-1': 'subscribed' });
    await rested(id);
    expect(await desk.get(path)).toMatch(/Import 1 reader[^]*|Unsubscribed in the list/);
    expect((await loadListImport(database, id)).report).toMatchObject({ added: 1, heldBack: { unsubscribed: 1 } });
    await desk.act(path, { action: 'check', 'column-0': 'email', 'column-1': 'ignored' });
    await rested(id);
    expect((await loadListImport(database, id)).report).toMatchObject({ added: 2 });
    await desk.act(path, { action: 'drop' });
    expect(await desk.get(path)).toContain('This upload was dropped.');
    expect(await desk.get('/desk/audit')).toContain('discarded an uploaded list for');
    const { list } = filesOf(uploads(), await loadListImport(database, id));
    await expect(readdir(join(list, '..'))).rejects.toThrow('ENOENT');
  });

  test('counts a second file of those who left, and a telling name of the first', async () => {
    const { id } = await upload('email\nana@reader.example\nbo@reader.example\n', {
      left: ['left.csv', 'email\nbo@reader.example\n'],
    });
    expect((await loadListImport(database, id)).report).toMatchObject({ added: 1, heldBack: { unsubscribed: 1 } });
    const mailchimp = await upload('Email Address\nana@reader.example\n', {}, 'unsubscribed_members_export_1a2b.csv');
    expect((await loadListImport(database, mailchimp.id)).report).toMatchObject({
      added: 0,
      heldBack: { unsubscribed: 1 },
    });
  });

  test('in another encoding is read as the command reads it', async () => {
    const text = 'email,first name\nzoe@reader.example,Zoë\n';
    const wide = await upload(Buffer.from(`\uFEFF${text}`, 'utf16le'));
    expect((await loadListImport(database, wide.id)).report).toMatchObject({ added: 1 });
    const binary = await upload(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0x0a, 0x00, 0x01]));
    expect(await loadListImport(database, binary.id)).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('no column of addresses'),
    });
  });

  test('is imported to its end by another process, if the one that began it died', async () => {
    const { id } = await upload('email\nana@reader.example\n');
    await database.db
      .updateTable('list_imports')
      .set({ state: 'running', owner: '00000000-0000-4000-8000-000000000000' })
      .where('id', '=', id)
      .execute();
    const draining = new AbortController();
    const log = createLog('test', 'silent');
    const other = createImportRunner({ ...site, now: () => NOON, log, uploads: uploads(), draining: draining.signal });
    other.watch();
    await rested(id);
    draining.abort();
    expect((await loadListImport(database, id)).state).toBe('done');
    expect(await showSubscriber(site, 'ana@reader.example')).not.toBeNull();
  });
});

describe('an upload', () => {
  test('without a consent, a file or a newsletter is refused beside the field, and its text is kept', async () => {
    const empty = await send({ form_token: desk.formToken, consent: 'At the <fair>', list: ['', ''] });
    expect([empty.status, await empty.text()]).toEqual([
      422,
      expect.stringMatching(/At the &lt;fair&gt;[^]*Choose the file of the list\./),
    ]);
    const silent = await send({ form_token: desk.formToken, consent: ' ', list: ['a.csv', 'email\n'] });
    expect(await silent.text()).toMatch(/Write where the readers’ consent comes from[^]*Choose the file again/);
    expect(await readdir(uploads())).not.toContain('undefined');
    const kept = await database.db.selectFrom('list_imports').select('folder').execute();
    expect((await readdir(uploads())).filter((name) => !kept.some(({ folder }) => folder === name))).toEqual([]);
  });

  test('without the token of the session above the file is not read', async () => {
    for (const fields of [
      { consent: 'x', list: ['a.csv', 'email\nana@reader.example\n'] as [string, string] },
      { consent: 'x', list: ['a.csv', 'email\nana@reader.example\n'] as [string, string], form_token: desk.formToken },
    ]) {
      const before = await database.db.selectFrom('list_imports').select('id').execute();
      expect((await send(fields)).status).toBe(403);
      expect(await database.db.selectFrom('list_imports').select('id').execute()).toEqual(before);
    }
    expect((await send({ list: ['a.csv', 'email\n'] }, '')).status).toBe(403);
  });

  test('that is too large is refused by its length before its body, beside the file, with the texts above it', async () => {
    const { origin, close } = await serveApp(site.app);
    const headers = { cookie: desk.cookie, 'content-type': 'multipart/form-data; boundary=b' };
    const answer = (
      more: Record<string, string>,
      body: (write: (text: string) => void) => void,
    ): Promise<{ status: number; page: string }> =>
      new Promise((done, fail) => {
        const sent = request(`${origin}${PATH}`, { method: 'POST', headers: { ...headers, ...more } }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            done({ status: response.statusCode!, page: Buffer.concat(chunks).toString() });
            sent.destroy();
          });
        });
        sent.on('error', fail);
        sent.flushHeaders();
        body((text) => void sent.write(text));
      });
    try {
      const length = { 'content-length': '2000000000' };
      expect((await answer(length, () => undefined)).status).toBe(413);
      const part = (name: string, rest: string) => `--b\r\nContent-Disposition: form-data; name="${name}"${rest}`;
      const { status, page } = await answer(length, (write) =>
        write(
          `${part('consent', '\r\n\r\nOn paper & signed\r\n')}${part('list', '; filename="a.csv"\r\n\r\nemail\r\n')}`,
        ),
      );
      expect([status, page.includes('On paper &amp; signed')]).toEqual([413, true]);
      expect(page).toContain('The file is larger than 200 MB. Nothing was imported.');
    } finally {
      await close();
    }
  });

  test('that is too large is refused as it comes, if it did not tell its length', async () => {
    const folder = await mkdtemp(join(dataDir, 'small-'));
    const app = new Hono<WebEnv>();
    app.post('/', async (c) => {
      const received = await receiveUpload(c, folder, { accept: ['list'], admit: () => true, maxBytes: 1000 });
      return c.text(received.outcome);
    });
    const outcome = async (name: string, bytes: number): Promise<string> => {
      const { body, type } = await encoded({ [name]: ['a.csv', 'x'.repeat(bytes)] });
      return (await app.request('/', { method: 'POST', body, headers: { 'content-type': type } })).text();
    };
    expect(await outcome('list', 900)).toBe('received');
    expect(await outcome('list', 5000)).toBe('tooLarge');
    expect(await outcome('other', 2_000_000)).toBe('tooLarge');
  });
});
