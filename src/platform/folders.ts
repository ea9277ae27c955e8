import { access, constants, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf, messageOf, ReveilleError } from '../domain/errors.ts';

async function isFolder(path: string): Promise<boolean> {
  try {
    if ((await stat(path)).isDirectory()) return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
  throw Object.assign(new Error(`${path} is not a folder`), { code: 'ENOTDIR' });
}

/** The folder itself, or the nearest one above it that exists: with DATABASE_URL, DATA_DIR may never be made. */
export async function nearestFolder(path: string): Promise<string> {
  try {
    await access(path);
    return path;
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
    return nearestFolder(dirname(path));
  }
}

/** A folder that nobody else can write, also with a umask that would allow it: its files can be replaced otherwise. */
export const OWN_FOLDER = 0o755;

/**
 * Creates the folder `path` and missing parents. Rejects at once with the file system's error: node's own recursive
 * mkdir never ends below a folder that accepts no subfolders and reports ENOENT (/proc).
 */
export async function makeFolder(path: string, mode?: number): Promise<void> {
  if (await isFolder(path)) return;
  if (dirname(path) !== path) await makeFolder(dirname(path), mode);
  try {
    await mkdir(path, mode);
  } catch (error) {
    // Another process was faster.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** The error for a DATA_DIR that cannot be used, for any file system error. */
export function dataDirUnwritable(dataDir: string, cause: unknown): ReveilleError {
  return new ReveilleError(
    'DATA_DIR_UNWRITABLE',
    `DATA_DIR ${dataDir} cannot be written (${codeOf(cause) ?? messageOf(cause)}); for example DATA_DIR=./data`,
    { cause },
  );
}

/**
 * The folder of that name in `dataDir`, created at first use (0700) and writable for this process. Throws
 * DATA_DIR_UNWRITABLE with a sentence for a person.
 */
export async function makeDataFolder(dataDir: string, ...names: string[]): Promise<string> {
  const path = join(dataDir, ...names);
  try {
    await makeFolder(path, 0o700);
    await access(path, constants.W_OK | constants.X_OK);
    return path;
  } catch (cause) {
    throw dataDirUnwritable(dataDir, cause);
  }
}
