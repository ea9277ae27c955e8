/** Counts attempts in a sliding window: of one client, and of all together. */
export type Throttle = {
  /** Takes one attempt; false where there were too many. */
  take: (client: string) => boolean;
  /** Forgets a client's attempts, after one that was right. */
  forgive: (client: string) => void;
};

/**
 * A throttle of this process's memory: `perClient` and `inAll` attempts in `windowMs`. Enough for the desk's
 * login, whose passwords are not short; a restart forgets it.
 */
export function createThrottle({
  now,
  perClient = 8,
  inAll = 120,
  windowMs = 15 * 60_000,
}: {
  now: () => Date;
  perClient?: number;
  inAll?: number;
  windowMs?: number;
}): Throttle {
  let attempts: { client: string; at: number }[] = [];
  return {
    take: (client) => {
      const at = now().getTime();
      attempts = attempts.filter((attempt) => attempt.at > at - windowMs);
      if (attempts.length >= inAll) return false;
      if (attempts.filter((attempt) => attempt.client === client).length >= perClient) return false;
      attempts.push({ client, at });
      return true;
    },
    forgive: (client) => {
      attempts = attempts.filter((attempt) => attempt.client !== client);
    },
  };
}
