import { createHash } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { chargeAll, forgive, refund, type Allowance, type Charge } from '../platform/allowances.ts';
import type { Db } from '../platform/db/client.ts';

type Deps = { db: Db; now: () => Date };

const QUARTER_HOUR_MS = 15 * 60_000;

// Passwords are random and have 98 bits: no allowance below gives a guess a chance. What is limited is work and noise.
const OF_DEVICE: Allowance = { count: 30, windowMs: QUARTER_HOUR_MS };
/** One account, one network. */
const OF_PAIR: Allowance = { count: 8, windowMs: QUARTER_HOUR_MS };
/** One network, whatever names it tries: an office signs in together, a list of names takes hours. */
const OF_NETWORK: Allowance = { count: 60, windowMs: QUARTER_HOUR_MS };
/** One account, all networks together. Beyond it a wide network has OF_SUSPECT: slower, but no network closes another. */
const OF_ACCOUNT: Allowance = { count: 60, windowMs: QUARTER_HOUR_MS };
const OF_SUSPECT: Allowance = { count: 2, windowMs: 60 * 60_000 };

/** Who tries to sign in. `network`: a person's (`networkOf`). `device`: a device that signed in to this account before. */
export type Attempt = { name: string; network: string; device: string | null };

/** `charges`: what the attempt has used, given back if it was right. */
export type Admission = { isKnownDevice: boolean; charges: readonly Charge[] } | { retryAfterSeconds: number };

/** Names that nobody has are counted in the same way, so that their answers tell nothing; keys hold no name. */
const accountKey = (name: string): string => `login:${createHash('sha256').update(name).digest('hex').slice(0, 32)}:`;

/** What one operator has many networks of: of IPv4 the /24, of IPv6 the /48. */
function wideNetworkOf(network: string): string {
  const address = network.split('/')[0]!;
  if (ipaddr.IPv6.isValid(address)) return `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/48`).toString()}/48`;
  if (ipaddr.IPv4.isValid(address)) return `${ipaddr.IPv4.networkAddressFromCIDR(`${address}/24`).toString()}/24`;
  return network;
}

/**
 * Charges one attempt to sign in, before the password is looked at. A known device has an allowance of its own, which
 * nothing that others do can use up; beyond it, it counts as a stranger. Strangers are limited by account and network, and
 * by network; where an account is guessed at from many networks, each is slowed down, and none is closed by another's
 * attempts.
 */
export async function admitSignIn(deps: Deps, { name, network, device }: Attempt): Promise<Admission> {
  const account = accountKey(name);
  if (device !== null) {
    const own: Charge = { key: `${account}device:${device}`, allowance: OF_DEVICE };
    if (!(await chargeAll(deps, [own]))) return { isKnownDevice: true, charges: [own] };
  }
  const near: Charge[] = [
    { key: `${account}network:${network}`, allowance: OF_PAIR },
    { key: `login-network:${network}`, allowance: OF_NETWORK },
  ];
  const refused = await chargeAll(deps, near);
  if (refused) return { retryAfterSeconds: refused.retryAfterSeconds };
  const all: Charge = { key: `${account}all`, allowance: OF_ACCOUNT };
  if (!(await chargeAll(deps, [all]))) return { isKnownDevice: false, charges: [...near, all] };
  const suspect: Charge = { key: `${account}suspect:${wideNetworkOf(network)}`, allowance: OF_SUSPECT };
  const slowed = await chargeAll(deps, [suspect]);
  if (slowed) return { retryAfterSeconds: slowed.retryAfterSeconds };
  return { isKnownDevice: false, charges: [...near, suspect] };
}

/** Gives back what an attempt has used: the whole of the first charge, which is the person's own, and one of the others. */
export async function forgiveSignIn({ db }: { db: Db }, charges: readonly Charge[]): Promise<void> {
  const [own, ...shared] = charges;
  if (own) await forgive({ db }, own.key);
  for (const charge of shared) await refund({ db }, charge);
}

/** Forgets every attempt on an account, from wherever it came. */
export async function forgiveAccount(db: Db, name: string): Promise<void> {
  await db
    .deleteFrom('allowances')
    .where(({ eb, fn, val }) => eb(fn<boolean>('starts_with', ['key', val(accountKey(name))]), '=', true))
    .execute();
}
