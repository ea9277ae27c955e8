import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Db } from '../platform/db/client.ts';
import type { Keys } from '../platform/keys.ts';
import { seal, unseal } from '../platform/seal.ts';

type Deps = { db: Db; keys: Pick<Keys, 'tokens'>; now: () => Date };

/** The use of a challenge: a new passkey or a check for one account, or a sign-in, whose account is not known yet. */
export type Purpose = { kind: 'create' | 'check'; staffId: number } | { kind: 'sign-in' };

const CHALLENGE_MS = 5 * 60_000;
const Challenge = z.object({ challenge: z.string(), expiresAt: z.number() });
const boundTo = (purpose: Purpose): string =>
  purpose.kind === 'sign-in' ? purpose.kind : `${purpose.kind}:${purpose.staffId}`;

/** Makes a challenge. The browser returns it sealed, so that nothing is stored before the answer. */
export function makeChallenge(
  { keys, now }: Omit<Deps, 'db'>,
  purpose: Purpose,
): { challenge: Buffer; sealed: string } {
  const challenge = randomBytes(32);
  const content = { challenge: challenge.toString('base64url'), expiresAt: now().getTime() + CHALLENGE_MS };
  const how = { purpose: 'passkey challenge', boundTo: boundTo(purpose) };
  return { challenge, sealed: seal(keys, how, Buffer.from(JSON.stringify(content))) };
}

/** Opens a sealed challenge. Null if it is for another use, was changed, or is older than five minutes. */
export function readChallenge({ keys, now }: Omit<Deps, 'db'>, purpose: Purpose, sealed: string): string | null {
  const content = unseal(keys, { purpose: 'passkey challenge', boundTo: boundTo(purpose) }, sealed);
  if (content === null) return null;
  const { challenge, expiresAt } = Challenge.parse(JSON.parse(content.toString('utf8')));
  return expiresAt > now().getTime() ? challenge : null;
}

/** Records that a challenge was answered. False if it was answered before: the answer is a replay. */
export async function useChallenge({ db, now }: Omit<Deps, 'keys'>, challenge: string): Promise<boolean> {
  await db.deleteFrom('used_challenges').where('expires_at', '<', now()).execute();
  const used = await db
    .insertInto('used_challenges')
    .values({
      hash: createHash('sha256').update(challenge).digest(),
      // Longer than any challenge is valid.
      expires_at: new Date(now().getTime() + 2 * CHALLENGE_MS),
    })
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .returning('hash')
    .executeTakeFirst();
  return used !== undefined;
}
