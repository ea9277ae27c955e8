import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TICKS_PER_SECOND } from './processes.ts';

/** CPU milliseconds by part of a send. */
export type Costs = Record<'mailer' | 'threads' | 'postgres' | 'sink' | 'bench', number>;

/** The processes of each part: `postgres` is the postmaster. */
export type Parts = { mailers: readonly number[]; postgres: number; sinks: readonly number[] };

type Stat = { parent: number; ownMs: number; endedMs: number };

function read(path: string): Stat | null {
  try {
    const fields = readFileSync(path, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
      .map(Number);
    const ms = (first: number): number => ((fields[first]! + fields[first + 1]!) * 1000) / TICKS_PER_SECOND;
    return { parent: fields[1]!, ownMs: ms(11), endedMs: ms(13) };
  } catch {
    // It ended after it was listed.
    return null;
  }
}

const numbersIn = (folder: string): number[] => readdirSync(folder).map(Number).filter(Number.isInteger);

function ownMs(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + (read(`/proc/${pid}/stat`)?.ownMs ?? 0), 0);
}

function familyMs(pid: number): number {
  let sum = 0;
  for (const member of numbersIn('/proc')) {
    const stat = read(`/proc/${member}/stat`);
    if (member === pid) sum += (stat?.ownMs ?? 0) + (stat?.endedMs ?? 0);
    else if (stat?.parent === pid) sum += stat.ownMs;
  }
  return sum;
}

/** Reads what each part has used so far. `mailer` is the main threads alone, `threads` all others of the mailers. */
export function readCosts({ mailers, postgres, sinks }: Parts): Costs {
  const main = mailers.reduce((sum, pid) => sum + (read(`/proc/${pid}/task/${pid}/stat`)?.ownMs ?? 0), 0);
  return {
    mailer: main,
    threads: ownMs(mailers) - main,
    postgres: familyMs(postgres),
    sink: ownMs(sinks),
    bench: ownMs([process.pid]),
  };
}

/** What each part used between two readings, in milliseconds a message. */
export function costsBetween(before: Costs, after: Costs, messages: number): Costs {
  const entries = Object.entries(after).map(([part, ms]) => [part, (ms - before[part as keyof Costs]) / messages]);
  return Object.fromEntries(entries) as Costs;
}

/** The process id of the embedded PostgreSQL in `dataDir`. */
export function postmasterIn(dataDir: string): number {
  const file = readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).find((path) =>
    path.endsWith('postmaster.pid'),
  );
  if (!file) throw new Error('The database has no postmaster.pid.');
  return Number(readFileSync(join(dataDir, file), 'utf8').split('\n')[0]);
}
