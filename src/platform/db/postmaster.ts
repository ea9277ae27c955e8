import { execFile, type ExecFileException } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, ReveilleError } from '../../domain/errors.ts';
import { isAlive } from '../processLock.ts';
import { chooseLauncher, locateBinaries, type Launcher } from './binaries.ts';

/** The longest time for a start. Other waits derive from it. */
export const START_TIMEOUT_MS = 30_000;
/** The cluster's only role. */
export const USER = 'reveille';
const ATTEMPTS = 8;
const SETTINGS = ["unix_socket_directories=''", 'max_connections=200'];

/** The files of an embedded server. */
export type Paths = { cluster: string; password: string; log: string; lock: string; attached: string };

/** The paths of the embedded server's files in `dataDir`. */
export function pathsIn(dataDir: string): Paths {
  const at = (...parts: string[]): string => join(dataDir, 'postgres', ...parts);
  return {
    cluster: at('cluster'),
    password: at('password'),
    log: at('cluster', 'server.log'),
    lock: at('start.lock'),
    attached: at('attached'),
  };
}

/** Runs one of PostgreSQL's programs. The error contains its output. */
function runProgram(binaries: string, launcher: Launcher, program: string, args: string[]): Promise<void> {
  const [file, ...rest] = [...launcher.command, join(binaries, 'bin', program), ...args];
  const { uid, gid } = launcher;
  return new Promise((done, fail) => {
    execFile(
      file!,
      rest,
      // The C locale makes its messages the same everywhere. No inherited PG* variable may affect it.
      { uid, gid, cwd: '/', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' }, timeout: START_TIMEOUT_MS * 2 },
      (error: ExecFileException | null, stdout, stderr) => {
        if (!error) return done();
        const said = `${stderr}${stdout}`.trim().split('\n').slice(-3).join(' ');
        fail(new ReveilleError('DATABASE_START_FAILED', `${program}: ${said || messageOf(error)}`, { cause: error }));
      },
    );
  });
}

/** Creates the cluster in a temporary folder first, so that a crash leaves no incomplete cluster. */
async function initialise(paths: Paths, binaries: string, launcher: Launcher): Promise<void> {
  const fresh = `${paths.cluster}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  await writeFile(paths.password, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (launcher.uid !== undefined) {
    await chown(fresh, launcher.uid, launcher.gid!);
    await chown(paths.password, launcher.uid, launcher.gid!);
  }
  await runProgram(binaries, launcher, 'initdb', [
    `--pgdata=${fresh}`,
    `--username=${USER}`,
    `--pwfile=${paths.password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ]);
  await rename(fresh, paths.cluster);
}

/** A running server. */
type Postmaster = { pid: number; port: number; isReady: boolean; isStopping: boolean };

/** Reads postmaster.pid: line 1 is the pid, 4 the port, 8 the status. Null if no such process runs. */
export async function readPostmaster(paths: Paths): Promise<Postmaster | null> {
  const text = await readFile(join(paths.cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!pid || !isAlive({ pid, startedAt: null })) return null;
  // After a reboot the pid may belong to another process.
  const command = await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => null);
  if (command !== null && !command.includes('postgres')) return null;
  return { pid, port: Number(lines[3]), isReady: lines[7] === 'ready', isStopping: lines[7] === 'stopping' };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, fail) => server.once('error', fail).listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

/** Waits until the server accepts connections. Null if it ends or has ended. Throws DATABASE_START_FAILED. */
export async function waitUntilReady(paths: Paths): Promise<Postmaster | null> {
  for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline; await sleep(50)) {
    const postmaster = await readPostmaster(paths);
    if (!postmaster) return null;
    if (postmaster.isReady) return postmaster;
  }
  throw new ReveilleError(
    'DATABASE_START_FAILED',
    `The embedded PostgreSQL in ${paths.cluster} did not become ready within ${START_TIMEOUT_MS / 1000} s; see ${paths.log}.`,
  );
}

/** Options of a start: further settings, the required port, and a signal that cancels it. */
type StartOptions = { settings?: readonly string[]; port?: number | null; signal?: AbortSignal };

/**
 * Starts the server, and creates its cluster at first use. The caller holds the lock. It waits a few seconds for what a
 * killed server left behind: its lock file, and connections that still run a query. Throws DATABASE_START_FAILED.
 */
export async function start(
  paths: Paths,
  { settings = [], port = null, signal }: StartOptions = {},
): Promise<Postmaster> {
  const [binaries, launcher] = await Promise.all([locateBinaries(), chooseLauncher()]);
  const entries: string[] = await readdir(paths.cluster).catch(() => []);
  // A known port means that the cluster was in use. A new, empty one would not be what its users expect.
  if (port === null && !entries.includes('PG_VERSION')) await initialise(paths, binaries, launcher);
  for (let attempt = 1; ; attempt++) {
    const options = [`-p ${port ?? (await freePort())}`, '-h 127.0.0.1'];
    options.push(...[...SETTINGS, ...settings].map((setting) => `-c ${setting}`));
    try {
      // pg_ctl puts the server in its own session: a kill of our process group does not reach it.
      await runProgram(binaries, launcher, 'pg_ctl', [
        'start',
        '--wait',
        '--silent',
        `--pgdata=${paths.cluster}`,
        `--timeout=${START_TIMEOUT_MS / 1000}`,
        `--log=${paths.log}`,
        `--options=${options.join(' ')}`,
      ]);
      const postmaster = await waitUntilReady(paths);
      if (postmaster) return postmaster;
      throw new Error('it ended right after its start');
    } catch (error) {
      // A killed server stays a zombie for a moment, with its lock file. Or the port is in use.
      if (attempt >= ATTEMPTS || signal?.aborted) throw await explain(paths, error);
    }
    await sleep(150 * attempt);
  }
}

async function explain(paths: Paths, cause: unknown): Promise<ReveilleError> {
  const log = await readFile(paths.log, 'utf8').catch(() => '');
  const fatal = log
    .trim()
    .split('\n')
    .slice(-20)
    .findLast((line) => /FATAL|PANIC/.test(line));
  const why = fatal?.replace(/^.*?(FATAL|PANIC):\s*/, '') ?? messageOf(cause);
  return new ReveilleError('DATABASE_START_FAILED', `The embedded PostgreSQL did not start: ${why}`, { cause });
}

/** Stops the server and waits until it has ended. */
export async function stop(paths: Paths): Promise<void> {
  const postmaster = await readPostmaster(paths);
  if (!postmaster) return;
  // SIGINT is PostgreSQL's fast shutdown: clients are disconnected, and committed data is kept.
  process.kill(postmaster.pid, 'SIGINT');
  for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline; await sleep(50))
    if (!(await readPostmaster(paths))) return;
}
