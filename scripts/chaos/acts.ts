import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../../src/platform/db/client.ts';
import type { Keys } from '../../src/platform/keys.ts';
import { unsubscribe } from '../../src/readers/optOut.ts';
import { issueToken } from '../../src/platform/tokens.ts';
import type { Member } from './fleet.ts';
import { anyClaimed, inFlightOf, stubbornly } from './ledger.ts';
import type { Misbehaviour } from './misbehaviours.ts';
import type { Act } from './plan.ts';
import type { Made } from './readers.ts';
import type { PostgresServer, RedisServer } from './servers.ts';

/** An act, and the state of the ledger at that moment. Times are milliseconds since 1970. */
export type Happened = {
  counts: Map<Misbehaviour, number>;
  kills: { at: number; inFlight: string[] }[];
  longestStopMs: number;
  optOuts: Map<string, { askedAt: number; committedAt: number }>;
};

type ActDeps = {
  db: Db;
  keys: Keys;
  made: Made;
  mailers: readonly Member[];
  postgres: PostgresServer;
  redis: RedisServer | null;
  happened: Happened;
};

// A statement of a dead mailer may still run in the database for a short time.
const SETTLE_MS = 300;

const CLOCK_JUMPS_MS = [0, 3 * 3600_000, -3 * 3600_000];
export const clockJump = (mailer: number, isNow: boolean): string =>
  `--import=${new URL(`./jumpClock.ts?ms=${CLOCK_JUMPS_MS[mailer] ?? 0}${isNow ? '&now' : ''}`, import.meta.url).href}`;

/** Creates a function that does acts. Acts on the same part wait for each other. */
export function createActor(deps: ActDeps): (act: Act) => Promise<void> {
  const queues = new Map<string, Promise<void>>();
  const inTurn = (part: string, work: () => Promise<void>): Promise<void> => {
    const mine = (queues.get(part) ?? Promise.resolve()).then(work);
    queues.set(
      part,
      mine.catch(() => undefined),
    );
    return mine;
  };
  return async (act) => {
    switch (act.kind) {
      case 'kill':
        return inTurn('kill', () => kill(deps, act));
      case 'stop':
        return stop(deps, act);
      case 'clock':
        return jump(deps, act.mailer);
      case 'redis-flush':
      case 'redis-restart':
        return inTurn('redis', async () => {
          if (!deps.redis) return;
          await (act.kind === 'redis-flush' ? deps.redis.flush() : deps.redis.restart(act));
          note(deps, act.kind);
        });
      case 'postgres-restart':
        return inTurn('postgres', async () => {
          await deps.postgres.restart(act);
          note(deps, act.kind);
        });
      case 'optout':
        return optOut(deps, act.reader);
    }
  };
}

function note({ happened }: ActDeps, what: Misbehaviour): void {
  happened.counts.set(what, (happened.counts.get(what) ?? 0) + 1);
}

/** Waits for the given mailer or the next living one. */
async function findLiving({ mailers }: ActDeps, mailer: number): Promise<Member> {
  for (;;) {
    const living = mailers.map((_, index) => mailers[(mailer + index) % mailers.length]!).find((one) => one.running());
    if (living) return living;
    await sleep(50);
  }
}

async function kill(deps: ActDeps, { mailer, downMs }: { mailer: number; downMs: number }): Promise<void> {
  const { db, made, happened } = deps;
  let pid: number | null = null;
  while (pid === null) pid = await (await findLiving(deps, mailer)).kill(downMs);
  const at = Date.now();
  note(deps, 'kill');
  await sleep(SETTLE_MS);
  const inFlight = await stubbornly(() => inFlightOf(db, made.editionId, `${hostname()}:${pid}`));
  happened.kills.push({ at, inFlight });
}

async function stop(deps: ActDeps, { mailer, forMs }: { mailer: number; forMs: number }): Promise<void> {
  const child = (await findLiving(deps, mailer)).running();
  if (!child?.kill('SIGSTOP')) return;
  note(deps, 'stop');
  deps.happened.longestStopMs = Math.max(deps.happened.longestStopMs, forMs);
  await sleep(forMs);
  child.kill('SIGCONT');
}

async function jump(deps: ActDeps, mailer: number): Promise<void> {
  const member = deps.mailers[mailer]!;
  // Later processes of this member start with the changed clock.
  member.execArgv = [clockJump(mailer, true)];
  member.running()?.kill('SIGUSR2');
  note(deps, 'clock');
}

async function optOut(deps: ActDeps, reader: number | null): Promise<void> {
  const { db, keys, made, happened } = deps;
  const claimed = reader === null ? await stubbornly(() => anyClaimed(db, made.editionId)) : null;
  const chosen =
    claimed === null ? made.readers[reader ?? 0]! : made.readers.find((one) => one.subscriberId === claimed)!;
  if (happened.optOuts.has(chosen.email)) return;
  const askedAt = Date.now();
  const { subscriberId } = chosen;
  const token = issueToken(keys, { purpose: 'unsubscribe', subscriberId, newsletterId: made.newsletterId });
  const evidence = { textShown: null, pageUrl: null, networkAddress: null, userAgent: null };
  await stubbornly(() => unsubscribe({ db, keys, now: () => new Date() }, token, evidence));
  happened.optOuts.set(chosen.email, { askedAt, committedAt: Date.now() });
  note(deps, 'optout');
}
