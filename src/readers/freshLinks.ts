import { sql } from 'kysely';
import { chargeAll, type Allowance } from '../platform/allowances.ts';
import type { Db } from '../platform/db/client.ts';
import { ReveilleError } from '../domain/errors.ts';
import type { Keys } from '../platform/keys.ts';
import { saveMail } from './mails.ts';
import { claimedSubscriber, issueToken, readToken } from '../platform/tokens.ts';

type Deps = { db: Db; keys: Keys; now: () => Date; publicUrl: string };

/** Actions that need a fresh link to the mailbox, because readers forward mails with their ordinary links. */
export type FreshPurpose = 'data' | 'erase' | 'move';

const FRESH_LINK_LIFE_MS = 15 * 60_000;

// Limits these mails per reader.
const PER_PURPOSE: Allowance = { count: 3, windowMs: 3_600_000 };
const PER_READER: Allowance = { count: 10, windowMs: 24 * 3_600_000 };

const invalid = (): ReveilleError => new ReveilleError('TOKEN_INVALID', 'This link is not valid.');

/**
 * Sends a reader the link for one purpose to their current address. It works for 15 minutes, for this reader and
 * purpose only, and only while they keep the address. Returns `limited` if enough were sent. Callers check that mail may
 * go to the address. Throws TOKEN_INVALID if the reader no longer exists.
 */
export async function sendFreshLink(
  { db, keys, now, publicUrl }: Deps,
  { subscriberId, newsletterId, purpose }: { subscriberId: number; newsletterId: number; purpose: FreshPurpose },
): Promise<{ state: 'sent'; outboxId: number } | { state: 'limited' }> {
  return db.transaction().execute(async (tx) => {
    const reader = await tx
      .selectFrom('subscribers')
      .select(['email', 'email_key'])
      .where('id', '=', subscriberId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!reader) throw invalid();
    const key = `fresh-link:${subscriberId}`;
    const refused = await chargeAll({ db: tx, now }, [
      { key: `${key}:${purpose}`, allowance: PER_PURPOSE },
      { key, allowance: PER_READER },
    ]);
    if (refused) return { state: 'limited' };
    const at = now();
    const expiresAt = new Date(at.getTime() + FRESH_LINK_LIFE_MS);
    const token = issueToken(keys, { purpose, subscriberId, newsletterId, expiresAt, boundTo: reader.email_key });
    const mail = { kind: 'fresh_link', newsletterId, subscriberId, to: reader.email, at, expiresAt } as const;
    const outboxId = await saveMail(tx, mail, { purpose, url: `${publicUrl}/${purpose}/${token}` });
    return { state: 'sent', outboxId };
  });
}

/** The reader of a fresh link. */
type FreshReader = { subscriberId: number; newsletterId: number; email: string; language: string | null };

/** Finds the reader of a fresh link for `purpose`, without changing anything. Throws TOKEN_INVALID or TOKEN_EXPIRED. */
export async function openFreshLink(
  { db, keys, now }: Pick<Deps, 'db' | 'keys' | 'now'>,
  purpose: FreshPurpose,
  token: string,
): Promise<FreshReader> {
  const { rows } = await sql<{ email: string; emailKey: string; language: string | null }>`
    select email, email_key as "emailKey", language from subscribers
    where id = ${claimedSubscriber(token) ?? 0} and merged_into is null`.execute(db);
  const reader = rows[0];
  if (!reader) throw invalid();
  const { subscriberId, newsletterId } = readToken(keys, purpose, token, now(), reader.emailKey);
  return { subscriberId, newsletterId, email: reader.email, language: reader.language };
}
