import { verifyPassword } from '../../staff/passwords.ts';
import { recordRefusedSignIn } from '../../staff/refusedSignIns.ts';
import { admitSignIn, forgiveSignIn } from '../../staff/signInLimits.ts';
import { clientAddress, networkOf } from '../clientAddress.ts';
import type { Web, WebContext } from '../web.ts';
import { knownDevice } from './sessions.ts';

/** An account with the hash of its password. */
export type AccountRow = { id: number; name: string; email: string | null; hash: string };

export type Checked = 'right' | 'wrong' | 'busy' | { retryAfterSeconds: number };

export async function findAccount({ db }: Web, name: string): Promise<AccountRow | null> {
  const row = await db
    .selectFrom('staff')
    .select(['id', 'name', 'email', 'password_hash as hash'])
    .where('name', '=', name)
    .executeTakeFirst();
  return row ?? null;
}

/**
 * Checks a password within the limits of sign-ins. Unknown names (null) take the same time and count in the same way. Only
 * the cookie that an account gave to a known device changes the limits. Refusals of existing accounts are recorded in the
 * audit log, sparsely.
 */
export async function checkPassword(
  web: Web,
  c: WebContext,
  { name, password, row }: { name: string; password: string; row: AccountRow | null },
): Promise<Checked> {
  const client = clientAddress(c, web.config.trustProxy);
  const network = client === null ? 'unknown' : networkOf(client);
  const admission = await admitSignIn(web, { name, network, device: row && knownDevice(web, c, row.id) });
  if ('retryAfterSeconds' in admission) {
    await recordRefusedSignIn(web, { name, network, action: 'login.locked' });
    return admission;
  }
  const { isKnownDevice, charges } = admission;
  const lane = isKnownDevice ? web.passwordLanes.known : web.passwordLanes.strangers;
  const isRight = await lane(() => verifyPassword(web, password, row?.hash ?? null));
  if (isRight === null) return 'busy';
  if (!isRight || !row) {
    await recordRefusedSignIn(web, { name, network, action: 'login.wrong' });
    return 'wrong';
  }
  await forgiveSignIn(web, charges);
  return 'right';
}

export const BUSY_SECONDS = 10;

/** How long to wait, in words. */
export function describeWait(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return minutes > 1 ? `${minutes} minutes` : 'a minute';
}
