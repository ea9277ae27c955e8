import { createHash } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { chargeAll, forgive, refund, type Allowance, type Charge } from '../platform/allowances.ts';
import type { Db } from '../platform/db/client.ts';

type Deps = { db: Db; now: () => Date };

const QUARTER_HOUR_MS = 15 * 60_000;

// Passwords are random with 98 bits, so no allowance below helps a guess. The limits are for load and noise.
const OF_DEVICE: Allowance = { count: 30, windowMs: QUARTER_HOUR_MS };
/** One account from one network. */
const OF_PAIR: Allowance = { count: 8, windowMs: QUARTER_HOUR_MS };
/** One network, for any names: an office can sign in together, and a list of names takes hours. */
const OF_NETWORK: Allowance = { count: 60, windowMs: QUARTER_HOUR_MS };
/** One account from all networks. Above it, each wide network gets OF_SUSPECT: slower, but no network blocks another. */
const OF_ACCOUNT: Allowance = { count: 60, windowMs: QUARTER_HOUR_MS };
const OF_SUSPECT: Allowance = { count: 2, windowMs: 60 * 60_000 };

/** A sign-in attempt. `network`: from `networkOf`. `device`: a device that signed in to this account before. */
type Attempt = { name: string; network: string; device: string | null };

/** `charges`: what the attempt used. They are refunded after a successful sign-in. */
export type Admission = { isKnownDevice: boolean; charges: readonly Charge[] } | { retryAfterSeconds: number };

/** The beginning of the keys of an account's allowances. Unknown names are counted in the same way, so that answers reveal nothing. Keys contain no name. */
export const accountKey = (name: string): string =>
  `login:${createHash('sha256').update(name).digest('hex').slice(0, 32)}:`;

/** The range in which one operator has many networks: the /24 of IPv4, the /48 of IPv6. */
export function wideNetworkOf(network: string): string {
  const address = network.split('/')[0]!;
  if (ipaddr.IPv6.isValid(address)) return `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/48`).toString()}/48`;
  if (ipaddr.IPv4.isValid(address)) return `${ipaddr.IPv4.networkAddressFromCIDR(`${address}/24`).toString()}/24`;
  return network;
}

/**
 * Charges one sign-in attempt before the password is checked. A known device has its own allowance, which others cannot
 * use up; above it, it counts as unknown. Unknown devices are limited by account and network, and by network. If an
 * account is attacked from many networks, each is slowed down, and none is blocked by another's attempts.
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

/** Refunds an attempt: all of the first charge, which is the person's own, and one unit of the others. */
export async function forgiveSignIn({ db }: { db: Db }, charges: readonly Charge[]): Promise<void> {
  const [own, ...shared] = charges;
  if (own) await forgive({ db }, own.key);
  for (const charge of shared) await refund({ db }, charge);
}

/** Clears every attempt on an account, from all networks. */
export async function forgiveAccount(db: Db, name: string): Promise<void> {
  await db
    .deleteFrom('allowances')
    .where(({ eb, fn, val }) => eb(fn<boolean>('starts_with', ['key', val(accountKey(name))]), '=', true))
    .execute();
}
