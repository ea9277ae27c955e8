import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Keys } from '../../../platform/keys.ts';

/** The form field with the time at which the form was made. */
export const STAMP = 'stamp';

/** No person types an address faster than this, but robots post at once. */
const MIN_FILL_MS = 2_000;
// A page may stay open, or in a reader's cache, overnight.
const MAX_AGE_MS = 24 * 3600_000;

function sign(key: Buffer, slug: string, time: string): Buffer {
  return createHmac('sha256', key).update(`form:${slug}:${time}`).digest().subarray(0, 16);
}

/** Makes the stamp of a newsletter's form: the time, signed. */
export function issueStamp({ tokens }: Pick<Keys, 'tokens'>, slug: string, now: Date): string {
  const time = now.getTime().toString(36);
  return `${time}.${sign(tokens[0]!.key, slug, time).toString('base64url')}`;
}

/**
 * What a form's stamp proves. `fast`: the form was made less than MIN_FILL_MS ago. `filled`: it was made within a day.
 * `none`: the stamp is missing, old, forged, or of another newsletter. `none` is no evidence of a robot, because plain
 * forms on other sites, cached pages and scripts have no stamp.
 */
export function readStamp(
  { tokens }: Pick<Keys, 'tokens'>,
  slug: string,
  stamp: string | undefined,
  now: Date,
): 'fast' | 'filled' | 'none' {
  const match = /^([0-9a-z]{1,11})\.([A-Za-z0-9_-]{22})$/.exec(stamp ?? '');
  if (!match) return 'none';
  const [, time, signature] = match;
  const given = Buffer.from(signature!, 'base64url');
  if (!tokens.some(({ key }) => timingSafeEqual(sign(key, slug, time!), given))) return 'none';
  const age = now.getTime() - Number.parseInt(time!, 36);
  if (age < 0 || age > MAX_AGE_MS) return 'none';
  return age < MIN_FILL_MS ? 'fast' : 'filled';
}
