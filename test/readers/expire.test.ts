import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expirePending } from '../../src/readers/expire.ts';
import { confirmSubscription } from '../../src/readers/optIn.ts';
import { unsubscribe } from '../../src/readers/optOut.ts';
import { keepSignUp, settleSignUp } from '../../src/readers/signUps.ts';
import { createLog } from '../../src/platform/log.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import {
  addNewsletter,
  confirmToken,
  createClock,
  evidence,
  keys,
  publicUrl,
  statusOf,
  subscriberId,
  unsubscribeToken,
  requestSubscription,
} from './support.ts';

const DAY_MS = 24 * 3600_000;
let database: TestDatabase;
let newsletterId: number;
let otherId: number;
const clock = createClock();

beforeAll(async () => {
  database = await createTestDatabase();
  newsletterId = await addNewsletter(database.db, 'morning');
  otherId = await addNewsletter(database.db, 'evening');
});
afterAll(() => database.drop());

const deps = () => ({ db: database.db, keys, now: clock.now, publicUrl });
const request = (email: string, id = newsletterId) =>
  requestSubscription(deps(), { newsletterId: id, email, firstName: 'Ana', evidence });
const expire = () => expirePending(deps());
const isHeld = async (email: string): Promise<boolean> =>
  (await database.db.selectFrom('subscribers').select('id').where('email_key', '=', email).execute()).length > 0;

describe('a sign-up that nobody confirms', () => {
  it('is removed after the newsletter’s days with all that is held of it, and its link is dead', async () => {
    const { outboxId } = await request('never@paper.example');
    const token = await confirmToken(database.db, outboxId);
    const id = await subscriberId(database.db, 'never@paper.example');
    clock.advance(7 * DAY_MS - 60_000);
    expect(await expire()).toBe(0);
    clock.advance(120_000);
    expect(await expire()).toBe(1);
    expect(await isHeld('never@paper.example')).toBe(false);
    for (const table of ['consent_events', 'outbox'] as const)
      expect(await database.db.selectFrom(table).select('id').where('subscriber_id', '=', id).execute()).toEqual([]);
    await expect(confirmSubscription(deps(), token, evidence)).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
    expect((await request('never@paper.example')).outboxId).not.toBeNull();
  });

  it('is kept from the last mail on, and longer where the newsletter says so', async () => {
    await request('again@paper.example');
    clock.advance(5 * DAY_MS);
    await request('again@paper.example');
    clock.advance(5 * DAY_MS);
    await expire();
    expect(await statusOf(database.db, 'again@paper.example', newsletterId)).toBe('pending');
    await database.db.updateTable('newsletters').set({ pending_days: 9 }).where('id', '=', newsletterId).execute();
    clock.advance(3 * DAY_MS);
    await expire();
    expect(await statusOf(database.db, 'again@paper.example', newsletterId)).toBe('pending');
    clock.advance(2 * DAY_MS);
    expect(await expire()).toBe(1);
    await database.db.updateTable('newsletters').set({ pending_days: 7 }).where('id', '=', newsletterId).execute();
  });

  it('keeps readers of other newsletters and unsubscribed readers with their records', async () => {
    const reader = 'reader@paper.example';
    await confirmSubscription(
      deps(),
      await confirmToken(database.db, (await request(reader, otherId)).outboxId),
      evidence,
    );
    await request(reader);
    await request('left@paper.example');
    const left = await subscriberId(database.db, 'left@paper.example');
    await unsubscribe(deps(), unsubscribeToken(left, newsletterId), evidence);
    clock.advance(30 * DAY_MS);
    await expire();
    expect(await statusOf(database.db, reader, newsletterId)).toBeNull();
    expect(await statusOf(database.db, reader, otherId)).toBe('active');
    expect(await statusOf(database.db, 'left@paper.example', newsletterId)).toBe('unsubscribed');
    const events = await database.db
      .selectFrom('consent_events')
      .select(['kind', 'newsletter_id'])
      .where('subscriber_id', '=', await subscriberId(database.db, reader))
      .orderBy('id')
      .execute();
    expect(events.map(({ kind }) => kind)).toEqual(['requested', 'confirmed', 'requested']);
  });

  it('is not lost if the reader signs up again at the same moment', async () => {
    for (let round = 0; round < 10; round++) {
      const email = `race${round}@paper.example`;
      await request(email);
      clock.advance(8 * DAY_MS);
      const [, again] = await Promise.all([expire(), request(email), expire()]);
      expect(again.outboxId).not.toBeNull();
      expect(await statusOf(database.db, email, newsletterId)).toBe('pending');
    }
  });
});

describe('a kept sign-up', () => {
  const perAddress = { count: 100, windowMs: DAY_MS };
  const settle = () => settleSignUp({ ...deps(), log: createLog('test', 'silent'), perAddress });
  const keep = (email: string, zone: string | null = null) =>
    keepSignUp(deps(), { newsletterId, email, firstName: 'Ana', language: 'es', zone, evidence });

  it('is looked at once, however many look', async () => {
    for (let n = 0; n < 6; n++) await keep(`kept${n}@paper.example`);
    const settled = await Promise.all(Array.from({ length: 12 }, settle));
    expect(settled.filter(Boolean)).toHaveLength(6);
    expect(new Set(settled.filter(Boolean).map((each) => each && each.outboxId)).size).toBe(6);
    expect(await settle()).toBe(false);
  });

  it('does not change the name, language or zone of a confirmed reader', async () => {
    const email = 'known@paper.example';
    await keep(email, 'Asia/Tokyo');
    const settled = await settle();
    await confirmSubscription(deps(), await confirmToken(database.db, settled ? settled.outboxId : null), evidence);
    const id = await subscriberId(database.db, email);
    await unsubscribe(deps(), unsubscribeToken(id, newsletterId), evidence);
    clock.advance(DAY_MS);
    await keepSignUp(deps(), {
      newsletterId,
      email,
      firstName: 'Eve',
      language: 'en',
      zone: 'America/Lima',
      evidence,
    });
    await settle();
    const row = await database.db
      .selectFrom('subscribers')
      .innerJoin('subscriptions', 'subscriber_id', 'subscribers.id')
      .select(['first_name', 'language', 'zone', 'status'])
      .where('subscribers.id', '=', id)
      .executeTakeFirst();
    expect(row).toEqual({ first_name: 'Ana', language: 'es', zone: 'Asia/Tokyo', status: 'unsubscribed' });
  });
});
