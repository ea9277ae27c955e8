import { readFileSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '../domain/errors.ts';
import { makeFolder, OWN_FOLDER } from './folders.ts';

/** The holder of a lock file, with enough data to distinguish it from a later process with the same pid. */
export type Holder = { pid: number; startedAt: string | null; note: string };

/** A process's start in clock ticks since boot, if /proc has it. A zombie counts as ended. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

const hasProc = startOf(process.pid) !== null;

/** The current process for a lock file. */
export function thisProcess(note = ''): Holder {
  return { pid: process.pid, startedAt: startOf(process.pid), note };
}

/** True if the same process that wrote `holder` still runs. */
export function isAlive(holder: Pick<Holder, 'pid' | 'startedAt'>): boolean {
  if (hasProc) {
    const start = startOf(holder.pid);
    return start !== null && (holder.startedAt === null || start === holder.startedAt);
  }
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

async function readHolder(path: string): Promise<Holder | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch {
    return null;
  }
}

/**
 * Takes the lock file at `path`, or returns the living process that holds it. A file whose writer died (kill -9, power
 * loss) is taken over. The release function removes the file.
 */
export async function tryLock(path: string, note = ''): Promise<{ release: () => Promise<void> } | { heldBy: Holder }> {
  await makeFolder(dirname(path), OWN_FOLDER);
  for (let attempt = 0; ; attempt++) {
    try {
      await writeFile(path, JSON.stringify(thisProcess(note)), { flag: 'wx', mode: 0o600 });
      return { release: () => rm(path, { force: true }) };
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    const holder = await readHolder(path);
    if (holder && isAlive(holder)) return { heldBy: holder };
    // An empty file is about to be filled by its writer. If it stays empty, a crash left it.
    if (!holder && attempt < 5) {
      await sleep(50);
      continue;
    }
    const aside = `${path}.${process.pid}`;
    await rename(path, aside).catch(() => undefined);
    // If another process took the lock over between our check and our rename, the file is moved back.
    const moved = await readHolder(aside);
    if (moved && isAlive(moved)) await rename(aside, path);
    else await rm(aside, { force: true });
  }
}

/** Runs `work` while holding the lock at `path`. Waits up to `timeoutMs` for its holder. */
export async function withLock<T>(path: string, timeoutMs: number, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const lock = await tryLock(path);
    if ('release' in lock) {
      try {
        return await work();
      } finally {
        await lock.release();
      }
    }
    if (Date.now() > deadline) throw new Error(`process ${lock.heldBy.pid} has held ${path} for ${timeoutMs / 1000} s`);
    await sleep(50);
  }
}
