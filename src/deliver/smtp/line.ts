import type { Relay } from '../../platform/config.ts';
import { messageOf } from '../../domain/errors.ts';
import type { Bucket } from '../limits/bucket.ts';
import type { Session } from './session.ts';

/** One relay as a process uses it. */
export type Line = {
  relay: Relay;
  /** host:port, as outcomes and metrics name it. */
  name: string;
  idle: Session[];
  /** Open connections, idle or in use. */
  sessions: number;
  /** Running submissions. Each has a connection of its own. */
  inUse: number;
  /** How many submissions may run: this process's share of the relay's connections. */
  places: number;
  /** How many connections the relay was seen to take when it refused more. Infinity: it has not. */
  taken: number;
  /** When that was, by performance.now(). */
  takenAtMs: number;
  /** Messages handed to it, for sharing by weight. */
  handed: number;
  /** Connection failures in a row. Above 0, one try at a time checks whether the relay is back. */
  failures: number;
  /** By performance.now(). */
  downUntilMs: number;
  downReason: string;
  /** Some process could not reach it, and none has reported since that it answers. */
  isDoubted: boolean;
  rate: Bucket | null;
  /** Messages that its warm-up plan allows today. Infinity: it has no plan. */
  quota: number;
  /** Its plan allows no more messages today. */
  isSpent: boolean;
};

// As many as Postfix's own load generator opens. Relays commonly allow a client 20 to 50.
export const CONNECTIONS_PER_RELAY = 20;
const MAX_PAUSE_MS = 15_000;
// A relay that takes fewer connections than asked for is asked for one more each minute.
const ONE_MORE_AFTER_MS = 60_000;

export function openLine(relay: Relay): Line {
  return {
    relay,
    name: `${relay.host}:${relay.port}`,
    idle: [],
    sessions: 0,
    inUse: 0,
    places: relay.connections ?? CONNECTIONS_PER_RELAY,
    taken: Infinity,
    takenAtMs: 0,
    handed: 0,
    failures: 0,
    downUntilMs: 0,
    downReason: '',
    isDoubted: false,
    rate: null,
    quota: Infinity,
    isSpent: false,
  };
}

/** The pause after the nth failure in a row: 0.5 s, 1 s, 2 s … at most 15 s, so that a relay's restart is soon noticed. */
export function pauseAfter(failures: number): number {
  return Math.min(MAX_PAUSE_MS, 250 * 2 ** Math.min(failures, 10));
}

/** Why there is no connection, without the relay's address, which every caller prints first. */
export function reasonOf({ name, relay }: Line, error: unknown): string {
  const said = messageOf(error);
  const repeated = [name, relay.host].find((address) => said.endsWith(` ${address}`));
  return repeated ? said.slice(0, -repeated.length - 1) : said;
}

/** The problem of a line that accepts no message now. */
export const troubleOf = ({ name, isSpent, downReason }: Line): string =>
  `${name}: ${isSpent ? 'no more today (warm-up)' : downReason || 'it cannot be reached'}`;

export const isUp = (line: Line): boolean => !line.isSpent && line.downUntilMs <= performance.now();

/** How many submissions may run: no more than this process's share, and no more than the relay takes. */
export function placesOf({ places, taken, takenAtMs }: Line): number {
  return Math.min(places, taken + Math.floor((performance.now() - takenAtMs) / ONE_MORE_AFTER_MS));
}

const hasPlace = (line: Line): boolean => line.inUse < Math.min(placesOf(line), line.failures > 0 ? 1 : Infinity);

/** By weight: the line that is furthest below its share. A line whose rate allows nothing now is skipped. */
function pickByWeight(up: readonly Line[]): Line | null {
  const load = (line: Line): number => (line.handed + 1) / (line.relay.weight ?? 1);
  const passed: Line[] = [];
  for (const line of up.toSorted((a, b) => load(a) - load(b))) {
    if (!hasPlace(line)) {
      // A line that is being retried blocks nobody. A busy line is waited for.
      if (line.failures > 0) continue;
      return null;
    }
    if (line.rate?.tryTake() ?? true) {
      for (const other of passed)
        other.handed = Math.max(other.handed, (line.handed / (line.relay.weight ?? 1)) * (other.relay.weight ?? 1));
      return line;
    }
    passed.push(line);
  }
  return null;
}

/**
 * Picks the line for the next message. Null if all lines that are up are busy. If relays have weights, each gets its
 * share, and the caller waits for it if necessary. Otherwise the least busy line gets the message.
 */
export function pickLine(lines: readonly Line[]): Line | null {
  const up = lines.filter((line) => isUp(line) && line.places > 0);
  if (lines.some((line) => line.relay.weight !== undefined)) return pickByWeight(up);
  const load = (line: Line): number => line.inUse / Math.max(1, placesOf(line));
  const ordered = up.toSorted((a, b) => load(a) - load(b));
  return ordered.find((line) => hasPlace(line) && (line.rate?.tryTake() ?? true)) ?? null;
}

/** Levels the counts after a line was down, so that it is not sent everything that it missed. */
export function levelHanded(lines: readonly Line[], line: Line): void {
  const others = lines.filter((other) => other !== line && isUp(other));
  if (others.length === 0) return;
  const least = Math.min(...others.map((other) => other.handed / (other.relay.weight ?? 1)));
  line.handed = Math.max(line.handed, least * (line.relay.weight ?? 1));
}
