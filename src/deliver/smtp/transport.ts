import type { Relay } from '../../platform/config.ts';
import type { Db } from '../../platform/db/client.ts';
import { messageOf } from '../../domain/errors.ts';
import { CONCURRENCY_LIMIT, wordsOf } from '../../wire/replies/words.ts';
import type { Log } from '../../platform/log.ts';
import { recordRelayDown, recordRelayUp } from '../limits/relayStates.ts';
import { beginCounting, observePool, observeSubmission } from '../metrics.ts';
import { localReply, type Outcome, type Submission, type Transport } from '../outcome.ts';
import { connectSmtp } from './connect.ts';
import { ConnectFailed } from './connectFailed.ts';
import { followLimits } from './follow.ts';
import { isUp, levelHanded, type Line, openLine, pauseAfter, pickLine, placesOf, reasonOf, troubleOf } from './line.ts';
import { openSession, type Session } from './session.ts';
import { openSignInTurns } from './signInTurn.ts';

type Waiter = (line: Line | 'down' | 'over') => void;

/**
 * Opens a transport over SMTP relays that keeps connections open. The least busy relay comes first, unless relays have
 * weights. A relay that cannot be reached is left alone for a growing pause, and the others continue. With a database,
 * connection limits, rates and pauses apply to all processes that share it.
 */
export function openSmtpTransport(
  relays: readonly Relay[],
  { log, db = null, isRehearsal = false }: { log: Log; db?: Db | null; isRehearsal?: boolean },
): Transport {
  const lines = relays.map(openLine);
  for (const { name } of lines) beginCounting(name);
  const waiting: Waiter[] = [];

  /** Takes a place for one message, if a line has one. */
  const takeLine = (): Line | null => {
    const line = pickLine(lines);
    if (!line) return null;
    line.inUse++;
    line.handed++;
    return line;
  };

  /** Gives free places to the waiting callers, in order. */
  const pump = (): void => {
    while (waiting.length > 0) {
      const line = takeLine();
      if (line) waiting.shift()!(line);
      else if (!lines.some(isUp)) waiting.shift()!('down');
      else return;
    }
  };

  const shared = db
    ? followLimits({ db, log }, lines, {
        isBusy: () => waiting.length > 0 || lines.some((line) => line.inUse > 0),
        onChange: pump,
        onIdle: () => void closeIdle(),
      })
    : null;

  const acquire = async (signal: AbortSignal | undefined): Promise<Line | 'down' | 'over'> => {
    await shared?.ready();
    if (signal?.aborted) return 'over';
    // The usual case: a run has as many submissions as there are places. It needs no listener.
    const free = waiting.length === 0 ? takeLine() : null;
    if (free) return free;
    return new Promise((resolve) => {
      const waiter: Waiter = (result) => {
        signal?.removeEventListener('abort', give);
        resolve(result);
      };
      const give = (): void => {
        const at = waiting.indexOf(waiter);
        if (at >= 0) waiting.splice(at, 1);
        resolve('over');
      };
      signal?.addEventListener('abort', give, { once: true });
      waiting.push(waiter);
      pump();
    });
  };

  const allDown = (): Outcome => {
    const spent = lines.filter((line) => line.isSpent);
    const next = Math.min(...lines.filter((line) => !line.isSpent).map((line) => line.downUntilMs));
    const retryAfterMs = Number.isFinite(next) ? Math.max(100, next - performance.now()) : 60_000;
    return {
      kind: 'relayDown',
      relay: lines.map((line) => line.name).join(','),
      reply: localReply(lines.map(troubleOf).join('; ')),
      retryAfterMs,
      isWarmUp: spent.length === lines.length,
    };
  };

  const guards = new Map(
    lines.flatMap((line) => {
      const { name, relay } = line;
      if (!relay.auth) return [];
      return [[line, openSignInTurns({ db, relay: name, auth: relay.auth, hasConnections: () => line.sessions > 0 })]];
    }),
  );

  const connect = async (line: Line): Promise<Session> => {
    const session = openSession(await connectSmtp(line.relay, guards.get(line)), line.name);
    line.sessions++;
    line.taken = Math.max(line.taken, line.sessions);
    noteSuccess(line);
    return session;
  };

  const noteSuccess = (line: Line): void => {
    if (line.failures === 0 && !line.isDoubted) return;
    if (line.failures > 0) levelHanded(lines, line);
    line.failures = 0;
    line.isDoubted = false;
    if (db) void recordRelayUp({ db }, line.name).catch(() => undefined);
  };

  const discard = (line: Line, session: Session): void => {
    line.sessions--;
    void session.quit();
  };

  /** Keeps to the connections that a relay has, if it says that there are too many. */
  const noteLimit = (line: Line, said: string): void => {
    if (!CONCURRENCY_LIMIT.test(wordsOf(said))) return;
    line.taken = Math.max(1, line.sessions);
    line.takenAtMs = performance.now();
    log.info({ relay: line.name, connections: line.taken }, 'a relay takes fewer connections');
  };

  const noteFailure = (line: Line, error: unknown): void => {
    // Connections that were tried at the same time report the same failure.
    if (line.downUntilMs > performance.now()) return;
    if (line.sessions > 0) {
      // The relay allows no more connections than it has: those continue, and more are tried at the next renewal.
      line.places = Math.min(line.places, line.sessions);
      noteLimit(line, messageOf(error));
      log.info({ relay: line.name, err: messageOf(error) }, 'a relay accepts no further connection');
      return;
    }
    line.failures++;
    line.downReason = reasonOf(line, error);
    const pauseMs = pauseAfter(line.failures);
    line.downUntilMs = performance.now() + pauseMs;
    setTimeout(pump, pauseMs + 1).unref();
    log.warn({ relay: line.name, err: line.downReason }, 'a relay cannot be reached');
    if (db) void recordRelayDown({ db }, line.name, pauseMs, line.downReason).catch(() => undefined);
  };

  /** 'again': the relay could not be reached, and another one may be. */
  const submitOver = async (line: Line, submission: Submission): Promise<Outcome | 'again'> => {
    let session = line.idle.pop();
    while (session && !session.isUsable()) {
      discard(line, session);
      session = line.idle.pop();
    }
    try {
      session ??= await connect(line);
    } catch (error) {
      noteFailure(line, error);
      if (lines.some(isUp)) return 'again';
      if (error instanceof ConnectFailed && error.isOurFault)
        return { kind: 'senderFault', relay: line.name, reply: localReply(reasonOf(line, error)) };
      return allDown();
    }
    const outcome = await session.submit(submission);
    if (!session.isUsable()) {
      // A relay that answered 421 and did not hang up would hold the connection beyond its limit.
      discard(line, session);
      if (outcome.kind === 'retryLater') noteLimit(line, outcome.reply.text);
      return outcome;
    }
    noteSuccess(line);
    // The connection is closed if this process's share has shrunk.
    if (line.idle.length + line.inUse <= placesOf(line)) line.idle.push(session);
    else discard(line, session);
    return outcome;
  };

  const submitOnce = async (submission: Submission): Promise<Outcome | 'again'> => {
    const line = await acquire(submission.signal);
    if (line === 'over') return { kind: 'withheld' };
    if (line === 'down') return allDown();
    const startedAt = performance.now();
    observePool(line.name, line.inUse, placesOf(line));
    try {
      const outcome = await submitOver(line, submission);
      if (outcome !== 'again') observeSubmission(line.name, outcome, performance.now() - startedAt);
      return outcome;
    } finally {
      line.inUse--;
      observePool(line.name, line.inUse, placesOf(line));
      pump();
    }
  };

  const closeIdle = async (): Promise<void> => {
    const idle = lines.flatMap((line) => {
      line.sessions -= line.idle.length;
      return line.idle.splice(0);
    });
    await Promise.all(idle.map((session) => session.quit()));
  };

  return {
    capacity: lines.reduce((sum, line) => sum + line.places, 0),
    isRehearsal,
    submit: async (submission) => {
      for (;;) {
        const outcome = await submitOnce(submission);
        if (outcome !== 'again') return outcome;
      }
    },
    close: async () => {
      await closeIdle();
      await shared?.close();
    },
  };
}
