import { createHmac } from 'node:crypto';
import type { Keys } from '../../platform/keys.ts';

/** One reader's copy of one edition. */
export type Copy = { editionId: number; isRehearsal: boolean; subscriberId: number };

/** What the left side of a message's id looks like; with it, nobody can be found who is not known already. */
export const MESSAGE_KEY = /^[A-Za-z0-9_-]{27}$/;

/**
 * What stands before the @ in the Message-ID of one reader's edition: the same for every try of it, and made with a key
 * that nobody else has, so that whoever brings it back has seen that very message. It tells nobody who the reader is.
 */
export function messageKeyOf(keys: Keys, { editionId, isRehearsal, subscriberId }: Copy): string {
  const what = `message-id:${editionId}:${isRehearsal}:${subscriberId}`;
  return createHmac('sha256', keys.addressHash).update(what).digest('base64url').slice(0, 27);
}
