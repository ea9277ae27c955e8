import type { Allowance } from '../../../platform/allowances.ts';

/** What sign-ups are held to, over all web processes; whoever asks for more waits. */
export type SignUpLimits = {
  /** Of one network (IPv4 address, IPv6 /64); without proof of a filled form each counts twice. */
  perNetwork: Allowance;
  /** Confirmations to one address, of all newsletters; beyond it the answer is the usual one, and nothing is sent. */
  perAddress: Allowance;
  /** Of everybody together: what a list that grows by nature does not reach. */
  inAll: Allowance;
};

/** An office behind one address can sign up together; a robot is stopped within seconds. */
export const SIGN_UP_LIMITS: SignUpLimits = {
  perNetwork: { count: 120, windowMs: 15 * 60_000 },
  perAddress: { count: 10, windowMs: 24 * 3600_000 },
  inAll: { count: 5_000, windowMs: 3600_000 },
};
