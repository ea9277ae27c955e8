import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import { isReveilleError } from '../../domain/errors.ts';
import type { Keys } from '../../platform/keys.ts';
import { messageKeyOf } from '../../wire/message/messageId.ts';
import { readReturnToken } from '../../wire/message/returnPath.ts';
import { parseAddress } from '../../readers/addresses.ts';
import { findMailedTokens } from '../../readers/mailedOptOut.ts';
import { readToken, TOKEN_LENGTH } from '../../platform/tokens.ts';
import { walk, type Part } from '../mail/parts.ts';
import { RECEIVED } from '../../domain/states.ts';

type Deps = { db: Db; keys: Keys; now: () => Date };

/** The delivery that a returned mail is about, beyond doubt. */
export type Proven = { subscriberId: number; editionId: number; submittedAt: Date; by: 'return-path' | 'message-id' };

/** What a mail brings: its bytes (one a character), its parts, whom it is for, and whom it names. */
export type Brought = { binary: string; mail: Part; texts: readonly string[]; addresses: readonly string[] };

/** A mail system gives up after some days; what comes back later than this tells nothing of today. */
const MAX_AGE_DAYS = 60;
// More than a mail can have for a reason.
const MAX_CANDIDATES = 20;

type Row = { editionId: number; submittedAt: Date };

/** What a reader was handed to the relay for, or may have been. */
async function listDeliveries({ db, now }: Deps, subscriberId: number): Promise<Row[]> {
  const since = new Date(now().getTime() - MAX_AGE_DAYS * 86_400_000);
  // The editions first: each is a partition of its own, in which the reader is found by the key.
  const { rows } = await sql<Row>`
    select e.id as "editionId", coalesce(d.submitted_at, d.data_at) as "submittedAt"
    from editions e
    join deliveries d on d.edition_id = e.id and not d.is_rehearsal and d.subscriber_id = ${subscriberId}
    where e.date >= ${since.toISOString().slice(0, 10)}::date and d.state = any(${RECEIVED}::text[])
      and coalesce(d.submitted_at, d.data_at) is not null`.execute(db);
  return rows;
}

/** Our addresses for returned mail. */
export async function listBounceAddresses(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('newsletters')
    .select('bounce_address')
    .where('bounce_address', 'is not', null)
    .execute();
  return rows.flatMap(({ bounce_address: address }) => address ?? []);
}

async function byReturnPath(deps: Deps, { texts }: Brought): Promise<Proven | null> {
  for (const token of findMailedTokens(texts, await listBounceAddresses(deps.db)).slice(0, MAX_CANDIDATES)) {
    const of = readReturnToken(deps.keys, token, deps.now());
    const row = of && (await listDeliveries(deps, of.subscriberId)).find(({ editionId }) => editionId === of.editionId);
    if (of && row) return { ...of, submittedAt: row.submittedAt, by: 'return-path' };
  }
  return null;
}

/** Whom a mail may be about: those whose links to leave it holds, and those whom it names. */
async function listCandidates({ db, keys, now }: Deps, { binary, addresses }: Brought): Promise<number[]> {
  const links = binary.matchAll(new RegExp(`/unsubscribe/([A-Za-z0-9_-]{${TOKEN_LENGTH}})`, 'g'));
  const tokens = [...new Set(Array.from(links, ([, token]) => token!))].slice(0, MAX_CANDIDATES);
  const ids = tokens.flatMap((token) => {
    try {
      return readToken(keys, 'unsubscribe', token, now()).subscriberId;
    } catch (error) {
      if (isReveilleError(error, 'TOKEN_INVALID', 'TOKEN_EXPIRED')) return [];
      throw error;
    }
  });
  const emailKeys = addresses.slice(0, MAX_CANDIDATES).flatMap(keyOf);
  if (emailKeys.length === 0) return [...new Set(ids)];
  const rows = await db.selectFrom('subscribers').select('id').where('email_key', 'in', emailKeys).execute();
  return [...new Set([...ids, ...rows.map(({ id }) => id)])];
}

function keyOf(address: string): string[] {
  try {
    return [parseAddress(address).emailKey];
  } catch (error) {
    if (isReveilleError(error, 'ADDRESS_INVALID')) return [];
    throw error;
  }
}

/** The ids of messages in a mail, ours or not: in its header, or in what it returns, plain or encoded. */
function findMessageKeys({ binary, mail }: Brought): Set<string> {
  const keys = new Set<string>();
  const look = (text: string): void => {
    for (const [, key] of text.matchAll(/<([A-Za-z0-9_-]{27})@/g)) keys.add(key!);
  };
  look(binary);
  for (const { fields, text } of walk(mail)) {
    for (const { value } of fields) look(value);
    look(text);
  }
  return keys;
}

async function byMessageId(deps: Deps, brought: Brought): Promise<Proven | null> {
  const keys = findMessageKeys(brought);
  if (keys.size === 0) return null;
  for (const subscriberId of await listCandidates(deps, brought))
    for (const { editionId, submittedAt } of await listDeliveries(deps, subscriberId))
      if (keys.has(messageKeyOf(deps.keys, { editionId, isRehearsal: false, subscriberId })))
        return { subscriberId, editionId, submittedAt, by: 'message-id' };
  return null;
}

/**
 * Finds the delivery that a returned mail is about, by what only a copy of that message can have brought: the token in
 * the address that it came to, or the Message-ID of the message that it returns. A link to leave is no proof, for it
 * travels with whatever a reader forwards; like an address, it only says where to look. Null: nothing is proved.
 */
export async function findProof(deps: Deps, brought: Brought): Promise<Proven | null> {
  return (await byReturnPath(deps, brought)) ?? (await byMessageId(deps, brought));
}
