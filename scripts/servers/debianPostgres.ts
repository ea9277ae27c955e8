import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const BINARIES = '/usr/lib/postgresql';

/** The folder of the programs of Debian's newest PostgreSQL. Throws where there is none. */
export async function postgresPrograms(): Promise<string> {
  const versions = await readdir(BINARIES).catch(() => []);
  const [newest] = versions.toSorted((a, b) => Number(b) - Number(a));
  if (newest === undefined) throw new Error('Debian’s postgresql is not installed; .ci/install does that.');
  return join(BINARIES, newest, 'bin');
}

/** The user that Debian's packages of PostgreSQL and pgbouncer make: neither runs as root. Throws where there is none. */
export async function postgresUser(): Promise<{ uid: number; gid: number }> {
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((each) => each.startsWith('postgres:'));
  if (!line) throw new Error('Debian’s postgresql is not installed; .ci/install does that.');
  const [, , uid, gid] = line.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}
