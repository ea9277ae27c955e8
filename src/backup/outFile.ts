import { createWriteStream } from 'node:fs';
import { access, link, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { codeOf, messageOf, ReveilleError } from '../domain/errors.ts';

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const taken = (path: string): ReveilleError =>
  new ReveilleError('CONFLICT', `${path} exists already. Give another name, or --force to replace it.`);

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

/**
 * Writes a file that only its owner can read (0600), under another name until it is complete and on the disk: `path`
 * never has an incomplete file. Returns its size. Throws CONFLICT if there is a file already, unless `isForced`, and
 * USAGE if it cannot be written.
 */
export async function writeWhole(
  path: string,
  bytes: AsyncIterable<Buffer>,
  { isForced }: { isForced: boolean },
): Promise<number> {
  if (!isForced && (await exists(path))) throw taken(path);
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  const file = createWriteStream(temporary, { flags: 'wx', mode: 0o600 });
  try {
    await pipeline(Readable.from(bytes), file);
    await syncPath(temporary);
    await settle(temporary, path, isForced);
    await syncPath(dirname(path));
    return file.bytesWritten;
  } catch (cause) {
    await rm(temporary, { force: true });
    const isOurs = (cause as NodeJS.ErrnoException).path === temporary || codeOf(cause) === 'ENOSPC';
    if (!isOurs) throw cause;
    throw new ReveilleError('USAGE', `${path} cannot be written (${codeOf(cause) ?? messageOf(cause)}).`, { cause });
  }
}
