import type { Db } from '../platform/db/client.ts';
import type { OutboxKind } from '../platform/db/tables/deliveries.ts';

/** Stores a mail to one person for the renderer. Returns its row's id. */
export async function saveMail(
  tx: Db,
  mail: { kind: OutboxKind; newsletterId: number; subscriberId: number; to: string; at: Date; expiresAt: Date },
  payload: Record<string, string>,
): Promise<number> {
  const row = await tx
    .insertInto('outbox')
    .values({
      kind: mail.kind,
      newsletter_id: mail.newsletterId,
      subscriber_id: mail.subscriberId,
      to_address: mail.to,
      payload: JSON.stringify(payload),
      dedupe_key: null,
      next_attempt_at: mail.at,
      expires_at: mail.expiresAt,
      created_at: mail.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}
