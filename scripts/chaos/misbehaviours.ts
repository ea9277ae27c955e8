import { between, createRandom, pick } from './random.ts';
import { isGreylisting, isRefusing } from './readers.ts';

/** All kinds of failures, by their names for --only. */
export const MISBEHAVIOURS = {
  kill: 'kill -9 of a mailer',
  stop: 'SIGSTOP of a mailer, then SIGCONT',
  'redis-flush': 'Redis FLUSHALL',
  'redis-restart': 'Redis killed and restarted empty',
  'postgres-restart': 'Postgres stopped and restarted',
  clock: 'clock of a mailer jumps',
  optout: 'a reader opts out',
  drop: 'sink hangs up after the final dot',
  busy: 'sink says 421 to RCPT and hangs up',
  later: 'sink says 451 after the final dot',
  greylist: 'sink greylists a first try (450)',
  tarpit: 'sink is a tarpit for a connection',
  'half-open': 'sink falls silent, then hangs up',
  refuse: 'sink refuses a reader (5yz)',
  tls: 'relay with a certificate of its own',
} as const;

export type Misbehaviour = keyof typeof MISBEHAVIOURS;
export type Chosen = ReadonlySet<Misbehaviour>;

export const isMisbehaviour = (name: string): name is Misbehaviour => Object.hasOwn(MISBEHAVIOURS, name);

/** Where in a transaction the sink is slow or silent. */
export type Stage = 'rcpt' | 'data' | 'message' | 'answer';

/** The sink's behaviour for one attempt of one reader. */
export type Temper =
  | { kind: 'ordinary' }
  | { kind: 'refuse'; code: number; text: string }
  | { kind: 'greylist' }
  | { kind: 'busy' }
  | { kind: 'later' }
  | { kind: 'drop' }
  | { kind: 'half-open'; stage: Stage; silentMs: number };

const REFUSALS = [
  [552, '5.2.2 mailbox full'],
  [550, '5.2.1 mailbox disabled'],
  [554, '5.6.0 message refused'],
] as const;

// Shares of all tries; of connections for the tarpit.
const SHARE = { refuse: 0.003, busy: 0.01, later: 0.004, drop: 0.005, halfOpen: 0.002, tarpit: 0.05 };

// Some are longer than a mailer's time-out for a command (60 s). After the final dot, its time-out is ten minutes.
const SILENT_MS = { rcpt: 70_000, data: 70_000, message: 15_000, answer: 15_000 };

/** The behaviour for attempt number `attempt` (from 1) of `address`. It is the same for the same seed. */
export function temperOf(seed: number, chosen: Chosen, address: string, attempt: number): Temper {
  if (chosen.has('refuse')) {
    if (isRefusing(address)) return { kind: 'refuse', code: 550, text: '5.1.1 no such mailbox here' };
    const ofReader = createRandom(seed, 'refuse', address);
    if (ofReader() < SHARE.refuse) {
      const [code, text] = pick(ofReader, REFUSALS);
      return { kind: 'refuse', code, text };
    }
  }
  if (chosen.has('greylist') && isGreylisting(address) && attempt === 1) return { kind: 'greylist' };
  const random = createRandom(seed, 'temper', address, attempt);
  let draw = random();
  const falls = (name: Misbehaviour, share: number): boolean => {
    draw -= share;
    return draw < 0 && draw >= -share && chosen.has(name);
  };
  if (falls('busy', SHARE.busy)) return { kind: 'busy' };
  if (falls('later', SHARE.later)) return { kind: 'later' };
  if (falls('drop', SHARE.drop)) return { kind: 'drop' };
  if (falls('half-open', SHARE.halfOpen)) {
    const stage = pick(random, ['rcpt', 'data', 'message', 'answer'] as const);
    return { kind: 'half-open', stage, silentMs: between(random, 3_000, SILENT_MS[stage]) };
  }
  return { kind: 'ordinary' };
}

/** How long the `number`th connection waits for each answer, in milliseconds. */
export function tarpitMs(seed: number, chosen: Chosen, number: number): number {
  const random = createRandom(seed, 'tarpit', number);
  return chosen.has('tarpit') && random() < SHARE.tarpit ? between(random, 200, 2_500) : 0;
}
