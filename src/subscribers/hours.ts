import type { Db } from '../db/client.ts';
import { ReveilleError } from '../errors.ts';
import { parseAddress } from './addresses.ts';

/** A reader's own hour (HH:MM) and zone (IANA); null: the newsletter's; undefined: as it is. */
export type ReaderHour = { sendAt?: string | null; zone?: string | null };

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** True for an IANA time zone that this Node knows. */
export function isZone(zone: string): boolean {
  try {
    return Boolean(Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}

/**
 * Sets the hour and the zone at which a reader gets a newsletter. It holds from the next edition whose wave is
 * still to come; no edition comes twice for it, and none is missed. Throws INVALID_INPUT, ADDRESS_INVALID or NOT_FOUND.
 */
export async function setReaderHour(
  { db }: { db: Db },
  { address, newsletterId, hour }: { address: string; newsletterId: number; hour: ReaderHour },
): Promise<{ sendAt: string | null; zone: string | null }> {
  const { sendAt, zone } = hour;
  if (typeof sendAt === 'string' && !TIME.test(sendAt))
    throw new ReveilleError('INVALID_INPUT', `${sendAt} is no time such as 05:30.`);
  if (typeof zone === 'string' && !isZone(zone))
    throw new ReveilleError('INVALID_INPUT', `${zone} is no time zone such as Asia/Tokyo.`);
  const { emailKey } = parseAddress(address);
  const row = await db
    .updateTable('subscriptions')
    .set(({ ref }) => ({
      send_at: sendAt === undefined ? ref('send_at') : sendAt,
      zone: zone === undefined ? ref('zone') : zone,
    }))
    .where('newsletter_id', '=', newsletterId)
    .where('subscriber_id', 'in', (query) =>
      query.selectFrom('subscribers').select('id').where('email_key', '=', emailKey),
    )
    .returning(['send_at as sendAt', 'zone'])
    .executeTakeFirst();
  if (!row) throw new ReveilleError('NOT_FOUND', 'That address has no subscription to the newsletter.');
  return row;
}
