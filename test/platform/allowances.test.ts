import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chargeAll, forgive, sweepAllowances, type Charge } from '../../src/platform/allowances.ts';
import { openDatabase } from '../../src/platform/db/client.ts';
import { createClock } from '../readers/support.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
const clock = createClock();
const allowance = { count: 5, windowMs: 50_000 };
const of = (key: string, cost?: number): Charge => ({ key, allowance, ...(cost && { cost }) });

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(() => database.db.deleteFrom('allowances').execute());

const charge = async (...charges: Charge[]): Promise<number | null> => {
  const refused = await chargeAll({ db: database.db, now: clock.now }, charges);
  return refused && refused.index;
};

describe('an allowance', () => {
  test('is granted in full at once to any number of processes together, and then comes back steadily', async () => {
    const pools = [1, 2, 3].map(() => openDatabase(database.url, { maxConnections: 4 }));
    const tries = pools.flatMap((db) => Array.from({ length: 4 }, () => chargeAll({ db, now: clock.now }, [of('a')])));
    const granted = (await Promise.all(tries)).filter((refused) => refused === null);
    await Promise.all(pools.map((db) => db.destroy()));
    expect(granted).toHaveLength(5);
    clock.advance(9_999);
    expect(await charge(of('a'))).toBe(0);
    clock.advance(1);
    expect(await charge(of('a'))).toBeNull();
    expect(await charge(of('a'))).toBe(0);
    clock.advance(1_000_000);
    expect(await Promise.all(Array.from({ length: 6 }, () => charge(of('a'))))).toContain(0);
  });

  test('costs nothing where it is refused, and nothing after it is charged', async () => {
    for (let n = 0; n < 5; n++) expect(await charge(of('network'), of('all', 0.1))).toBeNull();
    for (let n = 0; n < 5; n++) expect(await charge(of('network'), of('all', 0.1))).toBe(0);
    clock.advance(10_000);
    expect(await charge(of('network'))).toBeNull();
    // Half an allowance was charged, of which all has come back.
    expect(await charge(of('all', 5))).toBeNull();
    expect(await charge(of('other'), of('all'))).toBe(1);
  });

  test('says how long to wait, is given back, and leaves no row once all of it is there', async () => {
    expect(await chargeAll({ db: database.db, now: clock.now }, [of('b', 5)])).toBeNull();
    const refused = await chargeAll({ db: database.db, now: clock.now }, [of('b')]);
    expect(refused).toEqual({ index: 0, retryAfterSeconds: 10 });
    await sweepAllowances({ db: database.db, now: clock.now });
    expect(await charge(of('b'))).toBe(0);
    await forgive(database, 'b');
    expect(await charge(of('b'))).toBeNull();
    clock.advance(50_001);
    await sweepAllowances({ db: database.db, now: clock.now });
    expect(await database.db.selectFrom('allowances').selectAll().execute()).toEqual([]);
  });
});
