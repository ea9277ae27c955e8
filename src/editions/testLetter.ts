import { isAnyOf, OUTBOX_WAITING, type DeliveryState } from '../domain/states.ts';
import { recordAudit } from '../platform/audit.ts';
import type { Db } from '../platform/db/client.ts';
import type { Queues } from '../platform/queue/queue.ts';
import { parseAddress } from '../readers/addresses.ts';

/**
 * Puts a short letter to one person into the outbox, which is processed like every mail: rendered, signed, and sent
 * through the relay. It needs no edition. Returns the outbox row's id. Throws ADDRESS_INVALID.
 */
export async function requestTestLetter(
  { db, queues, now }: { db: Db; queues: Queues; now: () => Date },
  { newsletterId, to, actor }: { newsletterId: number; to: string; actor: string },
): Promise<number> {
  const { email } = parseAddress(to);
  const lines = [
    `${actor} sent this letter from the desk on ${now().toISOString().slice(0, 16).replace('T', ' ')} UTC, to see whether mail arrives.`,
    'If you read this, it does. Look at how your mail program shows the sender, and at the folder in which you found it.',
  ];
  const { id } = await db
    .insertInto('outbox')
    .values({
      kind: 'alert',
      newsletter_id: newsletterId,
      to_address: email,
      payload: JSON.stringify({ subject: 'A test letter', lines }),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await recordAudit(db, { actor, action: 'test letter', newsletterId });
  await queues.enqueue('renderOutbox', { outboxId: id });
  return id;
}

/** The state of a letter in the outbox, and the relay's answer. */
export type SentLetter = {
  to: string;
  state: DeliveryState | 'ready';
  relay: string | null;
  reply: string | null;
};

/** The letter of an outbox row's id, if it is one to staff. */
export async function findTestLetter({ db }: { db: Db }, id: number): Promise<SentLetter | null> {
  const row = await db
    .selectFrom('outbox')
    .select(['to_address as to', 'state', 'relay', 'reply'])
    .where('id', '=', id)
    .where('kind', '=', 'alert')
    .executeTakeFirst();
  return row ?? null;
}

/** True while a letter is on its way to the relay. */
export const isUnderWay = (letter: SentLetter | null): boolean =>
  letter !== null && isAnyOf(OUTBOX_WAITING, letter.state);
