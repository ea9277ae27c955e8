import type { Relay } from '../../platform/config.ts';
import { messageOf } from '../../domain/errors.ts';
import type { Bucket } from '../limits/bucket.ts';
import type { Session } from './session.ts';

/** One relay as a process uses it. */
export type Line = {
  relay: Relay;
  /** host:port, as outcomes and figures name it. */
  name: string;
  idle: Session[];
  /** Connections that stand, idle or in use. */
  sessions: number;
  /** Submissions under way; each has a connection of its own. */
  inUse: number;
  /** How many may be under way: this process's part of the relay's connections. */
  places: number;
  /** Messages handed to it, for sharing by weight. */
  handed: number;
  /** Failures to connect in a row; above 0, one try at a time shows whether it is back. */
  failures: number;
  /** By performance.now(). */
  downUntilMs: number;
  downReason: string;
  /** Some process could not reach it, and none has said since that it answers. */
  isDoubted: boolean;
  rate: Bucket | null;
  /** What its warm-up plan allows today; Infinity: it has none. */
  quota: number;
  /** Its plan allows no more today. */
  isSpent: boolean;
};

// As many as Postfix's own load generator opens; relays commonly allow a client 20 to 50.
export const CONNECTIONS_PER_RELAY = 20;
const MAX_PAUSE_MS = 15_000;

export function openLine(relay: Relay): Line {
  return {
    relay,
    name: `${relay.host}:${relay.port}`,
    idle: [],
    sessions: 0,
    inUse: 0,
    places: relay.connections ?? CONNECTIONS_PER_RELAY,
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

/** After the nth failure in a row: 0.5 s, 1 s, 2 s … at most 15 s, so that a relay's restart is soon noticed. */
export function pauseAfter(failures: number): number {
  return Math.min(MAX_PAUSE_MS, 250 * 2 ** Math.min(failures, 10));
}

/** Why there is no connection, without the address that whoever shows it names first. */
export function reasonOf({ name, relay }: Line, error: unknown): string {
  const said = messageOf(error);
  const repeated = [name, relay.host].find((address) => said.endsWith(` ${address}`));
  return repeated ? said.slice(0, -repeated.length - 1) : said;
}

/** What is wrong with a line that takes no message now. */
export const troubleOf = ({ name, isSpent, downReason }: Line): string =>
  `${name}: ${isSpent ? 'no more today (warm-up)' : downReason || 'it cannot be reached'}`;

export const isUp = (line: Line): boolean => !line.isSpent && line.downUntilMs <= performance.now();

const hasPlace = (line: Line): boolean => line.inUse < (line.failures > 0 ? Math.min(1, line.places) : line.places);

/** By weight: the line that is furthest behind its part. One whose rate allows nothing now is passed over. */
function pickByWeight(up: readonly Line[]): Line | null {
  const load = (line: Line): number => (line.handed + 1) / (line.relay.weight ?? 1);
  const passed: Line[] = [];
  for (const line of up.toSorted((a, b) => load(a) - load(b))) {
    if (!hasPlace(line)) {
      // One that is being tried again keeps nobody waiting; one that is busy is waited for.
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
 * The line that takes the next message, or null where all that are up are busy. Where relays have weights, each
 * gets its part, waited for if need be; otherwise the least busy one takes it.
 */
export function pickLine(lines: readonly Line[]): Line | null {
  const up = lines.filter((line) => isUp(line) && line.places > 0);
  if (lines.some((line) => line.relay.weight !== undefined)) return pickByWeight(up);
  const load = (line: Line): number => line.inUse / Math.max(1, line.places);
  const ordered = up.toSorted((a, b) => load(a) - load(b));
  return ordered.find((line) => hasPlace(line) && (line.rate?.tryTake() ?? true)) ?? null;
}

/** A line that was down must not be owed all that it missed. */
export function levelHanded(lines: readonly Line[], line: Line): void {
  const others = lines.filter((other) => other !== line && isUp(other));
  if (others.length === 0) return;
  const least = Math.min(...others.map((other) => other.handed / (other.relay.weight ?? 1)));
  line.handed = Math.max(line.handed, least * (line.relay.weight ?? 1));
}
