import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Db } from '../../src/platform/db/client.ts';
import { attachEmbedded } from '../../src/platform/db/embedded.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import { cpuSeconds } from '../benchSend/processes.ts';

/** A newsroom that is measured: this process, and an embedded PostgreSQL with its usual durability. */
export type Newsroom = {
  db: Db;
  newsletterId: number;
  /** CPU seconds so far, of this process and of PostgreSQL. */
  cpu: () => { ownSeconds: number; postgresSeconds: number };
  close: () => Promise<void>;
};

const TICKS_PER_SECOND = 100;

/** The fields of a process's stat behind its name: the parent is number 1, the times of ended children 13 and 14. */
function statOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
}

/** CPU seconds of a process and its children. Connections that are not used end, and so do their processes. */
function familySeconds(pid: number): number {
  const own = statOf(pid);
  let sum = (Number(own[13]) + Number(own[14])) / TICKS_PER_SECOND;
  for (const name of readdirSync('/proc')) {
    const member = Number(name);
    if (!Number.isInteger(member)) continue;
    try {
      if (member === pid || Number(statOf(member)[1]) === pid) sum += cpuSeconds(member);
    } catch {
      // The process ended after it was listed.
    }
  }
  return sum;
}

/** Opens a newsroom with one empty newsletter. */
export async function openNewsroom(): Promise<Newsroom> {
  const dataDir = await mkdtemp(join(tmpdir(), 'reveille-bench-'));
  const server = await attachEmbedded(dataDir);
  const db = openDatabase(server.url, { maxConnections: 8 });
  await migrate(db);
  const pidFile = readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).find((path) =>
    path.endsWith('postmaster.pid'),
  );
  if (!pidFile) throw new Error('The database has no postmaster.pid.');
  const postmaster = Number((await readFile(join(dataDir, pidFile), 'utf8')).split('\n')[0]);
  const newsletter = { slug: 'bench', name: 'Bench', from_name: 'Bench', from_address: 'news@paper.example' };
  const { id } = await db.insertInto('newsletters').values(newsletter).returning('id').executeTakeFirstOrThrow();
  return {
    db,
    newsletterId: id,
    cpu: () => {
      const { user, system } = process.cpuUsage();
      return { ownSeconds: (user + system) / 1e6, postgresSeconds: familySeconds(postmaster) };
    },
    close: async () => {
      await db.destroy();
      await server.detach();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
