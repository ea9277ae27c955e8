import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { confirmSubscription } from '../../src/readers/optIn.ts';
import { unsubscribe, unsubscribeEverything } from '../../src/readers/optOut.ts';
import { resubscribe } from '../../src/readers/undo.ts';
import { eraseSubscriber } from '../../src/readers/erase.ts';
import { suppressAddress } from '../../src/readers/suppressions.ts';
import { issueToken } from '../../src/platform/tokens.ts';
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

let database: TestDatabase;
let newsletterId: number;
let email: string;
let clock: ReturnType<typeof createClock>;
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  newsletterId = await addNewsletter(database.db, 'morning');
});
afterAll(() => database.drop());
beforeEach(() => {
  email = `reader${++count}@paper.example`;
  clock = createClock();
});

const deps = () => ({ db: database.db, keys, now: clock.now, publicUrl });
const request = (firstName = 'Ana', address = email) =>
  requestSubscription(deps(), { newsletterId, email: address, firstName, evidence });
const confirm = (token: string) => confirmSubscription(deps(), token, evidence);
const status = () => statusOf(database.db, email, newsletterId);
const leaveToken = async () => unsubscribeToken(await subscriberId(database.db, email), newsletterId);
const leave = async () => unsubscribe(deps(), await leaveToken(), evidence);
const code = (value: string) => expect.objectContaining({ code: value });

async function subscribed(): Promise<string> {
  const token = await confirmToken(database.db, (await request()).outboxId);
  await confirm(token);
  return token;
}

async function events(): Promise<string[]> {
  const rows = await database.db
    .selectFrom('consent_events')
    .select('kind')
    .where('subscriber_id', '=', await subscriberId(database.db, email))
    .orderBy('id')
    .execute();
  return rows.map((row) => row.kind);
}

async function mails(): Promise<{ kind: string; state: string; to_address: string }[]> {
  return database.db
    .selectFrom('outbox')
    .select(['kind', 'state', 'to_address'])
    .where('subscriber_id', '=', await subscriberId(database.db, email))
    .orderBy('id')
    .execute();
}

describe('signing up', () => {
  it('stores a pending subscription, the words shown, and one confirmation mail', async () => {
    const { outboxId } = await request('Ana');
    expect(await status()).toBe('pending');
    const event = await database.db
      .selectFrom('consent_events')
      .selectAll()
      .where('subscriber_id', '=', await subscriberId(database.db, email))
      .executeTakeFirstOrThrow();
    expect(event).toMatchObject({ kind: 'requested', text_shown: evidence.textShown, network_address: '192.0.2.7' });
    expect(event.text_version).toMatch(/^[0-9a-f]{16}$/);
    const mail = await database.db
      .selectFrom('outbox')
      .selectAll()
      .where('id', '=', outboxId)
      .executeTakeFirstOrThrow();
    expect(mail).toMatchObject({ kind: 'confirmation', state: 'pending', to_address: email });
    expect(mail.payload).toEqual({
      confirmUrl: expect.stringMatching(`^${publicUrl}/confirm/.{40}$`),
      unsubscribeUrl: expect.stringMatching(`^${publicUrl}/unsubscribe/.{40}$`),
    });
  });

  it('sends one confirmation however many sign-ups come at once', async () => {
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, n) => request('Ana', n % 2 ? email : email.toUpperCase())),
    );
    expect(results.filter((each) => each.outboxId !== null)).toHaveLength(1);
    expect(await mails()).toHaveLength(1);
    expect(await events()).toEqual(['requested']);
  });

  it('sends another confirmation after the window, not within it', async () => {
    await request();
    clock.advance(10 * 60_000);
    expect((await request()).outboxId).toBeNull();
    clock.advance(60_000);
    expect((await request()).outboxId).not.toBeNull();
    expect(await events()).toEqual(['requested', 'requested']);
  });

  it('does nothing for an active reader, whose name it does not change', async () => {
    await subscribed();
    clock.advance(3600_000);
    expect(await request('Eve')).toEqual({ outboxId: null });
    expect(await events()).toEqual(['requested', 'confirmed']);
    const row = await database.db
      .selectFrom('subscribers')
      .select('first_name')
      .where('email_key', '=', email)
      .executeTakeFirst();
    expect(row?.first_name).toBe('Ana');
  });

  it('sends no text of a stranger to the reader', async () => {
    const { outboxId } = await request('Ana');
    const mail = await database.db.selectFrom('outbox').select('payload').where('id', '=', outboxId).executeTakeFirst();
    expect(Object.keys(mail?.payload ?? {})).toEqual(['confirmUrl', 'unsubscribeUrl']);
  });

  it.each(['bounce', 'complaint', 'manual'] as const)('keeps and sends nothing after a %s', async (reason) => {
    await suppressAddress(deps(), { email, reason });
    expect(await request()).toEqual({ outboxId: null });
    expect(await status()).toBeNull();
  });

  it('refuses an invalid address', async () => {
    await expect(request('Ana', 'Ana <ana@paper.example>')).rejects.toEqual(code('ADDRESS_INVALID'));
  });
});

describe('confirming', () => {
  it('makes the subscription active and welcomes once, however often and however many at once', async () => {
    const token = await confirmToken(database.db, (await request()).outboxId);
    clock.advance(60_000);
    const results = await Promise.all(Array.from({ length: 6 }, () => confirm(token)));
    clock.advance(60_000);
    results.push(await confirm(token));
    expect(results.filter((each) => each.outboxId !== null)).toHaveLength(1);
    expect(new Set(results.map((each) => `${each.newsletter.slug} ${each.subscriberId}`)).size).toBe(1);
    expect(await status()).toBe('active');
    expect(await events()).toEqual(['requested', 'confirmed']);
    expect((await mails()).map((mail) => mail.kind)).toEqual(['confirmation', 'welcome']);
  });

  it('expires after 48 hours', async () => {
    const token = await confirmToken(database.db, (await request()).outboxId);
    clock.advance(48 * 3600_000);
    await expect(confirm(token)).rejects.toEqual(code('TOKEN_EXPIRED'));
    expect(await status()).toBe('pending');
  });

  it('refuses a link from before an opt-out and takes the one after it, within the same minute too', async () => {
    const before = await confirmToken(database.db, (await request()).outboxId);
    clock.advance(2_000);
    await leave();
    await expect(confirm(before)).rejects.toEqual(code('TOKEN_EXPIRED'));
    clock.advance(2_000);
    const after = await confirmToken(database.db, (await request()).outboxId);
    expect(await status()).toBe('unsubscribed');
    clock.advance(2_000);
    expect((await leave()).hasChanged).toBe(true);
    await expect(confirm(after)).rejects.toEqual(code('TOKEN_EXPIRED'));
    clock.advance(2_000);
    const last = await confirmToken(database.db, (await request()).outboxId);
    await expect(confirm(before)).rejects.toEqual(code('TOKEN_EXPIRED'));
    await expect(confirm(after)).rejects.toEqual(code('TOKEN_EXPIRED'));
    await confirm(last);
    expect(await status()).toBe('active');
  });

  it('lifts an erasure, which an unconfirmed sign-up does not', async () => {
    await subscribed();
    await eraseSubscriber(deps(), email);
    const { outboxId } = await request();
    const left = () => database.db.selectFrom('suppressions').select('reason').where('reason', '=', 'erased').execute();
    expect(await left()).toHaveLength(1);
    await confirm(await confirmToken(database.db, outboxId));
    expect(await left()).toHaveLength(0);
    expect(await status()).toBe('active');
  });

  it('refuses a token of an erased reader, of another purpose, and without an end', async () => {
    const token = await confirmToken(database.db, (await request()).outboxId);
    await expect(confirm(await leaveToken())).rejects.toEqual(code('TOKEN_INVALID'));
    const endless = issueToken(keys, {
      purpose: 'confirm',
      subscriberId: await subscriberId(database.db, email),
      newsletterId,
    });
    await expect(confirm(endless)).rejects.toEqual(code('TOKEN_INVALID'));
    await eraseSubscriber(deps(), email);
    await expect(confirm(token)).rejects.toEqual(code('TOKEN_INVALID'));
  });
});

describe('leaving', () => {
  it('ends the subscription once, drops mails that wait, and answers a replay in the same way', async () => {
    await subscribed();
    const results = await Promise.all(Array.from({ length: 6 }, () => leave()));
    expect(results.filter((each) => each.hasChanged)).toHaveLength(1);
    expect(await status()).toBe('unsubscribed');
    expect(await events()).toEqual(['requested', 'confirmed', 'unsubscribed']);
    expect((await mails()).map((mail) => mail.state)).toEqual(['suppressed', 'suppressed']);
  });

  it('answers an erased reader as done, and a forged token not at all', async () => {
    await subscribed();
    const token = await leaveToken();
    await eraseSubscriber(deps(), email);
    expect(await unsubscribe(deps(), token, evidence)).toMatchObject({ hasChanged: false });
    await expect(unsubscribe(deps(), `A${token.slice(1)}`, evidence)).rejects.toEqual(code('TOKEN_INVALID'));
    const foreign = unsubscribeToken(1, 999_999);
    await expect(unsubscribe(deps(), foreign, evidence)).rejects.toEqual(code('TOKEN_INVALID'));
  });

  it('can be undone for a day, to the state before', async () => {
    await subscribed();
    await leave();
    const token = await leaveToken();
    expect(await resubscribe(deps(), token, evidence)).toMatchObject({ status: 'active' });
    expect(await resubscribe(deps(), token, evidence)).toMatchObject({ status: 'active' });
    expect(await events()).toEqual(['requested', 'confirmed', 'unsubscribed', 'resubscribed']);
    await leave();
    clock.advance(24 * 3600_000 + 1);
    await expect(resubscribe(deps(), token, evidence)).rejects.toEqual(code('TOKEN_EXPIRED'));
    expect(await status()).toBe('unsubscribed');
  });

  it('never makes active by an Undo who had not confirmed', async () => {
    const token = await confirmToken(database.db, (await request()).outboxId);
    await leave();
    expect(await resubscribe(deps(), await leaveToken(), evidence)).toMatchObject({ status: 'pending' });
    await expect(confirm(token)).rejects.toEqual(code('TOKEN_EXPIRED'));
  });

  it('can be from everything at once', async () => {
    await subscribed();
    const other = await addNewsletter(database.db, `evening-${count}`);
    const { outboxId } = await requestSubscription(deps(), { newsletterId: other, email, evidence });
    await confirm(await confirmToken(database.db, outboxId));
    expect(await unsubscribeEverything(deps(), await leaveToken(), evidence)).toMatchObject({ hasChanged: true });
    expect([await status(), await statusOf(database.db, email, other)]).toEqual(['unsubscribed', 'unsubscribed']);
    expect(await unsubscribeEverything(deps(), await leaveToken(), evidence)).toMatchObject({ hasChanged: false });
  });
});
