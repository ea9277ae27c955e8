import { recordAudit } from '../platform/audit.ts';
import type { Db } from '../platform/db/client.ts';
import { ReveilleError } from '../domain/errors.ts';
import type { OutboxState } from '../domain/states.ts';
import { assertNotHeld } from '../platform/hold.ts';
import type { Keys } from '../platform/keys.ts';
import type { Queues } from '../platform/queue/queue.ts';
import { parseAddress } from '../readers/addresses.ts';
import { issueToken } from '../platform/tokens.ts';
import { loadEdition } from './load.ts';

// No subscriber has this id: the links of a test copy are well formed, and have no effect.
const NOBODY = 0;

/**
 * Adds one test copy of an edition, in any state, to the outbox and returns the outbox row's id. The address need not
 * belong to a subscriber. Throws NOT_FOUND, ADDRESS_INVALID, or EDITION_STATE while all sending is held.
 */
export async function requestTestCopy(
  { db, keys, queues }: { db: Db; keys: Keys; queues: Queues },
  { editionId, to, actor }: { editionId: number; to: string; actor: string },
): Promise<number> {
  const { email } = parseAddress(to);
  await assertNotHeld({ db });
  const loaded = await loadEdition({ db }, editionId);
  if (!loaded) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
  const { newsletter, edition } = loaded;
  const token = (purpose: 'unsubscribe' | 'preferences'): string =>
    issueToken(keys, { purpose, subscriberId: NOBODY, newsletterId: newsletter.id });
  const { id } = await db
    .insertInto('outbox')
    .values({
      kind: 'test',
      newsletter_id: newsletter.id,
      edition_id: edition.id,
      to_address: email,
      payload: JSON.stringify({ unsubscribeToken: token('unsubscribe'), preferencesToken: token('preferences') }),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await recordAudit(db, { actor, action: 'test copy', newsletterId: newsletter.id, editionId });
  await queues.enqueue('renderOutbox', { outboxId: id });
  return id;
}

/** A test copy and what became of it. `reply`: the relay's words. */
export type TestCopy = {
  id: number;
  to: string;
  state: OutboxState;
  askedAt: Date;
  submittedAt: Date | null;
  relay: string | null;
  statusCode: string | null;
  reply: string | null;
};

const MAX_COPIES = 5;

/** The latest test copies of an edition, the latest first. */
export function listTestCopies({ db }: { db: Db }, editionId: number): Promise<TestCopy[]> {
  return db
    .selectFrom('outbox')
    .select([
      'id',
      'to_address as to',
      'state',
      'created_at as askedAt',
      'submitted_at as submittedAt',
      'relay',
      'status_code as statusCode',
      'reply',
    ])
    .where('kind', '=', 'test')
    .where('edition_id', '=', editionId)
    .orderBy('id', 'desc')
    .limit(MAX_COPIES)
    .execute();
}
