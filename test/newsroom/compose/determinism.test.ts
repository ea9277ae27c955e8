import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { composeEdition } from '../../../src/newsroom/compose/compose.ts';
import type { Db } from '../../../src/platform/db/client.ts';
import { rankNewsletter } from '../../../src/newsroom/rank/rank.ts';
import { addItem, addNewsletter, addOutlet } from '../rank/newsroom.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { runs } from '../../support/runs.ts';

const NOW = new Date('2026-11-24T05:00:00Z');
const deps = { log: pino({ level: 'silent' }), now: () => NOW };
const EVENTS = [
  ['Amsel bakery wins national pie prize', 'Pie prize for the bakery of Amsel', 'Bakery in Amsel takes the pie prize'],
  ['Brisa bridge closes for repairs', 'Repairs close the Brisa bridge', 'Brisa bridge shut while repairs go on'],
  ['Corvale choir sings at dawn', 'At dawn the Corvale choir sings', 'Corvale: a choir sings before dawn'],
  ['Dornach dam leaks after storm', 'Storm leaves Dornach dam leaking', 'Leak in Dornach dam after the storm'],
];
const HEADLINES = EVENTS.flat();
const OUTLETS = 4;

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
});
afterAll(() => database.drop());

type Report = { headline: number; outlet: number; minutesAgo: number };

/** The edition that a newsletter of its own makes of these reports, stored in this order. */
async function editionOf(reports: readonly Report[]): Promise<unknown> {
  const newsletterId = await addNewsletter(db, { story_count: 3, min_stories: 1, max_per_outlet: null });
  const outlets: number[] = [];
  for (let at = 0; at < OUTLETS; at++)
    outlets.push(await addOutlet(db, newsletterId, { name: `Outlet ${at}`, is_own: at === 0 }));
  for (const { headline, outlet, minutesAgo } of reports)
    await addItem(db, outlets[outlet]!, {
      title: HEADLINES[headline]!,
      published_at: new Date(NOW.getTime() - minutesAgo * 60_000),
      url: `https://outlet${outlet}.example/${headline}`,
    });
  await rankNewsletter({ db, ...deps }, newsletterId);
  const edition = await composeEdition({ db, ...deps }, { newsletterId, date: '2026-11-24' });
  expect(await composeEdition({ db, ...deps }, { newsletterId, date: '2026-11-24' })).toEqual(edition);
  const told = ({ title, url, outlet, items, score, reasons, position }: (typeof edition.stories)[number]) => ({
    title,
    url,
    outlet,
    items,
    score,
    reasons,
    position,
  });
  return { subject: edition.subject, stories: edition.stories.map(told), standbys: edition.standbys.map(told) };
}

test('the same items make the same edition, stored in any order', async () => {
  const reports = fc.uniqueArray(
    fc.record({
      headline: fc.integer({ min: 0, max: HEADLINES.length - 1 }),
      outlet: fc.integer({ min: 0, max: OUTLETS - 1 }),
      minutesAgo: fc.integer({ min: 1, max: 1_800 }),
    }),
    { minLength: 1, maxLength: 12, selector: ({ minutesAgo }) => minutesAgo },
  );
  const unique = reports.map((all) =>
    Array.from(new Map(all.map((each) => [`${each.headline} ${each.outlet}`, each])).values()),
  );
  const shuffled = unique.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
  );
  await fc.assert(
    fc.asyncProperty(shuffled, async ([one, other]) => {
      expect(await editionOf(other)).toEqual(await editionOf(one));
    }),
    { numRuns: runs(5) },
  );
});
