import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { resumeEdition, triggerSend } from '../../src/editions/control.ts';
import type { Queues } from '../../src/platform/queue/queue.ts';
import { loadProgress, loadRows, stubbornly } from '../chaos/ledger.ts';
import { between, createRandom } from '../chaos/random.ts';
import { makeEdition, type Made } from '../chaos/readers.ts';
import { readStore } from '../chaos/store.ts';
import { audit, type Result } from './audit.ts';
import { SCENARIOS, turnClocks, type Scenario, type ScenarioName } from './scenarios.ts';
import { APP_HOSTS, type World } from './world.ts';

export type RunOptions = { readers: number; seed: number; faultSeconds: number; minutes: number };

const LOOK_EVERY_MS = 500;
// Twice a second, through a fault and what it takes to recover.
const TRIES = 600;
// Longer than a lease: who was taken for dead and only slept has corrected its rows by then.
const SETTLE_MS = 12_000;
const MINUTE_MS = 60_000;

// The scheduler's sweep finds what has no job, as after the loss of a Redis.
const NO_QUEUES = { enqueue: async () => undefined } as unknown as Queues;

/** How many messages may be on their way now, by the ledger. */
async function countInFlight({ db }: World, { editionId }: Made): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from deliveries
    where edition_id = ${editionId} and data_at is not null and state in ('submitting', 'unknown')`.execute(db());
  return rows[0]!.count;
}

async function start(world: World, { newsletterId, editionId }: Made, isScheduled: boolean): Promise<Date | null> {
  const db = world.db();
  const config = { relays: [] };
  if (!isScheduled) {
    await triggerSend(
      { db, queues: NO_QUEUES, now: () => new Date(), config },
      { editionId, actor: 'hosts', isRehearsal: false },
    );
    return null;
  }
  const dueAt = new Date(Math.ceil((Date.now() + MINUTE_MS) / MINUTE_MS) * MINUTE_MS);
  await sql`
    update newsletters set zone = 'UTC', send_at = ${dueAt.toISOString().slice(11, 16)}, weekdays = '{1,2,3,4,5,6,7}'
    where id = ${newsletterId}`.execute(db);
  await sql`update editions set date = ${dueAt.toISOString().slice(0, 10)} where id = ${editionId}`.execute(db);
  turnClocks(world);
  await sql`
    insert into outlets (newsletter_id, url, name, paused_at)
    values (${newsletterId}, 'https://paper.example/', 'The Paper', now())`.execute(db);
  return dueAt;
}

/** Sends one edition, with the scenario's fault in the middle of it, and counts. */
export async function runScenario(world: World, name: ScenarioName, options: RunOptions): Promise<Result> {
  const scenario: Scenario = SCENARIOS[name];
  const { readers, seed, faultSeconds } = options;
  const random = createRandom(seed, name);
  const before = world.received();
  const made = await makeEdition({ db: world.db(), keys: world.keys }, readers, `${name}-${seed}`);
  const startedAt = Date.now();
  const dueAt = await start(world, made, scenario.isScheduled === true);
  const deadline = startedAt + options.minutes * MINUTE_MS;
  const crashesBefore = crashes(world);
  const from = Math.round(between(random, 0.05, 0.15) * readers);
  while (world.received() - before < from) {
    if (Date.now() > deadline) throw new Error(`${name}: the send did not begin`);
    await sleep(20);
  }
  const faultAt = Date.now();
  let flying = 0;
  const fault = await scenario.hit(world, {
    random,
    forMs: faultSeconds * 1000,
    began: async () => void (flying = await stubbornly(() => countInFlight(world, made), TRIES)),
  });
  const endedAt = Date.now();
  let pauses = 0;
  for (let quietSince = Date.now(); Date.now() - quietSince < SETTLE_MS && Date.now() < deadline;) {
    const { state } = await stubbornly(() => loadProgress(world.db(), made.editionId), TRIES);
    if (state !== 'submitted') quietSince = Date.now();
    if (state === 'paused') {
      pauses++;
      await resumeEdition({ db: world.db(), queues: NO_QUEUES }, { editionId: made.editionId, actor: 'hosts' });
    }
    await sleep(LOOK_EVERY_MS);
  }
  const rows = await stubbornly(() => loadRows(world.db(), made.editionId), TRIES);
  const { state } = await loadProgress(world.db(), made.editionId);
  const { started_at: frozenAt } = await world
    .db()
    .selectFrom('editions')
    .select('started_at')
    .where('id', '=', made.editionId)
    .executeTakeFirstOrThrow();
  const mine = new Set(made.readers.map(({ email }) => email));
  const lines = readStore(world.storePath).filter((line) => !('to' in line) || mine.has(line.to));
  const result = audit({
    name,
    title: scenario.title,
    seed,
    readers,
    lines,
    rows,
    state,
    pauses,
    flying,
    fault: { at: faultAt, endedAt, from: fault.host === null ? null : world.network.addressOf(fault.host) },
    startedAt,
    dueAt,
    frozenAt,
    restarted: crashes(world) - crashesBefore,
    restartedByHand: fault.restartedByHand,
  });
  await scenario.restore?.(world);
  return result;
}

const crashes = (world: World): number =>
  APP_HOSTS.flatMap((host) => world.membersOn(host)).reduce((sum, member) => sum + member.crashes(), 0);
