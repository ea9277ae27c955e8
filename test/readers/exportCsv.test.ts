import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { exportSubscribers } from '../../src/readers/exportCsv.ts';
import { importSubscribers, type ImportReport } from '../../src/readers/import/importList.ts';
import { confirmSubscription } from '../../src/readers/optIn.ts';
import { suppressAddress } from '../../src/readers/suppressions.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import {
  addNewsletter,
  confirmToken,
  createClock,
  emptyList,
  evidence,
  keys,
  publicUrl,
  requestSubscription,
} from './support.ts';

let database: TestDatabase;
let newsletterId: number;
let count = 0;
const clock = createClock();

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await clear();
  newsletterId = await addNewsletter(database.db, `morning-${++count}`);
});

const clear = () => emptyList(database.db);
const deps = () => ({ db: database.db, keys, now: clock.now, publicUrl });

function importText(text: string): Promise<ImportReport> {
  const file = { name: '', bytes: Readable.from([text]), wish: 'active' as const };
  return importSubscribers(deps(), [file], { newsletterId, consent: 'Asked at the fair, 2025', dryRun: false });
}

async function exportText(which: number | null = newsletterId): Promise<string> {
  let text = '';
  for await (const piece of exportSubscribers(deps(), { newsletterId: which })) text += piece;
  return text;
}

const readRows = (text: string) => parse(text, { columns: true }) as Record<string, string>[];

it('has every subscription, page after page', async () => {
  await importText(`email\n${Array.from({ length: 4001 }, (_, n) => `r${n}@paper.example`).join('\n')}\n`);
  const rows = readRows(await exportText());
  expect(new Set(rows.map(({ email }) => email)).size).toBe(4001);
  expect(rows[0]).toMatchObject({ newsletter: `morning-${count}`, status: 'active', consent: 'imported' });
});

it('says where consent comes from and what readers chose', async () => {
  const { outboxId } = await requestSubscription(deps(), { newsletterId, email: 'ana@paper.example', evidence });
  await confirmSubscription(deps(), await confirmToken(database.db, outboxId), evidence);
  await sql`update subscriptions set frequency = 'weekly', format = 'text', paused_until = '2026-12-24',
    send_at = '06:15', zone = 'Asia/Tokyo'`.execute(database.db);
  await sql`update subscribers set language = 'es'`.execute(database.db);
  await suppressAddress(deps(), { email: 'ana@paper.example', reason: 'bounce' });
  expect(readRows(await exportText())).toEqual([
    {
      email: 'ana@paper.example',
      first_name: '',
      newsletter: `morning-${count}`,
      status: 'active',
      suppressed: 'bounce',
      created_at: clock.now().toISOString(),
      confirmed_at: clock.now().toISOString(),
      unsubscribed_at: '',
      frequency: 'weekly',
      format: 'text',
      paused_until: '2026-12-24',
      send_at: '06:15',
      zone: 'Asia/Tokyo',
      language: 'es',
      consent: 'confirmed',
      consent_at: clock.now().toISOString(),
      consent_text: evidence.textShown,
      consent_page: evidence.pageUrl,
    },
  ]);
});

it('comes back as it was, also where nothing was known', async () => {
  await importText(
    'email,name,status,frequency,format,paused_until,send_at,zone,language\n' +
      'ana@paper.example,Ana,active,weekly,headlines,2026-12-24,06:15,Asia/Tokyo,es\n' +
      'bo@paper.example,Bo,unsubscribed,,,,,,\ncy@paper.example,Cy,pending,,,,,,\ndi@paper.example,Di,active,,,,,,\n',
  );
  await suppressAddress(deps(), { email: 'di@paper.example', reason: 'complaint' });
  const before = await exportText();
  expect(await importText(before)).toMatchObject({ added: 0, known: 1, inactive: 3 });
  expect(await exportText()).toBe(before);
  await clear();
  expect(await importText(before)).toMatchObject({ added: 1, inactive: 3 });
  const state = ['email', 'first_name', 'status', 'frequency', 'format', 'paused_until', 'send_at', 'zone', 'language'];
  // Those who come in at once come in any order.
  const pick = (text: string) =>
    readRows(text)
      .map((row) => state.map((name) => row[name]))
      .toSorted(([one], [other]) => String(one).localeCompare(String(other)));
  // Who complained is suppressed, and needs no subscription for that.
  expect(pick(await exportText())).toEqual(pick(before).filter(([email]) => email !== 'di@paper.example'));
  await importText('email\ndi@paper.example\n');
  expect(readRows(await exportText()).map(({ email }) => email)).not.toContain('di@paper.example');
});

it('is safe to open in a spreadsheet, and comes back as it was', async () => {
  await importText('email,name\n"=cmd@paper.example","+Ana"\n-bo@paper.example,"@Bo"\n');
  const text = await exportText();
  expect(text).toContain("'=cmd@paper.example");
  expect(text).not.toMatch(/(^|,)"?[=+\-@]/m);
  expect(await importText(text)).toMatchObject({ total: 2, known: 2 });
});

it('of one newsletter says nothing of another, and one of both is not taken for either', async () => {
  await importText('email\nana@paper.example\n');
  newsletterId = await addNewsletter(database.db, `other-${count}`);
  expect(readRows(await exportText())).toEqual([]);
  await importText('email\nana@paper.example\n');
  const both = await exportText(null);
  expect(readRows(both)).toHaveLength(2);
  await expect(importText(both)).rejects.toEqual(
    expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringContaining('--newsletter') }),
  );
});
