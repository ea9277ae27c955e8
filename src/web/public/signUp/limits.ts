import type { Allowance } from '../../../platform/allowances.ts';

/** Limits of sign-ups over all web processes. Requests beyond them must wait. */
export type SignUpLimits = {
  /** For one network (IPv4 address, IPv6 /64). A sign-up without proof of a filled form counts twice. */
  perNetwork: Allowance;
  /** Confirmations to one address, for all newsletters. Beyond it, the answer is the same, but nothing is sent. */
  perAddress: Allowance;
  /** For all sign-ups together. A naturally growing list does not reach it. */
  inAll: Allowance;
};

/** An office behind one address can sign up together; a robot is stopped within seconds. */
export const SIGN_UP_LIMITS: SignUpLimits = {
  perNetwork: { count: 120, windowMs: 15 * 60_000 },
  perAddress: { count: 10, windowMs: 24 * 3600_000 },
  inAll: { count: 5_000, windowMs: 3600_000 },
};
