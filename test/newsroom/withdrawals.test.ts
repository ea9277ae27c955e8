import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { composeEdition, recheckBeforeSend } from '../../src/newsroom/compose/compose.ts';
import { redraftEdition } from '../../src/newsroom/draft.ts';
import { keepStory, letGo, listWithdrawals } from '../../src/newsroom/withdrawals.ts';
import { rankNewsletter } from '../../src/newsroom/rank/rank.ts';
import type { Db } from '../../src/platform/db/client.ts';
import type { Queues } from '../../src/platform/queue/queue.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addItem, addNewsletter, addOutlet } from './rank/newsroom.ts';

const now = new Date('2026-11-24T05:25:00Z');
const dueAt = new Date('2026-11-24T05:30:00Z');
const TITLES = ['Amsel bakery wins pie prize', 'Brisa bridge closes', 'Corvale choir sings', 'Dornach dam leaks'];
const queues: Queues = {
  enqueue: async () => undefined,
  ping: async () => undefined,
  counts: () => Promise.reject(new Error('not asked for')),
  close: async () => undefined,
};

let database: TestDatabase;
let db: Db;
let newsletterId: number;
let editionId: number;
let items: number[];
const deps = () => ({ db, queues, log: pino({ level: 'silent' }), now: () => now });
const edition = () => db.selectFrom('editions').selectAll().where('id', '=', editionId).executeTakeFirstOrThrow();
const headlines = async () =>
  (
    await db
      .selectFrom('edition_stories')
      .select('headline')
      .where('edition_id', '=', editionId)
      .orderBy('position')
      .execute()
  ).map(({ headline }) => headline);
const withdrawals = async () => listWithdrawals({ db }, await edition());
const withdraw = (at: number) =>
  db.updateTable('items').set({ is_withdrawn: true, updated_at: now }).where('id', '=', items[at]!).execute();
/** The last look at the stories, five minutes before the send. */
const recheck = () => recheckBeforeSend({ ...deps(), compose: (id) => redraftEdition(deps(), id) }, editionId);
const keep = (at: number, reason = 'It is right; their site is down') =>
  keepStory(deps(), { editionId, itemId: items[at]!, reason, actor: 'ana' });

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
});
afterAll(() => database.drop());
beforeEach(async () => {
  newsletterId = await addNewsletter(db, { story_count: 3, standby_count: 1 });
  items = [];
  for (const [at, title] of TITLES.entries())
    items.push(
      await addItem(db, await addOutlet(db, newsletterId, { name: `Paper ${at}` }), {
        title,
        published_at: new Date(now.getTime() - (1 + at) * 3_600_000),
      }),
    );
  await rankNewsletter(deps(), newsletterId);
  editionId = (await composeEdition(deps(), { newsletterId, date: '2026-11-24', dueAt })).id;
});

describe.each(['draft', 'approved'] as const)('from a %s', (state) => {
  beforeEach(() => db.updateTable('editions').set({ state }).where('id', '=', editionId).execute());

  test('a withdrawn story goes at the last check, and the page can say what left and why', async () => {
    await withdraw(1);
    expect(await withdrawals()).toMatchObject([{ itemId: items[1], position: 2, keep: null, outlet: 'Paper 1' }]);
    await recheck();
    expect(await headlines()).toEqual([TITLES[0], TITLES[2], TITLES[3]]);
    expect((await edition()).changes).toMatchObject([
      { what: 'dropped', headline: TITLES[1], reason: 'Paper 1 has withdrawn it', actor: 'recheck' },
      { what: 'promoted', headline: TITLES[3] },
    ]);
    expect(await withdrawals()).toMatchObject([{ itemId: items[1], position: null, keep: null }]);
  });

  test('a story that staff keep stays, with the reason in the audit', async () => {
    await withdraw(1);
    await keep(1);
    await recheck();
    expect(await headlines()).toEqual([TITLES[0], TITLES[1], TITLES[2]]);
    expect(await withdrawals()).toMatchObject([
      { position: 2, keep: { reason: 'It is right; their site is down', actor: 'ana', at: now } },
    ]);
    const audit = await db.selectFrom('audit_log').selectAll().where('edition_id', '=', editionId).execute();
    expect(audit.find(({ action }) => action === 'keep')).toMatchObject({
      actor: 'ana',
      detail: { headline: TITLES[1], outlet: 'Paper 1', reason: 'It is right; their site is down' },
    });
    expect((await edition()).changes).toMatchObject([{ what: 'kept', actor: 'ana' }]);
  });

  test('a story that has left can be put back', async () => {
    await withdraw(1);
    await recheck();
    await keep(1);
    expect(await headlines()).toContain(TITLES[1]);
    await recheck();
    expect(await headlines()).toContain(TITLES[1]);
  });

  test('a decision that is taken back lets it go', async () => {
    await withdraw(1);
    await keep(1);
    await letGo(deps(), { editionId, itemId: items[1]!, actor: 'ben' });
    await recheck();
    expect(await headlines()).not.toContain(TITLES[1]);
    await expect(letGo(deps(), { editionId, itemId: items[1]!, actor: 'ben' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('what is kept leaves all the same for another reason', async () => {
    await withdraw(1);
    await keep(1);
    await db
      .updateTable('items')
      .set({ embargo_until: new Date('2026-11-25T00:00:00Z') })
      .where('id', '=', items[1]!)
      .execute();
    await recheck();
    expect(await headlines()).not.toContain(TITLES[1]);
    await expect(keep(1)).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

test('a reason is needed, of at most 300 characters', async () => {
  await withdraw(1);
  await expect(keep(1, ' \n ')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await expect(keep(1, 'x'.repeat(301))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  expect(await withdrawals()).toMatchObject([{ keep: null }]);
});

test('an item of another newsletter, or an edition that was sent, is refused', async () => {
  const other = await addItem(db, await addOutlet(db, await addNewsletter(db)), { title: 'Other', is_withdrawn: true });
  await expect(keepStory(deps(), { editionId, itemId: other, reason: 'because', actor: 'ana' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await db.updateTable('editions').set({ state: 'submitted' }).where('id', '=', editionId).execute();
  await expect(keep(1)).rejects.toMatchObject({ code: 'EDITION_STATE' });
});
