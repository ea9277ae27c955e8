import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  changeChoices,
  changeProfile,
  parseChoices,
  parseLanguage,
  pauseRange,
  undoChoices,
  type Choices,
} from '../../src/readers/choices.ts';
import { subscribeFurther } from '../../src/readers/furtherSubscription.ts';
import { unsubscribe, unsubscribeEverything } from '../../src/readers/optOut.ts';
import { resubscribe } from '../../src/readers/undo.ts';
import { showSubscriber } from '../../src/readers/record.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import {
  addNewsletter,
  addReader,
  createClock,
  evidence,
  keys,
  publicUrl,
  statusOf,
  unsubscribeToken,
} from './support.ts';

let database: TestDatabase;
let clock: ReturnType<typeof createClock>;
let newsletterId: number;
let subscriberId: number;
let email: string;
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  newsletterId = await addNewsletter(database.db, 'morning');
});
afterAll(() => database.drop());
beforeEach(async () => {
  clock = createClock();
  email = `reader${++count}@paper.example`;
  subscriberId = await addReader(database.db, email, [newsletterId]);
});

const deps = () => ({ db: database.db, keys, now: clock.now, publicUrl });
const change = (choices: Partial<Choices>) => changeChoices(deps(), { subscriberId, newsletterId, choices }, evidence);
const undo = () => undoChoices(deps(), { subscriberId, newsletterId }, evidence);
const token = () => unsubscribeToken(subscriberId, newsletterId);
const held = async () => (await showSubscriber(deps(), email))!;
const UNCHOSEN = { frequency: 'daily', format: 'full', pausedUntil: null, sendAt: null, zone: null };

describe('what a reader chooses', () => {
  test('is stored one by one, and the record has the earlier value', async () => {
    await change({ frequency: 'weekdays', sendAt: '06:15' });
    const { choices, hasChanged } = await change({ zone: 'Asia/Tokyo' });
    expect(choices).toEqual({ ...UNCHOSEN, frequency: 'weekdays', sendAt: '06:15', zone: 'Asia/Tokyo' });
    expect(hasChanged).toBe(true);
    expect(await change({ zone: 'Asia/Tokyo' })).toEqual({ choices, hasChanged: false });
    expect((await held()).history).toMatchObject([
      {
        kind: 'changed',
        detail: {
          before: { frequency: 'daily', sendAt: null },
          after: { frequency: 'weekdays', sendAt: '06:15' },
        },
        networkAddress: '192.0.2.7',
      },
      { kind: 'changed', detail: { before: { zone: null }, after: { zone: 'Asia/Tokyo' } } },
    ]);
  });

  test('is taken back as it was, once, within a day', async () => {
    await change({ frequency: 'weekly', format: 'text' });
    await change({ frequency: 'weekdays', pausedUntil: '2026-03-09' });
    const before = { ...UNCHOSEN, frequency: 'weekly', format: 'text' };
    expect(await undo()).toEqual(before);
    expect(await undo()).toEqual(before);
    expect((await held()).history).toHaveLength(3);
    await change({ format: 'headlines' });
    clock.advance(24 * 3600_000 + 1);
    await expect(undo()).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
  });

  test('that nobody chose cannot be taken back', async () => {
    await expect(undo()).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
    const stranger = { subscriberId: 999_999, newsletterId, choices: {} };
    await expect(changeChoices(deps(), stranger, evidence)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('survives leaving and its Undo, and a pause ends with a new subscription', async () => {
    await change({ frequency: 'weekdays', format: 'text', pausedUntil: '2026-04-01' });
    await unsubscribe(deps(), token(), evidence);
    await resubscribe(deps(), token(), evidence);
    const chosen = { frequency: 'weekdays', format: 'text', pausedUntil: '2026-04-01', status: 'active' };
    expect((await held()).subscriptions).toMatchObject([chosen]);
    await unsubscribe(deps(), token(), evidence);
    expect(await subscribeFurther(deps(), { subscriberId, newsletterId }, evidence)).toEqual({ state: 'subscribed' });
    expect((await held()).subscriptions).toMatchObject([{ ...chosen, pausedUntil: null, unsubscribedAt: null }]);
    expect((await held()).history.at(-1)).toMatchObject({ kind: 'confirmed', textShown: evidence.textShown });
    expect(await subscribeFurther(deps(), { subscriberId, newsletterId }, evidence)).toEqual({ state: 'known' });
  });

  test('of name and language is kept for all newsletters, cleaned and recorded', async () => {
    const profile = { firstName: ' Ana\u202e ', language: 'es' };
    expect(await changeProfile(deps(), { subscriberId, profile }, evidence)).toBe(true);
    expect(await changeProfile(deps(), { subscriberId, profile }, evidence)).toBe(false);
    const { subscriber, history } = await held();
    expect(subscriber).toMatchObject({ firstName: 'Ana', language: 'es' });
    expect(history).toMatchObject([{ newsletter: null, detail: { after: { firstName: 'Ana', language: 'es' } } }]);
  });
});

describe('leaving everything', () => {
  test('is taken back to exactly what ended with it', async () => {
    const [second, third] = [
      await addNewsletter(database.db, `b${count}`),
      await addNewsletter(database.db, `c${count}`),
    ];
    await subscribeFurther(deps(), { subscriberId, newsletterId: second }, evidence);
    await subscribeFurther(deps(), { subscriberId, newsletterId: third }, evidence);
    clock.advance(1_000);
    // This newsletter was left separately, so the undo does not restore it.
    await unsubscribe(deps(), unsubscribeToken(subscriberId, third), evidence);
    clock.advance(1_000);
    await unsubscribeEverything(deps(), token(), evidence);
    const statuses = () => Promise.all([newsletterId, second, third].map((id) => statusOf(database.db, email, id)));
    expect(await statuses()).toEqual(['unsubscribed', 'unsubscribed', 'unsubscribed']);
    const everything = { everything: true };
    expect(await resubscribe(deps(), token(), evidence, everything)).toMatchObject({ status: 'active' });
    expect(await statuses()).toEqual(['active', 'active', 'unsubscribed']);
    await unsubscribe(deps(), token(), evidence);
    // A second undo does not restore a newsletter that was left separately since then.
    await resubscribe(deps(), token(), evidence, everything);
    expect(await statuses()).toEqual(['unsubscribed', 'active', 'unsubscribed']);
    clock.advance(25 * 3600_000);
    await unsubscribe(deps(), unsubscribeToken(subscriberId, second), evidence);
    await expect(resubscribe(deps(), token(), evidence, everything)).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
  });
});

describe('a form', () => {
  const at = { zone: 'Pacific/Auckland', now: new Date('2026-03-01T12:00:00Z') };

  test('returns the reader’s own value, or none', () => {
    expect(parseChoices({ frequency: 'weekly', format: 'text', sendAt: '05:30:00', zone: '' }, at)).toEqual({
      frequency: 'weekly',
      format: 'text',
      sendAt: '05:30',
      zone: null,
    });
    expect(parseChoices({ sendAt: '', pausedUntil: '' }, at)).toEqual({ sendAt: null, pausedUntil: null });
    expect([parseLanguage(''), parseLanguage('es')]).toEqual([null, 'es']);
  });

  test('pauses from tomorrow, by the newsletter’s calendar, for a year', () => {
    // In Auckland it is the second of March.
    expect(pauseRange(at.zone, at.now)).toEqual({ first: '2026-03-03', last: '2027-03-03' });
    expect(parseChoices({ pausedUntil: '2026-03-03' }, at)).toEqual({ pausedUntil: '2026-03-03' });
  });

  test.each([
    { frequency: 'hourly' },
    { format: 'FULL' },
    { sendAt: '24:00' },
    { sendAt: '5:30' },
    { zone: 'Mars/Olympus' },
    { zone: '+02:00' },
    { zone: 'x'.repeat(10_000) },
    { pausedUntil: '2026-03-02' },
    { pausedUntil: '2027-03-04' },
    { pausedUntil: '2026-02-30' },
    { pausedUntil: '2026-03-03\0' },
    { pausedUntil: 'none' },
  ])('that holds %o is refused', (given) => {
    expect(() => parseChoices(given, at)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    expect(() => parseLanguage('tlh')).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});
