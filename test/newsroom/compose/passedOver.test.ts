import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { composeEdition, composeSpecial } from '../../../src/newsroom/compose/compose.ts';
import type { Db } from '../../../src/platform/db/client.ts';
import { setNewsletter } from '../../../src/editions/newsletters/newsletters.ts';
import { rankNewsletter } from '../../../src/newsroom/rank/rank.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { addItem, addNewsletter, addOutlet } from '../rank/newsroom.ts';

const now = new Date('2026-11-24T12:00:00Z');
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
const SPANISH = [
  'Reabre el puerto de Amsel',
  'Sube el pan en Brisa',
  'Canta el coro de Corvale',
  'Cae un olmo en Elmwick',
];

let database: TestDatabase;
let db: Db;
let newsletterId: number;
let outletId: number;
const deps = { db: undefined as unknown as Db, log: pino({ level: 'silent' }), now: () => now };
const compose = async () => {
  await rankNewsletter(deps, newsletterId);
  return composeEdition(deps, { newsletterId });
};
const add = (title: string, language: string | null, published_at: Date | null = hoursAgo(2)) =>
  addItem(db, outletId, { title, language, published_at, first_seen_at: published_at ?? now });
const leftOut = async () => (await compose()).refused.map(({ title, reason }) => [title, reason]);

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
  deps.db = db;
});
afterAll(() => database.drop());
beforeEach(async () => {
  await db.deleteFrom('newsletters').execute();
  newsletterId = await addNewsletter(db, { slug: 'es', language: 'es', languages: ['en'], min_stories: 1 });
  outletId = await addOutlet(db, newsletterId, { is_own: true });
});

test('an edition that is empty because of its stories’ language says so, and how to take them', async () => {
  for (const title of SPANISH.slice(0, 3)) await add(title, 'es-MX');
  const edition = await compose();
  expect(edition).toMatchObject({
    flag: 'no_stories',
    flagDetail:
      'There is no story of the last 36 hours in a language that the newsletter takes (without stories of earlier editions). ' +
      '3 stories in es were not used: the newsletter takes en (newsletters set es --languages en,es). ' +
      'At least 1 must be in an edition.',
  });
  expect(edition.refused).toEqual(
    SPANISH.slice(0, 3).map((title) => ({
      storyId: null,
      title,
      reason: 'it is in es: the newsletter takes en; newsletters set es --languages en,es',
    })),
  );
  await setNewsletter({ db }, 'es', { languages: ['en', 'es'] }, 'ana');
  expect(await compose()).toMatchObject({ flag: null, refused: [], stories: [{}, {}, {}] });
});

test('a newsroom that sets its language after its stories were not used gets them', async () => {
  await db.updateTable('newsletters').set({ language: 'en' }).execute();
  await add(SPANISH[0]!, 'es');
  expect(await compose()).toMatchObject({ flag: 'no_stories' });
  await setNewsletter({ db }, 'es', { language: 'es' }, 'ana');
  expect(await compose()).toMatchObject({ flag: null, refused: [], stories: [{ title: SPANISH[0] }] });
});

test('more than three of a language are counted, and more than four languages together', async () => {
  for (const title of SPANISH) await add(title, 'es');
  await add('Ports are open again', 'en');
  for (const language of ['fr', 'de', 'it', 'pt', 'nl']) await add(`In ${language}`, language);
  const takes = 'the newsletter takes en; newsletters set es --languages en';
  expect(await leftOut()).toEqual([
    [null, `4 stories in es: ${takes},es`],
    ['In de', `it is in de: ${takes},de`],
    ['In fr', `it is in fr: ${takes},fr`],
    ['In it', `it is in it: ${takes},it`],
    [null, '2 stories in further languages'],
  ]);
});

test('old stories and those in the newsletter’s languages are not among them; stories without a language are recognized by their letters', async () => {
  await add(SPANISH[0]!, 'es', hoursAgo(40));
  await add(SPANISH[1]!, null);
  await add('הנמל נפתח מחדש', null, null);
  await add('Odd tag', '<b>x-klingon</b>');
  const reason = 'it is in another language: the newsletter takes en';
  expect(await leftOut()).toEqual([
    ['הנמל נפתח מחדש', reason],
    ['Odd tag', reason],
  ]);
});

test('too few stories name the cause as well, and a special edition is not asked about languages', async () => {
  await db.updateTable('newsletters').set({ min_stories: 2 }).execute();
  await add('Ports are open again', 'en');
  await add(SPANISH[0]!, 'es');
  const edition = await compose();
  expect(edition).toMatchObject({
    flag: 'too_few_stories',
    flagDetail: expect.stringMatching(/^Only 1 story .* was found\. 1 story in es was not used: .* At least 2 must/),
  });
  const storyIds = [edition.stories[0]!.story!];
  expect(await composeSpecial(deps, { newsletterId, storyIds, actor: 'ana' })).toMatchObject({
    refused: [],
    flag: null,
  });
});
