import type { Keys } from '../../platform/keys.ts';
import { macOf } from '../../platform/mac.ts';

/** One reader's copy of one edition. */
type Copy = { editionId: number; isRehearsal: boolean; subscriberId: number };

/**
 * The part before the @ in the Message-ID of one reader's copy. It is the same for every try. It is made with a secret
 * key, so only a person who has seen the message can return it, and it does not reveal the reader. 27 characters of base64url.
 */
export function messageKeyOf(keys: Keys, { editionId, isRehearsal, subscriberId }: Copy): string {
  const what = `message-id:${editionId}:${isRehearsal}:${subscriberId}`;
  return macOf(keys.addressHash, Buffer.from(what)).toString('base64url').slice(0, 27);
}
