import { sql } from 'kysely';
import type { Db } from '../../src/platform/db/client.ts';
import { deriveTokenKeys, type Keys } from '../../src/platform/keys.ts';
import type { Evidence } from '../../src/readers/consent.ts';
import { hashAddress } from '../../src/readers/addresses.ts';
import { keepRequest, type SignUpRequest } from '../../src/readers/optIn.ts';
import { issueToken } from '../../src/platform/tokens.ts';

export const keys: Keys = {
  tokens: deriveTokenKeys(['a-secret-of-the-tests-with-32-bytes']),
  addressHash: Buffer.alloc(32, 5),
};

export const publicUrl = 'https://news.paper.example';

export const evidence: Evidence = {
  textShown: 'Get the headlines every morning.',
  pageUrl: 'https://paper.example/story',
  networkAddress: '192.0.2.7',
  userAgent: 'Test/1',
};

/** A clock that stands still until it is moved. */
export function createClock(start = '2026-03-01T05:30:20Z'): { now: () => Date; advance: (ms: number) => void } {
  let time = new Date(start).getTime();
  return {
    now: () => new Date(time),
    advance: (ms) => {
      time += ms;
    },
  };
}

export async function addNewsletter(db: Db, slug: string): Promise<number> {
  const row = await db
    .insertInto('newsletters')
    .values({ slug, name: 'Morning Lines', from_name: 'The Paper', from_address: 'news@paper.example' })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/**
 * Removes all subscribers and suppressions. Consent records cannot be deleted directly; they are deleted with
 * subscribers.
 */
export async function emptyList(db: Db): Promise<void> {
  await sql`with s as (delete from subscribers), x as (delete from suppressions) delete from outbox`.execute(db);
}

/** An active reader of these newsletters, without a history. */
export async function addReader(db: Db, email: string, newsletterIds: number[]): Promise<number> {
  const { id } = await db
    .insertInto('subscribers')
    .values({ email, email_key: email, address_hash: hashAddress(keys, email) })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const newsletterId of newsletterIds)
    await db
      .insertInto('subscriptions')
      .values({ subscriber_id: id, newsletter_id: newsletterId, status: 'active' })
      .execute();
  return id;
}

export async function subscriberId(db: Db, emailKey: string): Promise<number> {
  const row = await db
    .selectFrom('subscribers')
    .select('id')
    .where('email_key', '=', emailKey)
    .executeTakeFirstOrThrow();
  return row.id;
}

export async function statusOf(db: Db, emailKey: string, newsletterId: number): Promise<string | null> {
  const row = await db
    .selectFrom('subscriptions')
    .innerJoin('subscribers', 'subscribers.id', 'subscriber_id')
    .select('status')
    .where('email_key', '=', emailKey)
    .where('newsletter_id', '=', newsletterId)
    .executeTakeFirst();
  return row?.status ?? null;
}

export const unsubscribeToken = (subscriber: number, newsletterId: number): string =>
  issueToken(keys, { purpose: 'unsubscribe', subscriberId: subscriber, newsletterId });

/** The token of a confirmation that waits in the outbox. */
export async function confirmToken(db: Db, outboxId: number | null): Promise<string> {
  const row = await db.selectFrom('outbox').select('payload').where('id', '=', outboxId).executeTakeFirstOrThrow();
  return String(row.payload.confirmUrl).split('/').at(-1)!;
}

/** A sign-up that is looked at at once. */
export function requestSubscription(
  deps: { db: Db; keys: Keys; now: () => Date; publicUrl: string },
  request: SignUpRequest,
): Promise<{ outboxId: number | null }> {
  return deps.db.transaction().execute((tx) => keepRequest({ ...deps, tx }, request));
}
