import { messageOf } from '../../domain/errors.ts';
import type { Config } from '../../platform/config.ts';
import type { Db } from '../../platform/db/client.ts';
import { compareMigrations, inspectDatabase, type Inspected } from '../../platform/db/inspect.ts';
import type { Log } from '../../platform/log.ts';
import type { Queues } from '../../platform/queue/queue.ts';
import { clean } from '../preflight/preflightFinding.ts';
import type { Resolver } from '../preflight/resolver.ts';
import { within } from '../preflight/within.ts';
import { checkStaff } from './accounts.ts';
import { checkBackups, checkSafetyLog, checkSending } from './backups.ts';
import { bounded, CHECK_WITHIN_MS } from './bounded.ts';
import { checkClocks } from './clocks.ts';
import { checkCounts } from './counts.ts';
import { checkDatabase, checkMigrations } from './database.ts';
import { checkDatabaseSettings } from './databaseSettings.ts';
import { checkDisk } from './disk.ts';
import { checkEditions } from './editions.ts';
import { checkOpenQueue, checkQueue } from './jobs.ts';
import { checkNewsletters } from './newsletters.ts';
import { checkProcesses } from './processes.ts';
import { checkPublicCertificate, checkPublicUrl } from './publicUrl.ts';
import { checkRelays } from './relays.ts';
import { checkRetention } from './retention.ts';
import { checkSecret } from './secret.ts';
import { checkSenderDns } from './senderDns.ts';
import { checkOutlets } from './sources.ts';
import { leftOut, wrong, type DoctorCheck, type Verdict } from './verdict.ts';
import { openRedaction } from './withoutSecrets.ts';

export { openRedaction } from './withoutSecrets.ts';

export type DoctorDeps = {
  config: Config;
  log: Log;
  now: () => Date;
  resolver: Resolver;
  /** False: neither relays, DNS nor PUBLIC_URL are asked. */
  withNetwork: boolean;
  /** What the process has open already. Otherwise both are opened for the checks, and closed. */
  open?: { db: Db; queues: Queues };
};

type Opened = Omit<Inspected, 'url'> & { url: string | null } & DoctorDeps;
type Database = { kind: 'open'; opened: Opened } | { kind: 'away'; why: string; advice: string };

// An embedded server that does not run is started, and recovers first after a crash.
const EMBEDDED_WITHIN_MS = 40_000;
const CLOSE_WITHIN_MS = 3_000;
const NO_RELAY = 'SMTP_URL names no relay, and mail goes to the built-in inbox.';

/** Opens the database, or says why it is of no use. Never rejects. */
async function openInspected(deps: DoctorDeps): Promise<Database> {
  const isEmbedded = deps.config.databaseUrl === null;
  const start = 'Start the system with "reveille serve".';
  const opening: Promise<Omit<Opened, keyof DoctorDeps>> = deps.open
    ? Promise.resolve({ db: deps.open.db, url: null, close: async () => undefined })
    : inspectDatabase(deps);
  try {
    const inspected = await within(isEmbedded ? EMBEDDED_WITHIN_MS : CHECK_WITHIN_MS, opening);
    const { applied } = await within(CHECK_WITHIN_MS, compareMigrations(inspected));
    if (applied.length > 0) return { kind: 'open', opened: { ...deps, ...inspected } };
    await within(CLOSE_WITHIN_MS, inspected.close());
    return { kind: 'away', why: 'The database is empty: nothing was started on it yet', advice: start };
  } catch (error) {
    // It may still open, and must not stay open.
    opening.then(({ close }) => close()).catch(() => undefined);
    const why = messageOf(error).replace(/\.$/, '');
    return { kind: 'away', why, advice: isEmbedded ? start : 'Start the server, or correct DATABASE_URL.' };
  }
}

/** Starts every check at once; the results stand in display order. */
function startChecks(deps: DoctorDeps, database: Promise<Database>): Promise<Verdict[]>[] {
  const stored = async (
    check: DoctorCheck,
    run: (opened: Opened) => Promise<Verdict | Verdict[]>,
  ): Promise<Verdict[]> => {
    const found = await database;
    if (found.kind === 'open') return bounded(check, () => run(found.opened));
    if (check === 'database') return [wrong(check, `${found.why}.`, found.advice)];
    return [wrong(check, 'Not checked, because the database cannot be used.', 'See the database.')];
  };
  const outside = async (check: DoctorCheck, run: () => Promise<Verdict[]>): Promise<Verdict[]> =>
    deps.withNetwork ? run() : [leftOut(check, '--no-network was given.')];
  const { config, log } = deps;
  const { redisUrl } = config;
  const queues = deps.open?.queues;
  return [
    stored('database', checkDatabase),
    stored('migrations', checkMigrations),
    stored('database-settings', checkDatabaseSettings),
    stored('clock', checkClocks),
    stored('processes', checkProcesses),
    queues
      ? bounded('queue', () => checkOpenQueue({ queues, isRedis: redisUrl !== null }))
      : redisUrl === null
        ? stored('queue', ({ url }) => checkQueue({ log, location: { redisUrl, databaseUrl: url ?? '' } }))
        : bounded('queue', () => checkQueue({ log, location: { redisUrl, databaseUrl: '' } })),
    bounded('disk', () => checkDisk(deps)),
    stored('staff', checkStaff),
    stored('newsletters', checkNewsletters),
    stored('outlets', checkOutlets),
    stored('editions', checkEditions),
    stored('counts', checkCounts),
    stored('retention', checkRetention),
    stored('sending', checkSending),
    stored('backups', checkBackups),
    stored('safety-log', checkSafetyLog),
    outside('relay', async () => (config.relays.length === 0 ? [leftOut('relay', NO_RELAY)] : checkRelays(deps))),
    outside('dns', async () =>
      config.relays.length === 0 ? [leftOut('dns', NO_RELAY)] : stored('dns', checkSenderDns),
    ),
    database.then((found) =>
      bounded('secret', () => checkSecret({ config, db: found.kind === 'open' ? found.opened.db : null })),
    ),
    bounded('public-url', () => checkPublicUrl(deps)),
    outside('certificate', () => bounded('certificate', () => checkPublicCertificate(deps))),
  ];
}

/**
 * Looks over the installation, and yields the verdicts in display order. Every check runs at the same time and ends within
 * ten seconds; one that throws is a verdict. Those that read the database wait until it is open: ten seconds at most, or
 * forty for an embedded server. No migration is applied and no mail is sent. No verdict contains a secret.
 */
export async function* examine(deps: DoctorDeps): AsyncGenerator<Verdict> {
  const redact = openRedaction(deps.config);
  const database = openInspected(deps);
  try {
    for (const pending of startChecks(deps, database))
      for (const verdict of await pending) yield { ...verdict, detail: clean(redact(verdict.detail)) };
  } finally {
    const found = await database;
    // A server that stopped answering must not keep the program.
    if (found.kind === 'open') await within(CLOSE_WITHIN_MS, found.opened.close()).catch(() => undefined);
  }
}
