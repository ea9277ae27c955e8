import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Db } from '../../src/platform/db/client.ts';
import { fixStory } from '../../src/editions/fix.ts';
import { setNewsletter } from '../../src/editions/newsletters/newsletters.ts';
import type { NewsletterSettings } from '../../src/editions/newsletters/settings.ts';
import { linesOf, runCli, type Ran } from '../cli/run.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addDeliveries, editionRow, makeEdition, makePaper, now, rememberJobs } from './support.ts';

let database: TestDatabase;
let db: Db;
let dataDir: string;
let newsletterId: number;
beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
  dataDir = await mkdtemp(join(tmpdir(), 'reveille-commands-'));
});
afterAll(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});
beforeEach(async () => {
  newsletterId = await makePaper(db, 4);
});

type Lines = Ran & { lines: Record<string, unknown>[] };

/** `reveille …`, with `typed` on its standard input. No relay listens; nothing here is sent. */
async function run(args: string[], typed = ''): Promise<Lines> {
  const environment = {
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    SMTP_URL: 'smtp://127.0.0.1:9',
    SECRET: 'a secret of the commands test that is longer than 32 bytes',
    PUBLIC_URL: 'https://news.paper.example',
  };
  const ran = await runCli(args, environment, typed);
  return { ...ran, lines: args.includes('--json') ? linesOf(ran) : [] };
}

const unknown = { state: 'unknown', revision: 1 } as const;
const got = { state: 'submitted', revision: 1 } as const;

test('fix changes a story of a running edition, renders it, and counts who got what', async () => {
  const id = await makeEdition(db, newsletterId, { state: 'paused' });
  await addDeliveries(db, id, [got, { state: 'pending' }, { state: 'pending' }]);
  const args = ['fix', String(id), '2', '--headline', 'Tram stays shut', '--no-picture', '--note', 'It is not open.'];
  const { code, lines, stderr } = await run([...args, '--json']);
  expect(lines).toEqual([
    { edition: id, position: 2, revision: 2, changed: true, state: 'paused', earlier: 1, left: 2 },
  ]);
  expect(code).toBe(0);
  expect(stderr).toContain(`reveille correct ${id}`);
  expect(await editionRow(db, id)).toMatchObject({ revision: 2, next_revision: null });
});

test('correct asks for the number of those who got the earlier text, and sends only if it is right, with the words given', async () => {
  const id = await makeEdition(db, newsletterId, { state: 'submitted' });
  await addDeliveries(db, id, [got, unknown, { state: 'submitted', revision: 2 }]);
  const { queues } = rememberJobs();
  const changes = { headline: 'Ferries stay in harbour' };
  await fixStory({ db, queues, now }, { editionId: id, position: 1, changes, actor: 'Ada' });
  const refused = await run(['correct', String(id)], '4\n');
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('The correction goes to the 2 readers who got an earlier text.');
  const corrections = db
    .selectFrom('editions')
    .select(['id', 'state', 'subject', 'note'])
    .where('corrects_edition_id', '=', id);
  expect(await corrections.execute()).toMatchObject([{ state: 'approved' }]);

  const words = { subject: 'The ferries do not sail', note: 'We were wrong.' };
  const sent = await run(['correct', String(id), '--json', '--subject', words.subject, '--note', words.note], '2\n');
  expect(sent.code).toBe(0);
  const [correction] = await corrections.execute();
  expect(correction).toMatchObject({ state: 'preparing', ...words });
  expect(sent.lines).toMatchObject([{ edition: correction!.id }]);
});

test('resend lists whole addresses, and sends again once their number is typed', async () => {
  const id = await makeEdition(db, newsletterId, { state: 'submitted' });
  await addDeliveries(db, id, [unknown, got, unknown]);
  const wrong = await run(['resend', String(id), '--unknown', '--json'], '3\n');
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).not.toContain('@');
  expect(wrong.lines).toMatchObject([
    { address: expect.stringMatching(/^reader1@/), state: 'unknown' },
    { address: expect.stringMatching(/^reader3@/), state: 'unknown' },
  ]);
  expect(await editionRow(db, id)).toMatchObject({ state: 'submitted' });

  const right = await run(['resend', String(id), '--unknown', '--to', String(wrong.lines[0]!['address'])], '1\n');
  expect(right.code).toBe(0);
  expect(right.stdout).toContain('The edition is sent again to 1 readers');
  expect(await editionRow(db, id)).toMatchObject({ state: 'submitting' });
});

test('an unusual number of readers must be confirmed by number, even with --yes', async () => {
  for (let day = 1; day <= 5; day++) {
    const sent = await makeEdition(db, newsletterId, { state: 'submitted', date: `2026-11-0${day}` });
    await db
      .insertInto('waves')
      .values({ edition_id: sent, is_rehearsal: false, due_at: new Date(), readers: 1_200 })
      .execute();
  }
  const id = String(await makeEdition(db, newsletterId));
  const yes = await run(['send', id, '--yes']);
  expect(yes.code).toBe(2);
  expect(yes.stderr).toMatch(/4 readers.*1,200.*--readers 4/);
  const asked = await run(['send', id], '5\n');
  expect(asked.stderr).toMatch(/goes to 4 readers, but .* 1,200/);
  expect(asked.code).toBe(2);
  expect((await run(['send', id, '--readers', '5', '--yes'])).code).toBe(2);
  expect(await editionRow(db, Number(id))).toMatchObject({ state: 'draft', audience_confirmed: null });
  expect((await run(['send', id, '--readers', '4'])).code).toBe(0);
  expect(await editionRow(db, Number(id))).toMatchObject({ state: 'preparing', audience_confirmed: 4 });
});

test('a rate is set, and a newsletter’s canary and late copy', async () => {
  const id = await makeEdition(db, newsletterId, { state: 'paused' });
  expect((await run(['rate', String(id), '50', '--json'])).lines).toEqual([{ edition: id, perSecond: 50 }]);
  expect(await editionRow(db, id)).toMatchObject({ max_rate: 50 });
  const { slug } = await db
    .selectFrom('newsletters')
    .select('slug')
    .where('id', '=', newsletterId)
    .executeTakeFirstOrThrow();
  const options = ['--canary', '1', '--canary-minutes', '15', '--late-copy', 'auto', '--max-lateness', '90'];
  const { lines } = await run(['newsletters', 'set', slug, ...options, '--json']);
  expect(lines).toMatchObject([{ slug, canary: 1, canaryMinutes: 15, lateCopy: 'auto', maxLateness: 90 }]);

  const set = (settings: NewsletterSettings) => setNewsletter({ db }, slug, settings, 'Ada');
  expect(await set({ canaryMinutes: 'desk' })).toMatchObject({ canary_minutes: null, canary_percent: 1 });
  const wrongs: Record<string, string>[] = [{ canary: '60' }, { canaryMinutes: 'soon' }, { lateCopy: 'never' }];
  for (const wrong of wrongs)
    await expect(set(wrong as NewsletterSettings)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(/^--(canary|canary-minutes|late-copy): must be /),
    });
});
