import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../../src/platform/db/client.ts';
import { claimDeliveries, recoverLost, releaseClaims, type Run } from '../../src/deliver/ledger/claim.ts';
import { freezeAudience } from '../../src/deliver/ledger/freeze.ts';
import { openSupply } from '../../src/deliver/supply.ts';
import { finishEdition, settle, type Recorded } from '../../src/deliver/ledger/settle.ts';
import { openTicker } from '../../src/deliver/ledger/ticker.ts';
import type { DeliveryState } from '../../src/domain/states.ts';
import { createLog } from '../../src/platform/log.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { guardStates } from '../support/guardStates.ts';
import { makeNewsletter, makePreparedEdition } from '../support/edition.ts';
import { runs } from '../support/runs.ts';

// Any interleaving of claimants, crashes and people, one step at a time, against the real ledger. The model keeps
// what the world outside saw: which messages a relay took, and who had left when.

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await guardStates(database.db);
});
afterAll(() => database.drop());

const READERS = 6;
const OWNERS = 3;

/** What a claimant does with one of its readers once the message may go. */
type Answer = 'submitted' | 'later' | 'rejected' | 'lost' | 'lost, but taken';

const owner = fc.nat(OWNERS - 1);
const reader = fc.nat(READERS - 1);
const Op = fc.oneof(
  { weight: 5, arbitrary: fc.record({ op: fc.constant('claim'), owner, limit: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 6, arbitrary: fc.record({ op: fc.constant('mark'), owner, count: fc.integer({ min: 1, max: 3 }) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      op: fc.constant('answer'),
      owner,
      answer: fc.constantFrom<Answer>('submitted', 'submitted', 'later', 'rejected', 'lost', 'lost, but taken'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('crash'), owner, wasTaken: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('sleep'), owner }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('release'), owner }) },
  { weight: 3, arbitrary: fc.record({ op: fc.constant('recover') }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('leave'), reader }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('suppress'), reader }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constantFrom('pause', 'resume', 'fix', 'freeze again', 'finish') }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('clock'), minutes: fc.integer({ min: -90, max: 90 }) }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('resend') }) },
);
type Op = typeof Op extends fc.Arbitrary<infer T> ? T : never;

type Owner = { run: Run; claimed: number[]; marked: number[] };

/** One edition in the real ledger, and what the world outside knows of it. */
async function openWorld(db: Db) {
  const newsletterId = await makeNewsletter(db, `model-${randomUUID()}`, READERS);
  const editionId = await makePreparedEdition(db, newsletterId);
  await sql`update newsletters set max_lateness_minutes = 1440 where id = ${newsletterId}`.execute(db);
  const { rows } = await sql<{ id: number; hash: Buffer }>`
    select p.id, p.address_hash as hash from subscribers p join subscriptions s on s.subscriber_id = p.id
    where s.newsletter_id = ${newsletterId} order by p.id`.execute(db);
  const ids = rows.map((row) => row.id);
  const hashes = rows.map((row) => row.hash);
  const taken = new Map(ids.map((id) => [id, 0]));
  const allowance = new Map(ids.map((id) => [id, 1]));
  const gone = new Set<number>();
  let revision = 1;
  let isPaused = false;
  await freezeAudience({ db }, editionId);

  const openOwner = async (): Promise<Owner> => {
    const id = randomUUID();
    await sql`insert into leases (id, role, holder, until) values (${id}, 'delivery', 'model', now() + interval '1 day')`.execute(
      db,
    );
    return {
      run: { editionId, newsletterId, isRehearsal: false, owner: id, revision, tokenKey: 1 },
      claimed: [],
      marked: [],
    };
  };
  const owners = await Promise.all(Array.from({ length: OWNERS }, openOwner));

  const take = (id: number): void => {
    taken.set(id, taken.get(id)! + 1);
    expect(taken.get(id), 'a reader is mailed at most once, save for a person’s resend').toBeLessThanOrEqual(
      allowance.get(id)!,
    );
  };
  const recorded = (subscriberId: number, state: DeliveryState): Recorded => ({
    subscriberId,
    state,
    verdict: null,
    retryAfterMs: 60_000,
    relay: 'sink',
    statusCode: null,
    reply: null,
  });

  const claim = async (mine: Owner, limit: number): Promise<void> => {
    mine.run.revision = revision;
    const { readers } = await claimDeliveries({ db }, mine.run, limit);
    for (const { subscriberId } of readers) expect(gone.has(subscriberId), 'who left is not claimed').toBe(false);
    if (isPaused) expect(readers, 'a paused edition yields nobody').toEqual([]);
    // As the supply does: what it holds already is not taken a second time.
    const fresh = readers.filter(({ subscriberId: id }) => !mine.claimed.includes(id) && !mine.marked.includes(id));
    mine.claimed.push(...fresh.map((each) => each.subscriberId));
  };
  const mark = async (mine: Owner, count: number): Promise<void> => {
    const starting = mine.claimed.splice(0, count);
    const marks = starting.map((subscriberId) => ({ subscriberId, datedAt: new Date(), format: null, language: null }));
    const allowed = await settle({ db }, mine.run, { outcomes: [], starting: marks });
    for (const id of allowed) {
      expect(gone.has(id), 'nobody is mailed after leaving').toBe(false);
      expect(isPaused, 'nobody is mailed while it is paused').toBe(false);
      expect(mine.run.revision, 'nobody gets a text that was fixed').toBe(revision);
      expect(taken.get(id), 'who has it does not get it').toBeLessThan(allowance.get(id)!);
      mine.marked.push(id);
    }
    const withheld = starting.filter((id) => !allowed.has(id)).map((id) => recorded(id, 'pending'));
    await settle({ db }, mine.run, { outcomes: withheld, starting: [] });
  };
  const answer = async (mine: Owner, what: Answer): Promise<void> => {
    const id = mine.marked.shift();
    if (id === undefined) return;
    if (what === 'submitted' || what === 'lost, but taken') take(id);
    const state =
      ({ submitted: 'submitted', later: 'pending', rejected: 'failed' } as const)[what as 'submitted'] ?? 'unknown';
    await settle({ db }, mine.run, { outcomes: [recorded(id, state)], starting: [] });
  };
  const expire = (mine: Owner): Promise<unknown> =>
    sql`update leases set until = now() - interval '1 second' where id = ${mine.run.owner}`.execute(db);
  const crash = async (index: number, wasTaken: boolean): Promise<void> => {
    const dead = owners[index]!;
    if (wasTaken) for (const id of dead.marked) take(id);
    await expire(dead);
    owners[index] = await openOwner();
  };

  const perform = async (op: Op): Promise<void> => {
    const mine = 'owner' in op ? owners[op.owner]! : owners[0]!;
    switch (op.op) {
      case 'claim':
        return claim(mine, op.limit);
      case 'mark':
        return mark(mine, op.count);
      case 'answer':
        return answer(mine, op.answer);
      case 'crash':
        return crash(op.owner, op.wasTaken);
      // It continues later without knowing that it was suspended.
      case 'sleep':
        return void (await expire(mine));
      case 'release': {
        mine.claimed = [];
        return releaseClaims({ db }, mine.run);
      }
      case 'recover':
        return void (await recoverLost({ db }, editionId));
      case 'leave': {
        const id = ids[op.reader]!;
        await sql`update subscriptions set status = 'unsubscribed' where subscriber_id = ${id}`.execute(db);
        return void gone.add(id);
      }
      case 'suppress': {
        const index = op.reader;
        await sql`insert into suppressions (address_hash, reason) values (${hashes[index]}, 'complaint') on conflict do nothing`.execute(
          db,
        );
        return void gone.add(ids[index]!);
      }
      case 'pause': {
        const { numAffectedRows } =
          await sql`update editions set state = 'paused' where id = ${editionId} and state = 'submitting'`.execute(db);
        if (numAffectedRows) isPaused = true;
        return;
      }
      case 'resume': {
        await sql`update editions set state = 'submitting' where id = ${editionId} and state = 'paused'`.execute(db);
        isPaused = false;
        return;
      }
      case 'fix': {
        revision++;
        return void (await sql`update editions set revision = ${revision} where id = ${editionId}`.execute(db));
      }
      case 'freeze again':
        return void (await freezeAudience({ db }, editionId));
      case 'finish':
        return void (await finishEdition({ db }, owners[0]!.run));
      // Whatever a clock says: every instant that the ledger keeps is moved against it.
      case 'clock': {
        const minutes = op.minutes;
        return void (await sql`
          update deliveries set next_attempt_at = next_attempt_at - ${minutes} * interval '1 minute'
          where edition_id = ${editionId}`.execute(db));
      }
      case 'resend': {
        // A person decided on a resend: readers with an unknown delivery may get a second copy.
        const { rows: again } = await sql<{ id: number }>`
          update deliveries set state = 'pending', owner = null, data_at = null, next_attempt_at = now()
          where edition_id = ${editionId} and state = 'unknown' returning subscriber_id as id`.execute(db);
        if (again.length > 0)
          await sql`update editions set state = 'submitting', finished_at = null where id = ${editionId} and state = 'submitted'`.execute(
            db,
          );
        // … and a claimant that is only asleep may still bring its own.
        const asleep = (id: number): number => owners.filter((each) => each.marked.includes(id)).length;
        for (const { id } of again) allowance.set(id, taken.get(id)! + asleep(id) + 1);
        return;
      }
    }
  };

  /** Everything ends: the claimants are gone, the clock moves on, one is left to do the rest. */
  const finish = async (): Promise<void> => {
    await perform({ op: 'resume' });
    for (const index of owners.keys()) await crash(index, false);
    const last = owners[0]!;
    for (let round = 0; round < 50; round++) {
      await recoverLost({ db }, editionId);
      await perform({ op: 'clock', minutes: 100 });
      await claim(last, 100);
      while (last.claimed.length > 0) await mark(last, 10);
      while (last.marked.length > 0) await answer(last, 'submitted');
      const { rows: open } = await sql`
        select from deliveries where edition_id = ${editionId} and state in ('pending', 'submitting') limit 1`.execute(
        db,
      );
      if (open.length === 0) break;
    }
    await finishEdition({ db }, last.run);
    const { rows: states } = await sql<{ id: number; state: DeliveryState }>`
      select subscriber_id as id, state from deliveries where edition_id = ${editionId}`.execute(db);
    expect(states).toHaveLength(READERS);
    for (const { id, state } of states) {
      expect(['submitted', 'failed', 'suppressed', 'unknown'], 'every reader ends in a final state').toContain(state);
      if (state === 'submitted') expect(taken.get(id)).toBeGreaterThan(0);
      if (state === 'suppressed') expect(gone.has(id)).toBe(true);
    }
    const { rows: editions } = await sql<{ state: string }>`select state from editions where id = ${editionId}`.execute(
      db,
    );
    expect(editions[0]!.state).toBe('submitted');
  };
  return { perform, finish };
}

test('in any order of events, each reader gets at most one message, none after an opt-out, and all deliveries end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Op, { minLength: 5, maxLength: 60 }), async (ops) => {
      const world = await openWorld(database.db);
      for (const op of ops) await world.perform(op);
      await world.finish();
    }),
    { numRuns: runs(30) },
  );
});

test('a mailer that slept past its lease, and claims again what it still holds, has each reader once', async () => {
  const { db } = database;
  const newsletterId = await makeNewsletter(db, 'asleep', READERS);
  const editionId = await makePreparedEdition(db, newsletterId);
  await freezeAudience({ db }, editionId);
  const run: Run = { editionId, newsletterId, isRehearsal: false, owner: randomUUID(), revision: 1, tokenKey: 1 };
  const supply = await openSupply({ db, ledger: db }, run, () => false);
  const got = [await supply.next()];
  // The run has no lease, so others treat it as dead.
  expect(await recoverLost({ db }, editionId)).toBe(READERS);
  for (let reader = await supply.next(); reader; reader = await supply.next()) got.push(reader);
  supply.close();
  const ids = got.map((reader) => reader?.subscriberId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toHaveLength(READERS);
});

// Seed 77 of the chaos run: fourteen readers were suppressed, and no row said why.
test('a reply to a suspended mailer about a reader that another mailer has now suppresses nobody; the other gets the reply again', async () => {
  const { db } = database;
  const newsletterId = await makeNewsletter(db, 'overtaken', 1);
  const editionId = await makePreparedEdition(db, newsletterId);
  await freezeAudience({ db }, editionId);
  const claim = async (owner: string): Promise<{ run: Run; subscriberId: number }> => {
    const run: Run = { editionId, newsletterId, isRehearsal: false, owner, revision: 1, tokenKey: 1 };
    const { readers } = await claimDeliveries({ db }, run, 1);
    return { run, subscriberId: readers[0]!.subscriberId };
  };
  const suppressions = (): Promise<{ detail: string | null }[]> =>
    db.selectFrom('suppressions').select('detail').where('detail', 'like', '%overtaken%').execute();
  const isDead = async ({ run, subscriberId }: { run: Run; subscriberId: number }): Promise<void> => {
    const ticker = openTicker({ db, log: createLog('test', 'silent') }, run);
    ticker.record({
      subscriberId,
      state: 'failed',
      verdict: 'address-dead',
      retryAfterMs: 0,
      relay: 'sink',
      statusCode: '5.1.1',
      reply: 'nobody is overtaken here',
    });
    await ticker.flushed();
  };
  const sleeper = await claim(randomUUID());
  await recoverLost({ db }, editionId);
  const other = await claim(randomUUID());
  await isDead(sleeper);
  expect(await suppressions()).toEqual([]);
  await isDead(other);
  expect(await suppressions()).toEqual([{ detail: 'nobody is overtaken here' }]);
  const { rows } = await sql`select state, verdict from deliveries where edition_id = ${editionId}`.execute(db);
  expect(rows).toEqual([{ state: 'failed', verdict: 'address-dead' }]);
});
