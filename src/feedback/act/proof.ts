import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import { isReveilleError } from '../../domain/errors.ts';
import type { Keys } from '../../platform/keys.ts';
import { messageKeyOf } from '../../wire/message/messageId.ts';
import { readReturnToken } from '../../wire/message/returnPath.ts';
import { parseAddress } from '../../readers/addresses.ts';
import { listRecorded } from '../../readers/deliveryRecords.ts';
import { findMailedTokens } from '../../readers/mailedOptOut.ts';
import { readToken, TOKEN_LENGTH } from '../../platform/tokens.ts';
import { walk, type MailPart } from '../mail/parts.ts';
import { isAnyOf, RECEIVED } from '../../domain/states.ts';

type Deps = { db: Db; keys: Keys; now: () => Date };

/** The delivery that a returned mail is certainly about. */
export type Proven = { subscriberId: number; editionId: number; submittedAt: Date; by: 'return-path' | 'message-id' };

/**
 * The evidence in a mail: its bytes (one per character), its parts, its recipients, and the addresses that it names.
 */
type Brought = { binary: string; mail: MailPart; texts: readonly string[]; addresses: readonly string[] };

/** Mail systems give up after some days. A mail that returns later than this says nothing about the present. */
const MAX_AGE_DAYS = 60;
// More candidates than a genuine mail has.
const MAX_CANDIDATES = 20;

type Row = { editionId: number; submittedAt: Date };

/** The deliveries to a reader that reached the relay, or may have reached it, also those whose rows were removed as old. */
async function listDeliveries({ db, now }: Deps, subscriberId: number): Promise<Row[]> {
  const since = new Date(now().getTime() - MAX_AGE_DAYS * 86_400_000);
  // Starts from the editions: each has its own partition, in which the reader is found by the key.
  const { rows } = await sql<Row>`
    select e.id as "editionId", coalesce(d.submitted_at, d.data_at) as "submittedAt"
    from editions e
    join deliveries d on d.edition_id = e.id and not d.is_rehearsal and d.subscriber_id = ${subscriberId}
    where e.date >= ${since.toISOString().slice(0, 10)}::date and d.state = any(${RECEIVED}::text[])
      and coalesce(d.submitted_at, d.data_at) is not null`.execute(db);
  const recorded = (await listRecorded(db, subscriberId)).flatMap(({ editionId, state, submittedAt }) =>
    submittedAt && submittedAt >= since && isAnyOf(RECEIVED, state) ? [{ editionId, submittedAt }] : [],
  );
  return [...rows, ...recorded.filter((each) => !rows.some(({ editionId }) => editionId === each.editionId))];
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

/** The readers that a mail may be about: those of its unsubscribe links, and those whose addresses it names. */
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

/** All message ids in a mail, ours or not: in its header, or in the returned message, plain or encoded. */
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
 * Finds the delivery that a returned mail is about. Proof is what only a copy of that message contains: the token in
 * the
 * address that the mail was sent to, or the Message-ID of the returned message. An unsubscribe link is no proof,
 * because
 * readers forward mails with their links. Like an address, it only shows where to look. Null: nothing is proved.
 */
export async function findProof(deps: Deps, brought: Brought): Promise<Proven | null> {
  return (await byReturnPath(deps, brought)) ?? (await byMessageId(deps, brought));
}
