import { Readable } from 'node:stream';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isReveilleError } from '../../src/domain/errors.ts';
import { hashAddress } from '../../src/readers/addresses.ts';
import { changeChoices, undoChoices, type Choices } from '../../src/readers/choices.ts';
import { subscribeFurther } from '../../src/readers/furtherSubscription.ts';
import { importSubscribers } from '../../src/readers/import/importList.ts';
import { confirmSubscription } from '../../src/readers/optIn.ts';
import { unsubscribe, unsubscribeEverything } from '../../src/readers/optOut.ts';
import { resubscribe } from '../../src/readers/undo.ts';
import { eraseSubscriber } from '../../src/readers/erase.ts';
import { showSubscriber } from '../../src/readers/record.ts';
import { suppressAddress } from '../../src/readers/suppressions.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { guardStates } from '../support/guardStates.ts';
import { runs } from '../support/runs.ts';
import {
  addNewsletter,
  addReader,
  confirmToken,
  createClock,
  evidence,
  keys,
  publicUrl,
  statusOf,
  subscriberId,
  unsubscribeToken,
  requestSubscription,
} from './support.ts';

let database: TestDatabase;
let newsletterId: number;
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  await guardStates(database.db);
  newsletterId = await addNewsletter(database.db, 'morning');
});
afterAll(() => database.drop());

function createReader() {
  const { db } = database;
  const clock = createClock();
  const email = `reader${++count}@paper.example`;
  const deps = { db, keys, now: clock.now, publicUrl };
  const tokens: string[] = [];
  const act = {
    request: async () => {
      const { outboxId } = await requestSubscription(deps, { newsletterId, email, evidence });
      if (outboxId !== null) tokens.push(await confirmToken(db, outboxId));
    },
    confirm: async (which: number) => {
      const token = tokens.at(which % Math.max(tokens.length, 1));
      if (token === undefined) return false;
      try {
        await confirmSubscription(deps, token, evidence);
        return true;
      } catch (error) {
        if (isReveilleError(error, 'TOKEN_EXPIRED', 'TOKEN_INVALID')) return false;
        throw error;
      }
    },
    leave: async () => {
      await unsubscribe(deps, unsubscribeToken(await subscriberId(db, email), newsletterId), evidence);
    },
    import: async () => {
      const file = { name: '', bytes: Readable.from([`email\n${email}\n`]), wish: 'active' as const };
      await importSubscribers(deps, [file], { newsletterId, consent: 'the old list', dryRun: false });
    },
    erase: async () => {
      await eraseSubscriber(deps, email);
      tokens.length = 0;
    },
  };
  return { clock, act, tokens, status: () => statusOf(db, email, newsletterId) };
}

it('after an opt-out, only a later confirmation makes a reader active', async () => {
  const step = fc.oneof(
    fc.constant({ kind: 'request' as const }),
    fc.record({ kind: fc.constant('confirm' as const), which: fc.nat(5) }),
    fc.constant({ kind: 'leave' as const }),
    fc.constant({ kind: 'import' as const }),
    fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(1, 1_000, 20_000, 61_000, 700_000) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      const { clock, act, tokens, status } = createReader();
      await act.request();
      // Tokens from this index on were issued after the last opt-out.
      let fresh = 0;
      let hasLeft = false;
      for (const each of steps) {
        if (each.kind === 'wait') clock.advance(each.ms);
        if (each.kind === 'request') await act.request();
        if (each.kind === 'import') await act.import();
        if (each.kind === 'leave') {
          await act.leave();
          [fresh, hasLeft] = [tokens.length, true];
          expect(await status()).toBe('unsubscribed');
        }
        if (each.kind === 'confirm') {
          const wasActive = (await status()) === 'active';
          const isFresh = each.which % tokens.length >= fresh;
          const isConfirmed = await act.confirm(each.which);
          expect(isConfirmed).toBe(wasActive || isFresh);
          if (isConfirmed) hasLeft = false;
        }
        if (hasLeft) expect(await status()).toBe('unsubscribed');
      }
    }),
    { numRuns: runs(15) },
  );
});

it('an opt-out is not lost in any race', async () => {
  const racer = fc.constantFrom('request' as const, 'confirm' as const, 'leave' as const, 'import' as const);
  await fc.assert(
    fc.asyncProperty(fc.array(racer, { minLength: 1, maxLength: 6 }), fc.boolean(), async (racers, isActive) => {
      const { clock, act, status } = createReader();
      await act.request();
      if (isActive) await act.confirm(0);
      clock.advance(1_000);
      let didLeave = false;
      await Promise.all([
        act.leave().then(() => (didLeave = true)),
        ...racers.map((kind) => (kind === 'confirm' ? act.confirm(0) : act[kind]())),
      ]);
      expect(didLeave).toBe(true);
      // The link of before the race is the only one that anybody used.
      expect(await status()).toBe('unsubscribed');
    }),
    { numRuns: runs(15) },
  );
});

it('erasing a reader in the middle of everything deadlocks with nothing', async () => {
  for (let round = 0; round < runs(8); round++) {
    const { clock, act } = createReader();
    await act.request();
    clock.advance(1_000);
    const late = (error: unknown): void => {
      // The reader was gone before the token for leaving could be made.
      if (!String(error).includes('no result')) throw error;
    };
    await Promise.all([
      act.confirm(0),
      act.leave().catch(late),
      act.import(),
      act.erase(),
      act.confirm(0),
      act.leave().catch(late),
    ]);
  }
});

it('no import adds an erased address again, in any race', async () => {
  for (let round = 0; round < runs(9); round++) {
    const { act, status } = createReader();
    if (round % 3 === 0) await act.request();
    if (round % 3 === 1) await act.import();
    await Promise.all([act.import(), act.erase(), act.import()]);
    expect(await status()).toBeNull();
    await act.import();
    expect(await status()).toBeNull();
  }
});

it('an erasure waits for the batch that an import has begun, which may bring its reader in', async () => {
  const { db } = database;
  const { act, status } = createReader();
  const countLocks = async (mode: string, granted: boolean): Promise<number> => {
    const { rows } = await sql`
      select 1 from pg_locks
      where locktype = 'advisory' and mode = ${mode} and granted = ${granted}
        and database = (select oid from pg_database where datname = current_database())`.execute(db);
    return rows.length;
  };
  let racing: Promise<unknown>[] = [];
  let isErased = false;
  await db.transaction().execute(async (tx) => {
    // A batch asks for its newsletter once it has said that it is under way.
    await sql`select from newsletters where id = ${newsletterId} for update`.execute(tx);
    racing = [act.import()];
    await expect.poll(() => countLocks('ShareLock', true)).toBe(1);
    racing.push(act.erase().then(() => (isErased = true)));
    await expect.poll(() => countLocks('ExclusiveLock', false)).toBe(1);
    expect(isErased).toBe(false);
  });
  await Promise.all(racing);
  expect(await status()).toBeNull();
});

describe('a list of many, merged while its readers act', () => {
  const word = fc.constantFrom('', 'unsubscribed', 'cleaned', 'pending');
  const deed = fc.constantFrom('request' as const, 'leave' as const, 'erase' as const, 'suppress' as const);

  it('loses no opt-out, no erasure and nobody else', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ word, isKnown: fc.boolean(), deed: fc.option(deed) }), { minLength: 5, maxLength: 40 }),
        fc.boolean(),
        async (people, isTwice) => {
          const { db } = database;
          const deps = { db, keys, now: createClock().now, publicUrl };
          const list = people.map((person) => ({ ...person, email: `listed${++count}@paper.example` }));
          const importRows = (rows: readonly string[]) =>
            importSubscribers(
              deps,
              [{ name: '', bytes: Readable.from([`email,status\n${rows.join('\n')}\n`]), wish: 'active' }],
              { newsletterId, consent: 'the old list', dryRun: false },
            );
          const known = list.filter(({ isKnown }) => isKnown);
          if (known.length > 0) await importRows(known.map(({ email }) => `${email},`));
          const rows = list.map(({ email, word: told }) => `${email},${told}`);
          await Promise.all([
            importRows(rows),
            ...(isTwice ? [importRows(rows.toReversed())] : []),
            ...list.map(async (each) => {
              const { email } = each;
              if (each.deed === 'request') await requestSubscription(deps, { newsletterId, email, evidence });
              if (each.deed === 'erase') await eraseSubscriber(deps, email);
              if (each.deed === 'suppress') await suppressAddress(deps, { email, reason: 'complaint' });
              if (each.deed === 'leave' && each.isKnown)
                await unsubscribe(deps, unsubscribeToken(await subscriberId(db, email), newsletterId), evidence);
            }),
          ]);
          for (const each of list) {
            const status = await statusOf(db, each.email, newsletterId);
            const seen = { ...each, status };
            if (each.deed === 'erase') expect(seen).toMatchObject({ status: null });
            else if (each.deed === 'leave' && each.isKnown) expect(seen).toMatchObject({ status: 'unsubscribed' });
            else if (each.word === 'unsubscribed' && each.deed !== 'suppress')
              expect(seen).toMatchObject({ status: 'unsubscribed' });
            // A sign-up that came first waits for its confirmation where the list says no more than that.
            else if (each.word !== '' && !each.isKnown) expect(seen).not.toMatchObject({ status: 'active' });
            else if (each.word === '' && each.deed !== 'suppress') expect(seen).toMatchObject({ status: 'active' });
            const { rows: held } = await sql`select 1 from suppressions
              where address_hash = ${hashAddress(keys, each.email)}`.execute(db);
            const isHeld = each.word === 'cleaned' || each.deed === 'erase' || each.deed === 'suppress';
            expect({ ...seen, isSuppressed: held.length === 1 }).toMatchObject({ isSuppressed: isHeld });
          }
        },
      ),
      { numRuns: runs(6) },
    );
  });
});

const UNCHOSEN: Choices = { frequency: 'daily', format: 'full', pausedUntil: null, sendAt: null, zone: null };

it('for any actions of a reader on the pages, the last one counts, and an undo restores exactly the state before', async () => {
  const chosen: fc.Arbitrary<Partial<Choices>> = fc.constantFrom<Partial<Choices>>(
    { frequency: 'weekdays' },
    { frequency: 'weekly', format: 'text' },
    { pausedUntil: '2026-04-01' },
    { pausedUntil: null },
    { sendAt: '06:15', zone: 'Asia/Tokyo' },
    { frequency: 'daily', sendAt: null },
  );
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('choose' as const), chosen }) },
    { weight: 3, arbitrary: fc.constant({ kind: 'undo choice' as const }) },
    { weight: 2, arbitrary: fc.constant({ kind: 'leave' as const }) },
    { weight: 2, arbitrary: fc.constant({ kind: 'leave everything' as const }) },
    { weight: 3, arbitrary: fc.constant({ kind: 'undo leaving' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'subscribe' as const }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), hours: fc.constantFrom(1, 25) }) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
      const { db } = database;
      const clock = createClock();
      const email = `model${++count}@paper.example`;
      const id = await addReader(db, email, [newsletterId]);
      const deps = { db, keys, now: clock.now, publicUrl };
      const of = { subscriberId: id, newsletterId };
      const token = unsubscribeToken(id, newsletterId);
      let choices = UNCHOSEN;
      let isActive = true;
      let isAsked = false;
      let left: { at: number } | null = null;
      let change: { at: number; before: Partial<Choices>; isUndone: boolean } | null = null;
      const isFresh = (act: { at: number } | null): boolean =>
        act !== null && clock.now().getTime() - act.at <= 24 * 3600_000;
      for (const each of steps) {
        clock.advance(1_000);
        const at = clock.now().getTime();
        switch (each.kind) {
          case 'wait':
            clock.advance(each.hours * 3600_000);
            break;
          case 'choose': {
            const { hasChanged } = await changeChoices(deps, { ...of, choices: each.chosen }, evidence);
            const after = { ...choices, ...each.chosen };
            const names = Object.keys(each.chosen) as (keyof Choices)[];
            const before = Object.fromEntries(names.map((key) => [key, choices[key]]));
            expect(hasChanged).toBe(JSON.stringify(after) !== JSON.stringify(choices));
            if (hasChanged) change = { at, before, isUndone: false };
            choices = after;
            break;
          }
          case 'undo choice': {
            const undone = undoChoices(deps, of, evidence);
            if (change === null || (!change.isUndone && !isFresh(change))) {
              await expect(undone).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
              break;
            }
            await undone;
            if (!change.isUndone) [choices, change.isUndone] = [{ ...choices, ...change.before }, true];
            break;
          }
          case 'leave':
          case 'leave everything': {
            const { hasChanged } = await (each.kind === 'leave' ? unsubscribe : unsubscribeEverything)(
              deps,
              token,
              evidence,
            );
            expect(hasChanged).toBe(isActive || isAsked);
            if (isActive) left = { at };
            isActive = isAsked = false;
            break;
          }
          case 'undo leaving': {
            const undone = resubscribe(deps, token, evidence);
            if (!isActive && !isFresh(left)) await expect(undone).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
            else expect(await undone).toMatchObject({ status: 'active' });
            isActive ||= isFresh(left);
            break;
          }
          case 'subscribe':
            isAsked = !isActive && !isFresh(left);
            expect(await subscribeFurther(deps, of, evidence)).toMatchObject({
              state: isActive ? 'known' : isAsked ? 'asked' : 'subscribed',
            });
            if (isAsked) break;
            // A pause of before would make the new subscription a silent one.
            if (!isActive) choices = { ...choices, pausedUntil: null };
            isActive = true;
        }
        const [held] = (await showSubscriber(deps, email))!.subscriptions;
        expect(held).toMatchObject({ ...choices, status: isActive ? 'active' : 'unsubscribed' });
      }
    }),
    {
      numRuns: runs(12),
      // Found once: an opt-out from everything that is over says nothing of one that is fresh.
      examples: [
        [
          [
            { kind: 'leave everything' },
            { kind: 'undo leaving' },
            { kind: 'wait', hours: 25 },
            { kind: 'leave' },
            { kind: 'subscribe' },
          ],
        ],
      ],
    },
  );
});

it('choices, opt-outs and Undos at once end in a state that one of their orders gives, and in no error', async () => {
  for (let round = 0; round < runs(8); round++) {
    const { db } = database;
    const email = `all${++count}@paper.example`;
    const id = await addReader(db, email, [newsletterId]);
    const deps = { db, keys, now: createClock().now };
    const of = { subscriberId: id, newsletterId };
    const token = unsubscribeToken(id, newsletterId);
    const late = (error: unknown): void => {
      if (!isReveilleError(error, 'TOKEN_EXPIRED')) throw error;
    };
    await Promise.all([
      changeChoices(deps, { ...of, choices: { frequency: 'weekly' } }, evidence),
      changeChoices(deps, { ...of, choices: { pausedUntil: '2026-04-01' } }, evidence),
      unsubscribe(deps, token, evidence),
      unsubscribeEverything(deps, token, evidence),
      undoChoices(deps, of, evidence).catch(late),
      unsubscribe(deps, token, evidence),
    ]);
    const { subscriptions, history } = (await showSubscriber(deps, email))!;
    expect(subscriptions[0]?.status).toBe('unsubscribed');
    expect(history.filter(({ kind }) => kind === 'unsubscribed')).toHaveLength(1);
  }
});
