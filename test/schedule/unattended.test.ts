import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Db } from '../../src/platform/db/client.ts';
import { approveEdition } from '../../src/editions/approval.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { auditOf, storiesOf } from '../editions/support.ts';
import { openLedger, openNewsroom, type Newsroom } from './newsroom.ts';

const DATE = '2026-11-24';

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
  await openLedger(db);
});
afterAll(() => database.drop());

type Asked = { approval?: 'none' | 'required' | 'second'; unattended?: 'send' | 'own' | 'skip' | 'hold' };

/** A newsletter with one reader, whose draft of the day is composed and stands at its send hour. */
async function atSendHour(asked: Asked): Promise<Newsroom> {
  const room = await openNewsroom(db, { zone: 'UTC', send_at: '06:00', min_stories: 1, ...asked });
  await room.addReader('ana@reader.example');
  await room.tick(`${DATE}T05:45:00Z`);
  return room;
}

async function replaceStories(editionId: number, stories: { headline: string; isOwn: boolean }[]): Promise<void> {
  await db.deleteFrom('edition_stories').where('edition_id', '=', editionId).execute();
  await db
    .insertInto('edition_stories')
    .values(
      stories.map(({ headline, isOwn }, index) => ({
        edition_id: editionId,
        position: index + 1,
        url: `https://paper.example/${index}`,
        headline,
        outlet_name: isOwn ? 'The Harbour Post' : 'Elsewhere',
        is_own: isOwn,
        reasons: '[]',
      })),
    )
    .execute();
}

describe('an edition that nobody approved, at its send hour', () => {
  test.each([
    [{}, 'submitted'],
    [{ approval: 'required', unattended: 'send' }, 'submitted'],
    [{ approval: 'required' }, 'draft'],
    [{ approval: 'second' }, 'draft'],
    [{ unattended: 'hold' }, 'draft'],
    [{ approval: 'required', unattended: 'skip' }, 'cancelled'],
  ] as const)('of a newsletter with %j is %s', async (asked, state) => {
    const room = await atSendHour(asked);
    await room.tick(`${DATE}T06:00:05Z`);
    const edition = await room.edition(DATE);
    expect(edition).toMatchObject({ state, flag: state === 'draft' ? 'unapproved' : null });
    expect(await room.copies()).toHaveLength(state === 'submitted' ? 1 : 0);
    await room.close();
  });

  test('is held until somebody approves it, and goes out then', async () => {
    const room = await atSendHour({ approval: 'required' });
    await room.tick(`${DATE}T06:00:05Z`);
    const { id } = await room.edition(DATE);
    await approveEdition({ db }, { editionId: id, actor: 'marta' });
    await room.tick(`${DATE}T06:10:05Z`);
    expect(await room.edition(DATE)).toMatchObject({ state: 'submitted', flag: null });
    expect(await room.copies()).toHaveLength(1);
    await room.close();
  });

  test('is overdue once the allowed lateness is over, and then goes to nobody by itself', async () => {
    const room = await atSendHour({ approval: 'required' });
    await room.tick(`${DATE}T06:00:05Z`);
    await room.tick(`${DATE}T23:00:00Z`);
    expect(await room.edition(DATE)).toMatchObject({ state: 'draft', flag: 'overdue' });
    expect(await room.copies()).toEqual([]);
    await room.close();
  });

  test('what was done without a person is on record once, however often the schedule is looked at', async () => {
    const room = await atSendHour({ approval: 'required', unattended: 'skip' });
    await room.tick(`${DATE}T06:00:05Z`);
    await room.tick(`${DATE}T06:00:06Z`);
    const { id } = await room.edition(DATE);
    expect(await auditOf(db, id)).toEqual(['scheduler: unattended', 'scheduler: cancelled']);
    await room.close();
  });
});

describe('with “own”', () => {
  test('only our own stories are sent, in their order, with a subject of their headlines', async () => {
    const room = await atSendHour({ approval: 'required', unattended: 'own' });
    const { id } = await room.edition(DATE);
    await replaceStories(id, [
      { headline: 'Theirs first', isOwn: false },
      { headline: 'Ours one', isOwn: true },
      { headline: 'Theirs again', isOwn: false },
      { headline: 'Ours two', isOwn: true },
    ]);
    await room.tick(`${DATE}T06:00:05Z`);
    expect((await storiesOf(db, id)).map(({ position, headline }) => `${position} ${headline}`)).toEqual([
      '1 Ours one',
      '2 Ours two',
    ]);
    expect(await db.selectFrom('editions').select('subject').where('id', '=', id).executeTakeFirstOrThrow()).toEqual({
      subject: 'Ours one, and 1 more',
    });
    expect((await room.edition(DATE)).state).toBe('submitted');
    await room.close();
  });

  test('with too few of our own, it waits, whole', async () => {
    const room = await atSendHour({ approval: 'required', unattended: 'own' });
    const { id } = await room.edition(DATE);
    await replaceStories(id, [{ headline: 'Theirs', isOwn: false }]);
    await room.tick(`${DATE}T06:00:05Z`);
    expect(await room.edition(DATE)).toMatchObject({
      state: 'draft',
      flag: 'unapproved',
      flag_detail: expect.stringContaining('only 0 own stories'),
    });
    expect(await storiesOf(db, id)).toHaveLength(1);
    await room.close();
  });
});
