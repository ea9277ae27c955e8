import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { confirmAddressChange, openAddressChange, requestAddressChange } from '../../src/readers/addressChange.ts';
import { changeChoices } from '../../src/readers/choices.ts';
import { confirmSubscription } from '../../src/readers/optIn.ts';
import { unsubscribe } from '../../src/readers/optOut.ts';
import { eraseSubscriber } from '../../src/readers/erase.ts';
import { showSubscriber } from '../../src/readers/record.ts';
import { suppressAddress } from '../../src/readers/suppressions.ts';
import { resubscribe } from '../../src/readers/undo.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import {
  addNewsletter,
  addReader,
  confirmToken,
  createClock,
  evidence,
  keys,
  publicUrl,
  statusOf,
  unsubscribeToken,
  requestSubscription,
} from './support.ts';

let database: TestDatabase;
let newsletterId: number;
let subscriberId: number;
let clock: ReturnType<typeof createClock>;
let old: string;
let wanted: string;
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  newsletterId = await addNewsletter(database.db, 'morning');
});
afterAll(() => database.drop());
beforeEach(async () => {
  clock = createClock();
  old = `old${++count}@paper.example`;
  wanted = `New${count}@other.example`;
  subscriberId = await addReader(database.db, old, [newsletterId]);
});

const deps = () => ({ db: database.db, keys, now: clock.now, publicUrl });
const ask = (email = wanted, id = subscriberId) =>
  requestAddressChange(deps(), { subscriberId: id, newsletterId, email }, evidence);
const confirm = (token: string) => confirmAddressChange(deps(), token, evidence);
const record = (email: string) => showSubscriber(deps(), email);
const code = (value: string) => expect.objectContaining({ code: value });

type Mail = { id: number; kind: string; to_address: string; payload: Record<string, unknown> };
const mails = (): Promise<Mail[]> =>
  database.db
    .selectFrom('outbox')
    .select(['id', 'kind', 'to_address', 'payload'])
    .where('subscriber_id', '=', subscriberId)
    .orderBy('id')
    .execute();
const tokenOf = async ({ outboxId }: { outboxId: number | null }): Promise<string> => {
  const mail = (await mails()).find(({ id }) => id === outboxId)!;
  return String(mail.payload['addressUrl']).split('/').at(-1)!;
};

describe('another address', () => {
  test('is mailed after both mailboxes confirmed it; the old one is notified, and imports cannot add it again', async () => {
    const token = await tokenOf(await ask());
    expect((await mails()).map(({ kind, to_address }) => [kind, to_address])).toEqual([['address', wanted]]);
    expect((await record(old))?.subscriber?.email).toBe(old);
    expect(await openAddressChange(deps(), token)).toMatchObject({ subscriberId, address: { email: wanted } });
    const { outboxId } = await confirm(token);
    expect((await mails()).at(-1)).toMatchObject({ id: outboxId, kind: 'address_changed', to_address: old });
    expect(await record(old)).toMatchObject({ subscriber: null, suppression: { reason: 'erased', detail: 'moved' } });
    expect(await record(wanted)).toMatchObject({
      subscriber: { id: subscriberId, email: wanted },
      suppression: null,
      subscriptions: [{ status: 'active' }],
      history: [
        { kind: 'address_requested', detail: { to: wanted } },
        { kind: 'address_changed', detail: { from: old, to: wanted } },
      ],
    });
    await expect(confirm(token)).rejects.toEqual(code('TOKEN_INVALID'));
  });

  test('is the reader’s own to choose: only the latest wish counts, and its link lasts a day', async () => {
    const first = await tokenOf(await ask());
    const second = await tokenOf(await ask(`other${count}@other.example`));
    await expect(confirm(first)).rejects.toEqual(code('TOKEN_INVALID'));
    clock.advance(24 * 3600_000 + 60_000);
    await expect(confirm(second)).rejects.toEqual(code('TOKEN_EXPIRED'));
    await expect(confirm(unsubscribeToken(subscriberId, newsletterId))).rejects.toEqual(code('TOKEN_INVALID'));
    await expect(confirm('x'.repeat(10_000))).rejects.toEqual(code('TOKEN_INVALID'));
    expect((await record(old))?.subscriber?.email).toBe(old);
  });

  test('is changed once however many confirm at once', async () => {
    const token = await tokenOf(await ask());
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => confirm(token)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await mails()).filter(({ kind }) => kind === 'address_changed')).toHaveLength(1);
  });

  test('that is the same in another spelling suppresses nobody', async () => {
    await confirm(await tokenOf(await ask(old.toUpperCase())));
    expect(await record(old)).toMatchObject({ subscriber: { id: subscriberId }, suppression: null });
  });

  test('is asked for five times a day, and each mailbox but once in ten minutes', async () => {
    for (let number = 0; number < 5; number++) await ask(`n${number}-${count}@other.example`);
    await expect(ask()).rejects.toEqual(code('INVALID_INPUT'));
    clock.advance(24 * 3600_000 + 1);
    await ask();
    const other = await addReader(database.db, `other${count}@paper.example`, [newsletterId]);
    expect(await ask(wanted, other)).toEqual({ outboxId: null });
    await expect(ask('no address')).rejects.toEqual(code('ADDRESS_INVALID'));
    await expect(ask(wanted, 999_999)).rejects.toEqual(code('TOKEN_INVALID'));
  });

  test.each(['bounce', 'complaint', 'manual'] as const)('that is suppressed (%s) is mailed nothing', async (reason) => {
    await suppressAddress(deps(), { email: wanted, reason });
    expect(await ask()).toEqual({ outboxId: null });
    expect(await mails()).toEqual([]);
  });

  test('that is suppressed after the mail went out is not taken', async () => {
    const token = await tokenOf(await ask());
    await suppressAddress(deps(), { email: wanted, reason: 'complaint' });
    await expect(confirm(token)).rejects.toEqual(code('TOKEN_INVALID'));
    expect((await record(old))?.subscriber?.email).toBe(old);
  });

  test('that was erased is accepted, because its mailbox has just confirmed it', async () => {
    await eraseSubscriber(deps(), wanted);
    await confirm(await tokenOf(await ask()));
    expect(await record(wanted)).toMatchObject({ subscriber: { id: subscriberId }, suppression: null });
  });

  test('brings nobody back whom a complaint keeps out: only the new one is mailed', async () => {
    await suppressAddress(deps(), { email: old, reason: 'complaint' });
    await confirm(await tokenOf(await ask()));
    expect((await mails()).map(({ kind }) => kind)).toEqual(['address']);
    expect((await record(old))?.suppression?.reason).toBe('complaint');
  });
});

describe('an address that has a subscriber already', () => {
  test('is answered the same way, and on its word joined by what the old one gets', async () => {
    const [second, third] = [
      await addNewsletter(database.db, `b${count}`),
      await addNewsletter(database.db, `c${count}`),
    ];
    const other = await addReader(database.db, wanted.toLowerCase(), [second]);
    const { db } = database;
    await db
      .insertInto('subscriptions')
      .values({ subscriber_id: subscriberId, newsletter_id: third, status: 'unsubscribed' })
      .execute();
    await changeChoices(deps(), { subscriberId, newsletterId, choices: { frequency: 'weekdays' } }, evidence);
    const asked = await ask();
    expect((await mails()).at(-1)?.to_address).toBe(wanted.toLowerCase());
    expect(await confirm(await tokenOf(asked))).toMatchObject({ subscriberId: other });
    const joined = await record(wanted);
    expect(joined?.subscriber?.id).toBe(other);
    expect(joined?.subscriptions).toMatchObject([
      { newsletter: 'morning', status: 'active', frequency: 'weekdays' },
      { newsletter: `b${count}`, status: 'active' },
    ]);
    expect(joined?.history).toMatchObject([{ kind: 'confirmed', detail: { how: 'address', movedFrom: old } }]);
    expect(await statusOf(db, old, newsletterId)).toBe('unsubscribed');
    expect((await record(old))?.history.map(({ kind }) => kind)).toEqual([
      'changed',
      'address_requested',
      'unsubscribed',
      'address_changed',
    ]);
  });

  test('is opted out by any mail to the old one, and no Undo or import brings the old one back', async () => {
    const { db } = database;
    const other = await addReader(db, wanted.toLowerCase(), [newsletterId]);
    await unsubscribe(deps(), unsubscribeToken(other, newsletterId), evidence);
    await confirm(await tokenOf(await ask()));
    const oldToken = unsubscribeToken(subscriberId, newsletterId);
    const both = async () => [
      await statusOf(db, old, newsletterId),
      await statusOf(db, wanted.toLowerCase(), newsletterId),
    ];
    expect(await both()).toEqual(['unsubscribed', 'active']);
    // The new one gets mail: nothing is there to be taken back, and it must not be the move.
    await resubscribe(deps(), oldToken, evidence);
    expect(await both()).toEqual(['unsubscribed', 'active']);
    clock.advance(60_000);
    expect(await unsubscribe(deps(), oldToken, evidence)).toEqual({ hasChanged: true });
    expect(await both()).toEqual(['unsubscribed', 'unsubscribed']);
    expect(await resubscribe(deps(), oldToken, evidence)).toMatchObject({ status: 'active' });
    expect(await both()).toEqual(['unsubscribed', 'active']);
    expect(await record(old)).toMatchObject({ suppression: { reason: 'erased', detail: 'moved' } });
  });

  test('gets nothing where an opt-out by an old mail and the change came at once', async () => {
    const { db } = database;
    for (let round = 0; round < 12; round++) {
      const [from, to] = [`at${count}-${round}@paper.example`, `once${count}-${round}@other.example`];
      const id = await addReader(db, from, [newsletterId]);
      const other = await addReader(db, to, []);
      const { outboxId } = await ask(to, id);
      const mail = await db.selectFrom('outbox').select('payload').where('id', '=', outboxId).executeTakeFirstOrThrow();
      await Promise.all([
        confirm(String(mail.payload['addressUrl']).split('/').at(-1)!),
        unsubscribe(deps(), unsubscribeToken(id, newsletterId), evidence),
      ]);
      const active = db.selectFrom('subscriptions').select('status').where('subscriber_id', 'in', [id, other]);
      expect(await active.where('status', '=', 'active').execute()).toEqual([]);
    }
  });

  test('may be the old one again, and then a third: links act for where the mails go', async () => {
    const { db } = database;
    const acting = async (id: number) =>
      (await sql<{ id: number }>`select acting_reader(${id}) as id`.execute(db)).rows[0]?.id;
    const [second, third] = [
      await addReader(db, wanted.toLowerCase(), []),
      await addReader(db, `third${count}@other.example`, []),
    ];
    const move = async (id: number, to: string) => {
      const { outboxId } = await ask(to, id);
      const mail = await db.selectFrom('outbox').select('payload').where('id', '=', outboxId).executeTakeFirstOrThrow();
      await confirm(String(mail.payload['addressUrl']).split('/').at(-1)!);
      clock.advance(3600_000);
      return [await acting(subscriberId), await acting(second), await acting(third)];
    };
    expect(await move(subscriberId, wanted)).toEqual([second, second, third]);
    expect(await move(second, old)).toEqual([subscriberId, subscriberId, third]);
    expect(await move(subscriberId, `third${count}@other.example`)).toEqual([third, third, third]);
    await eraseSubscriber(deps(), wanted);
    for (const email of [old, wanted, `third${count}@other.example`])
      expect(await record(email)).toMatchObject({ subscriber: null, suppression: { reason: 'erased' } });
    expect(
      await db
        .selectFrom('consent_events')
        .select('id')
        .where('subscriber_id', 'in', [subscriberId, second, third])
        .execute(),
    ).toEqual([]);
  });

  test('may come to be between the mail and the press', async () => {
    const token = await tokenOf(await ask());
    const { outboxId } = await requestSubscription(deps(), { newsletterId, email: wanted, evidence });
    const [, changed] = await Promise.allSettled([
      confirmSubscription(deps(), await confirmToken(database.db, outboxId), evidence),
      confirm(token),
    ]);
    expect(changed.status).toBe('fulfilled');
    expect(await statusOf(database.db, wanted.toLowerCase(), newsletterId)).toBe('active');
    expect(await statusOf(database.db, old, newsletterId)).toBe('unsubscribed');
  });
});

describe('erasing', () => {
  test('takes the wish, the history and the mails to former addresses with it', async () => {
    await confirm(await tokenOf(await ask()));
    await database.db
      .insertInto('inbox_messages')
      .values({ mail_from: 'a@b.example', rcpt_to: old, header_from: '', subject: '', bytes: 1, raw: Buffer.alloc(1) })
      .execute();
    const third = `third${count}@other.example`;
    const stranger = `stranger${count}@other.example`;
    await addReader(database.db, stranger, [newsletterId]);
    await ask(third);
    await ask(stranger);
    for (const to of [third, stranger])
      await database.db
        .insertInto('inbox_messages')
        .values({ mail_from: 'a@b.example', rcpt_to: to, header_from: '', subject: '', bytes: 1, raw: Buffer.alloc(1) })
        .execute();
    await eraseSubscriber(deps(), wanted);
    const { db } = database;
    const left = await Promise.all([
      db.selectFrom('address_changes').select('id').where('subscriber_id', '=', subscriberId).execute(),
      db.selectFrom('inbox_messages').select('id').where('rcpt_to', 'in', [old, third]).execute(),
      db.selectFrom('outbox').select('id').where('subscriber_id', '=', subscriberId).execute(),
      db.selectFrom('consent_events').select('id').where('subscriber_id', '=', subscriberId).execute(),
    ]);
    expect(left).toEqual([[], [], [], []]);
    const theirs = await db.selectFrom('inbox_messages').select('id').where('rcpt_to', '=', stranger).execute();
    expect(theirs).toHaveLength(1);
  });

  test('and confirming at once end in one of the two, and deadlock never', async () => {
    for (let round = 0; round < 12; round++) {
      const id = await addReader(database.db, `race${count}-${round}@paper.example`, [newsletterId]);
      const asked = await ask(`to${count}-${round}@other.example`, id);
      const row = await database.db
        .selectFrom('outbox')
        .select('payload')
        .where('id', '=', asked.outboxId)
        .executeTakeFirstOrThrow();
      const token = String(row.payload['addressUrl']).split('/').at(-1)!;
      const [, confirmed] = await Promise.allSettled([
        eraseSubscriber(deps(), `race${count}-${round}@paper.example`),
        confirm(token),
      ]);
      if (confirmed.status === 'rejected') expect(confirmed.reason).toEqual(code('TOKEN_INVALID'));
    }
  });
});
