import { randomBytes } from 'node:crypto';
import { createWriteStream, rmSync } from 'node:fs';
import { link, lstat, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { codeOf, messageOf, ReveilleError } from '../domain/errors.ts';

/** The disk, the quota or the largest file. */
const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const PART = /^\..+\.[0-9a-f]{12}\.reveille-part$/;
/** A backup writes all the time: a part that nobody wrote to for so long was left by a process that was killed. */
const LEFT_AFTER_MS = 3_600_000;

const taken = (path: string): ReveilleError =>
  new ReveilleError('CONFLICT', `${path} exists already. Give another name, or --force to replace it.`);

/**
 * The path to write to: where a link leads, else as given. Throws CONFLICT if there is a file already, unless `isForced`,
 * and USAGE for what is no file: a folder, a device, a pipe, a link to nothing. None of these is ever replaced.
 */
async function placeOf(path: string, isForced: boolean): Promise<string> {
  const isThere = await lstat(path).then(
    () => true,
    () => false,
  );
  if (!isThere) return path;
  const place = await realpath(path).catch((cause: unknown) => {
    throw new ReveilleError('USAGE', `${path} is a link that leads nowhere (${codeOf(cause) ?? messageOf(cause)}).`);
  });
  const found = await stat(place);
  if (found.isDirectory()) throw new ReveilleError('USAGE', `${path} is a folder. Give the name of a file in it.`);
  if (!found.isFile())
    throw new ReveilleError('USAGE', `${path} is no ordinary file. "-" writes to standard output, for a pipe.`);
  if (!isForced) throw taken(path);
  return place;
}

/** Removes what backups that were killed have left in a folder: it may be large, and holds secrets. */
async function removeLeft(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => PART.test(each))) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
    if (Date.now() - mtimeMs > LEFT_AFTER_MS) await rm(path, { force: true }).catch(() => undefined);
  }
}

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Renames the complete file to its name. Without `isForced`, a file that was created there meanwhile stays. */
async function settle(temporary: string, path: string, isForced: boolean): Promise<void> {
  if (isForced) return rename(temporary, path);
  try {
    await link(temporary, path);
    await rm(temporary);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw taken(path);
    // Not every file system has hard links.
    await rename(temporary, path);
  }
}

/** Removes a part also where a signal ends the process, which then ends as by that signal. Returns what undoes this. */
function removeOnSignal(path: string): () => void {
  const end = (signal: NodeJS.Signals): void => {
    rmSync(path, { force: true });
    for (const each of SIGNALS) process.off(each, end);
    process.kill(process.pid, signal);
  };
  for (const signal of SIGNALS) process.on(signal, end);
  return () => void SIGNALS.map((signal) => process.off(signal, end));
}

/**
 * Writes a file that only its owner can read (0600), under another name until it is complete and on the disk: `path`
 * never has an incomplete file. Returns its size. Throws CONFLICT if there is a file already, unless `isForced`, USAGE if
 * it cannot be written, and BACKUP_CUT_OFF if the disk is full.
 */
export async function writeWhole(
  path: string,
  bytes: AsyncIterable<Buffer>,
  { isForced }: { isForced: boolean },
): Promise<number> {
  const place = await placeOf(path, isForced);
  const folder = dirname(place);
  await removeLeft(folder);
  const temporary = join(folder, `.${basename(place)}.${randomBytes(6).toString('hex')}.reveille-part`);
  const file = createWriteStream(temporary, { flags: 'wx', mode: 0o600 });
  const undo = removeOnSignal(temporary);
  try {
    await pipeline(Readable.from(bytes), file);
    await syncPath(temporary);
    await settle(temporary, place, isForced);
    await syncPath(folder);
    return file.bytesWritten;
  } catch (cause) {
    await rm(temporary, { force: true });
    const why = codeOf(cause) ?? messageOf(cause);
    if (FULL.has(why)) throw new ReveilleError('BACKUP_CUT_OFF', `The disk of ${path} is full (${why}).`, { cause });
    if ((cause as NodeJS.ErrnoException).path !== temporary) throw cause;
    throw new ReveilleError('USAGE', `${path} cannot be written (${why}).`, { cause });
  } finally {
    undo();
  }
}
