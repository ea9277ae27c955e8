import type { Relay } from '../../config.ts';
import { messageOf } from '../../errors.ts';
import { redactUrl, type Log } from '../../log.ts';
import { localReply, type Outcome, type Submission, type Transport } from '../outcome.ts';
import { connectSmtp, ConnectFailed } from './connect.ts';
import { openSession, type Session } from './session.ts';

/** At most `limit` at once; the others wait their turn. */
function limitTo(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= limit) await new Promise<void>((go) => waiting.push(go));
    else running++;
    try {
      return await work();
    } finally {
      // The place is handed on, so that nobody slips in between.
      const go = waiting.shift();
      if (go) go();
      else running--;
    }
  };
}

/** A relay's connections (`open`: in use now), and until when it is left alone after a failure to connect. */
type Line = { relay: Relay; name: string; idle: Session[]; open: number; failures: number; downUntilMs: number };

const CONNECTIONS_PER_RELAY = 10;
const MAX_PAUSE_MS = 15_000;

/** After the nth failure in a row: 0.5 s, 1 s, 2 s … at most 15 s, so that a relay's restart is soon noticed. */
function pauseAfter(failures: number): number {
  return Math.min(MAX_PAUSE_MS, 250 * 2 ** failures);
}

/**
 * A transport over SMTP relays: up to 10 kept-open connections each, the least used relay first, one that
 * cannot be reached left alone for a growing pause while the others carry on.
 */
export function openSmtpTransport(
  relays: readonly Relay[],
  { log, isRehearsal = false }: { log: Log; isRehearsal?: boolean },
): Transport {
  const lines: Line[] = relays.map((relay) => ({
    relay,
    name: `${relay.host}:${relay.port}`,
    idle: [],
    open: 0,
    failures: 0,
    downUntilMs: 0,
  }));

  const pickLine = (): Line | null =>
    lines.filter((line) => line.downUntilMs <= performance.now()).toSorted((a, b) => a.open - b.open)[0] ?? null;

  const allDown = (reply: string): Outcome => {
    const next = Math.min(...lines.map((line) => line.downUntilMs));
    const retryAfterMs = Math.max(100, next - performance.now());
    return {
      kind: 'relayDown',
      relay: lines.map((line) => line.name).join(','),
      reply: localReply(reply),
      retryAfterMs,
    };
  };

  const connect = async (line: Line): Promise<Session> => {
    const session = await openSession(await connectSmtp(line.relay), line.name);
    line.failures = 0;
    return session;
  };

  const noteFailure = (line: Line, error: unknown): void => {
    // Connections that were tried at the same time tell of one failure.
    if (line.downUntilMs > performance.now()) return;
    line.failures++;
    line.downUntilMs = performance.now() + pauseAfter(line.failures);
    log.warn({ relay: redactUrl(line.relay.url), err: messageOf(error) }, 'a relay cannot be reached');
  };

  const capacity = CONNECTIONS_PER_RELAY * lines.length;
  const limited = limitTo(capacity);

  const submitNow = async (submission: Submission): Promise<Outcome> => {
    const line = pickLine();
    if (!line) return allDown('no relay can be reached');
    let session = line.idle.pop();
    while (session && !session.isUsable()) session = line.idle.pop();
    line.open++;
    try {
      session ??= await connect(line);
      const outcome = await session.submit(submission);
      if (session.isUsable()) line.idle.push(session);
      return outcome;
    } catch (error) {
      noteFailure(line, error);
      const reply = localReply(messageOf(error));
      if (error instanceof ConnectFailed && error.isOurFault) return { kind: 'senderFault', relay: line.name, reply };
      return allDown(`${line.name}: ${reply.text}`);
    } finally {
      line.open--;
    }
  };

  return {
    capacity,
    isRehearsal,
    submit: (submission) => limited(() => submitNow(submission)),
    close: async () => {
      await Promise.all(lines.flatMap((line) => line.idle.splice(0).map((session) => session.quit())));
    },
  };
}
