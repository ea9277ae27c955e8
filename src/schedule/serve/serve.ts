import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { loadConfig, type Config, type Environment } from '../../platform/config.ts';
import { keepEmbedded } from '../../platform/db/keepEmbedded.ts';
import { codeOf, ReveilleError } from '../../domain/errors.ts';
import { describeHold, loadHold } from '../../platform/hold.ts';
import { dataDirUnwritable } from '../../platform/folders.ts';
import { drainAtEnd } from '../../platform/process.ts';
import { tryLock } from '../../platform/processLock.ts';
import { openGround, openRuntime, type Runtime } from '../../platform/runtime.ts';
import { ensureFirstStaff } from '../../staff/passwords.ts';
import { superviseChild, PROCESSES, type Child, type ProcessName } from './children.ts';
import { makeFirstEdition } from './firstEdition.ts';
import { editionPath } from '../../editions/address.ts';
import { settleWords } from '../../editions/goodWords.ts';
import { followSampleOrigin, makeFirstNewsletter } from './firstNewsletter.ts';

/** Checks the port before anything is started, and finds a free one for PORT=0. Throws PORT_IN_USE. */
async function findPort({ host, port }: Config): Promise<number> {
  const server = createServer();
  try {
    await new Promise<void>((done, fail) => server.once('error', fail).listen(port, host, done));
  } catch (cause) {
    const why =
      codeOf(cause) === 'EADDRINUSE'
        ? `PORT ${port} on HOST ${host} is in use by another program; for example PORT=${port + 1}`
        : codeOf(cause) === 'EACCES'
          ? `PORT ${port} on HOST ${host} needs a privilege; for example PORT=3000`
          : `HOST ${host} is no address of this machine (${codeOf(cause)}); for example HOST=127.0.0.1`;
    throw new ReveilleError('PORT_IN_USE', why, { cause });
  }
  const found = (server.address() as { port: number }).port;
  await new Promise((done) => server.close(done));
  return found;
}

/** Locks DATA_DIR for one system. A second start names the holder. Throws DATA_DIR_BUSY or DATA_DIR_UNWRITABLE. */
async function lockDataDir(config: Config): Promise<() => Promise<void>> {
  if (config.databaseUrl) return async () => undefined;
  const lock = await tryLock(join(config.dataDir, 'serve.lock'), config.publicUrl).catch((cause: unknown) => {
    throw dataDirUnwritable(config.dataDir, cause);
  });
  if ('release' in lock) return lock.release;
  throw new ReveilleError(
    'DATA_DIR_BUSY',
    `Reveille already runs on DATA_DIR ${config.dataDir}: process ${lock.heldBy.pid}, ${lock.heldBy.note}. Stop it first, or use another DATA_DIR.`,
  );
}

type Say = (text: string) => void;

function sayWhereToLook(say: Say, runtime: Runtime, edition: { slug: string; date: string } | null): void {
  const { publicUrl, relays } = runtime.config;
  say('');
  say(`  Sign-up    ${publicUrl}/`);
  if (edition)
    say(`  Edition    ${publicUrl}${editionPath(edition.slug, { date: edition.date, kind: 'daily', number: 1 })}`);
  if (relays.length === 0) say(`  Inbox      ${publicUrl}/inbox`);
  say(`  Desk       ${publicUrl}/desk`);
  say('');
  say('Ctrl-C stops it after the messages that are being transmitted.');
}

/** The address of the web process on this machine, independent of PUBLIC_URL. */
function webOriginOf({ host }: Config, port: number): string {
  const local = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${local.includes(':') ? `[${local}]` : local}:${port}`;
}

const PARENT_CHECK_MS = 500;

/**
 * Stops when npm stops. A signal to `npm start` ends npm and its shell, which does not pass the signal on. If another
 * program started this process, the end of that program has no meaning.
 */
function endWithNpm(env: Environment): void {
  if (env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, PARENT_CHECK_MS).unref();
}

/** Creates what an empty database lacks, the newsletter and the desk's first account, and says what it created. */
async function prepareFirstStart(
  runtime: Runtime,
  { say, withSample, webOrigin }: { say: Say; withSample: boolean; webOrigin: string },
): Promise<void> {
  const made = await makeFirstNewsletter(runtime, { withSample, webOrigin });
  if (made)
    say(`Created the newsletter ${made.name}${withSample ? ' with sample outlets and 25 sample readers' : ''}.`);
  await followSampleOrigin(runtime, webOrigin);
  const staff = await ensureFirstStaff(runtime);
  if (staff) say(`Created the desk's first account: name ${staff.name}, password ${staff.password} (shown only once).`);
}

/** Where `serve` reads its settings, says what it does, and says what went wrong. */
export type Surroundings = { env: Environment; stdout: Writable; stderr: Writable };

/** Runs the whole system. A stop at any moment stops what was started, the embedded database last. */
export async function serve({ env, stdout, stderr }: Surroundings, { isEmpty }: { isEmpty: boolean }): Promise<void> {
  const say: Say = (text) => void stdout.write(`${text}\n`);
  const first = loadConfig(env);
  const releaseLock = await lockDataDir(first);
  const children: Child[] = [];
  const stopping = new AbortController();
  let runtime: Runtime | null = null;
  let keeper: ReturnType<typeof keepEmbedded> | null = null;
  const stop = async (): Promise<void> => {
    stopping.abort();
    await keeper?.stop();
    await Promise.all(children.map((child) => child.stop()));
    await runtime?.close();
    await releaseLock();
  };
  const { end } = drainAtEnd(async (error) => {
    if (error) runtime?.log.fatal({ err: error }, 'serve had an unhandled error');
    await stop();
  });
  endWithNpm(env);
  try {
    const port = await findPort(first);
    const environment = { ...env, PORT: String(port) };
    const ground = openGround('serve', { environment });
    const { config, log } = ground;
    const start = (name: ProcessName): Promise<Child> => superviseChild(name, environment, log);
    // The web starts first, so that it can answer 503 while the database is unavailable.
    let front: Promise<Child> | null = null;
    const onAway = (): void => {
      front = superviseChild('web', environment, log, { mayWait: true });
      front.catch(() => undefined);
    };
    runtime = await openRuntime(ground, { maxConnections: 3, patience: { signal: stopping.signal, onAway } });
    await settleWords(runtime);
    const webOrigin = webOriginOf(first, port);
    if (!config.databaseUrl)
      keeper = keepEmbedded({ dataDir: config.dataDir, url: runtime.queueLocation.databaseUrl, log }, (error) => {
        stderr.write(`reveille: ${error.message}\n`);
        end(1);
      });
    const withSample = !isEmpty && !config.databaseUrl && config.relays.length === 0;
    await prepareFirstStart(runtime, { say, withSample, webOrigin });
    const names = Object.keys(PROCESSES) as ProcessName[];
    children.push(...(await Promise.all(names.map((name) => (name === 'web' && front ? front : start(name))))));
    say(`Reveille runs at ${config.publicUrl}`);
    const hold = await loadHold(runtime);
    if (hold) say(describeHold(hold));
    sayWhereToLook(say, runtime, hold ? null : await makeFirstEdition(runtime, say));
  } catch (error) {
    // A stop that was requested meanwhile is in progress, and exits by itself.
    if (stopping.signal.aborted) return;
    await stop().catch(() => undefined);
    throw error;
  }
}
