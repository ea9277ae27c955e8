import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** The file that `npm ci` installs from. */
export const LOCK_FILE = join(ROOT, 'package-lock.json');

type LockedPackage = { engines?: Record<string, string>; [field: string]: unknown };
type Lock = { packages: Record<string, LockedPackage>; [field: string]: unknown };

/** Reads package-lock.json. */
export async function readLock(): Promise<Lock> {
  return JSON.parse(await readFile(LOCK_FILE, 'utf8')) as Lock;
}

/**
 * The lock without the engines of its packages; the key '' is Reveille itself and keeps its own. npm compares engines
 * with the Node that runs npm, but every package here runs on the Node 26 that the installation carries, so npm's warnings
 * are wrong.
 */
export function withoutEngines(lock: Lock): Lock {
  const packages = Object.entries(lock.packages).map(([path, entry]) => {
    const { engines: _engines, ...rest } = entry;
    return [path, path === '' ? entry : rest] as const;
  });
  return { ...lock, packages: Object.fromEntries(packages) };
}
