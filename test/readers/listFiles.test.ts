import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { importSubscribers, type ImportReport } from '../../src/readers/import/importList.ts';
import { openList } from '../../src/readers/import/listFiles.ts';
import { showSubscriber } from '../../src/readers/record.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeZip, type ZipEntry } from '../support/zip.ts';
import { addNewsletter, emptyList, keys, statusOf } from './support.ts';

let database: TestDatabase;
let folder: string;
let newsletterId: number;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'reveille-lists-'));
  newsletterId = await addNewsletter(database.db, 'morning');
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await emptyList(database.db);
});

const status = (email: string) => statusOf(database.db, email, newsletterId);
const deps = () => ({ db: database.db, keys, now: () => new Date('2026-03-01T05:30:00Z') });
const refusal = (words: RegExp) =>
  expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringMatching(words) });

async function importFile(name: string, content: string | Buffer): Promise<ImportReport> {
  const path = join(folder, name);
  await writeFile(path, content);
  return importSubscribers(deps(), openList(path), { newsletterId, consent: 'The former sender', dryRun: false });
}

const importZip = (entries: ZipEntry[]) => importFile('export.zip', makeZip(entries));

const subscribed = (extra = '') => ({
  name: 'subscribed_members_export_1a2b3c.csv',
  content: `Email Address,First Name\nana@paper.example,Ana\nbo@paper.example,Bo\n${extra}`,
});
const unsubscribed = { name: 'unsubscribed_members_export_1a2b3c.csv', content: 'Email Address\nbo@paper.example\n' };
const cleaned = { name: 'cleaned_members_export_1a2b3c.csv', content: 'Email Address\ncy@paper.example\n' };

describe('an export as a ZIP', () => {
  it('is taken whole, each file for what its name says', async () => {
    const report = await importZip([
      subscribed(),
      unsubscribed,
      cleaned,
      { name: 'nonsubscribed_members_export_1a2b3c.csv', content: 'Email Address\ndi@paper.example\n' },
      { name: '__MACOSX/._subscribed_members_export_1a2b3c.csv', content: '\0\0' },
      { name: 'readme.txt', content: 'Thank you' },
    ]);
    expect(report).toMatchObject({ total: 5, added: 1, inactive: 3, duplicates: 1, invalid: { count: 0 } });
    expect(await status('ana@paper.example')).toBe('active');
    expect(await status('bo@paper.example')).toBe('unsubscribed');
    expect(await status('di@paper.example')).toBe('pending');
    expect((await showSubscriber(deps(), 'cy@paper.example'))?.suppression?.reason).toBe('bounce');
  });

  it('has its state in columns, too, and the more cautious of both holds', async () => {
    await importZip([
      { ...subscribed(), content: 'Email Address,UNSUB_TIME\nana@paper.example,2024-01-01 10:00:00\n' },
      unsubscribed,
    ]);
    expect(await status('ana@paper.example')).toBe('unsubscribed');
  });

  it('names the file of a row that is not imported', async () => {
    const { invalid } = await importZip([subscribed('nobody,Nobody\n'), unsubscribed]);
    expect(invalid.rows).toMatchObject([{ file: subscribed().name, line: 4 }]);
  });

  it('may be in folders, and hold one list of any name', async () => {
    expect(await importZip([{ ...subscribed(), name: 'lists/our readers.csv' }])).toMatchObject({ added: 2 });
  });

  it.each<[string, RegExp, ZipEntry[]]>([
    [
      'has a list of which nobody knows',
      /does not say/,
      [subscribed(), { name: 'others.csv', content: 'a@b.example' }],
    ],
    ['has no list', /no CSV/, [{ name: 'readme.txt', content: 'Thank you' }]],
    ['has nothing', /no CSV/, []],
    ['is encrypted', /encrypted/, [{ ...subscribed(), isEncrypted: true }]],
    ['is packed in another way', /compression that is not supported/, [{ ...subscribed(), method: 14 }]],
    ['leaves its folder', /damaged or not complete/, [{ ...subscribed(), name: '../../subscribed.csv' }]],
    ['has an absolute name', /damaged or not complete/, [{ ...subscribed(), name: '/etc/subscribed.csv' }]],
    ['is a bomb', /more data than/, [{ ...subscribed(), content: Buffer.alloc(30_000_000) }]],
    ['lies about its size', /damaged/, [{ ...subscribed(), claimedBytes: 12 }]],
    ['claims petabytes', /more data than/, [{ ...subscribed(), claimedBytes: 0xffff_fffe }]],
    [
      'has a thousand entries that share their bytes',
      /more data than/,
      Array.from({ length: 1000 }, (_, n) => ({ ...subscribed(), name: `subscribed-${n}.csv`, overlaps: n > 0 })),
    ],
    ['has too many files', /too many/, Array.from({ length: 1001 }, (_, n) => ({ name: `${n}.csv`, content: '' }))],
  ])('that %s is refused with a sentence, and nothing changes', async (_what, words, entries) => {
    await expect(importZip(entries)).rejects.toEqual(refusal(words));
    expect(await database.db.selectFrom('subscribers').selectAll().execute()).toEqual([]);
  });

  it('that is cut off or overwritten is refused with a sentence', async () => {
    const zip = makeZip([subscribed(), unsubscribed]);
    await expect(importFile('cut.zip', zip.subarray(0, -30))).rejects.toEqual(refusal(/damaged or not complete/));
    const damaged = Buffer.from(zip);
    damaged.fill(0xff, 80, 100);
    await expect(importFile('damaged.zip', damaged)).rejects.toEqual(refusal(/damaged/));
    await expect(importFile('short.zip', 'PK')).rejects.toEqual(refusal(/damaged or not complete/));
  });
});

describe('a file', () => {
  it('that was taken out of a ZIP is known by its name', async () => {
    expect(await importFile(unsubscribed.name, 'Email Address\nbo@paper.example\n')).toMatchObject({ inactive: 1 });
    expect(await importFile('cleaned_email_audience_export_1a.csv', 'cy@paper.example\n')).toMatchObject({
      inactive: 1,
    });
    expect(await status('bo@paper.example')).toBe('unsubscribed');
  });

  it.each(['readers_cleaned.csv', 'spam-checked.csv', 'left-over.csv', 'cleaned.csv'])(
    'with another name (%s) says nothing about the status of its readers',
    async (name) => {
      const email = `${name.split('.')[0]}@paper.example`;
      expect(await importFile(name, `${email}\n`)).toMatchObject({ added: 1, inactive: 0 });
    },
  );

  it('that is not there is said so', async () => {
    const missing = openList(join(folder, 'missing.csv'));
    await expect(missing.next()).rejects.toEqual(refusal(/missing\.csv cannot be read \(ENOENT\)/));
    await expect(openList(folder).next()).rejects.toEqual(refusal(/cannot be read/));
  });
});

describe('listmonk’s export without subscription status', () => {
  const head = 'uuid,email,name,attributes,status,created_at,updated_at\n';
  const list = `${head}1,ana@paper.example,Ana Ruiz,{},enabled,2024-01-01,2024-01-01\n2,bo@paper.example,Bo,{},enabled,2024-01-01,2024-01-01\n3,cy@paper.example,Cy,{},blocklisted,2024-01-01,2024-01-01\n`;

  it('is refused', async () => {
    await expect(importFile('list.csv', list)).rejects.toEqual(refusal(/--unsubscribed/));
  });

  it('is taken together with those who have unsubscribed', async () => {
    const [path, left] = [join(folder, 'list.csv'), join(folder, 'left.csv')];
    await writeFile(path, list);
    await writeFile(left, `${head}2,bo@paper.example,Bo,{},enabled,2024-01-01,2024-01-01\n`);
    async function* files() {
      yield* openList(path);
      yield* openList(left, { wish: 'unsubscribed' });
    }
    const options = { newsletterId, consent: 'The former sender', dryRun: false, tellsWhoLeft: true };
    expect(await importSubscribers(deps(), files(), options)).toMatchObject({ added: 1, inactive: 2, duplicates: 1 });
    expect(await status('ana@paper.example')).toBe('active');
    expect(await status('bo@paper.example')).toBe('unsubscribed');
  });
});
