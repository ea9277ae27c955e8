import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  composeEdition,
  composeSpecial,
  dropStory,
  recheckEdition,
  recomposeEdition,
} from '../../../src/newsroom/compose/compose.ts';
import type { Db } from '../../../src/platform/db/client.ts';
import type { EditionState } from '../../../src/domain/states.ts';
import { loadCorrections } from '../../../src/editions/corrections.ts';
import { fixStory } from '../../../src/editions/fix.ts';
import type { StoryChanges } from '../../../src/editions/storyChanges.ts';
import { loadEdition, type EditionStory } from '../../../src/editions/load.ts';
import { pickStory, unpickStory } from '../../../src/editions/picks.ts';
import type { Queues } from '../../../src/platform/queue/queue.ts';
import { rankNewsletter } from '../../../src/newsroom/rank/rank.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { addOwnPicture } from '../../support/pictures.ts';
import { addItem, addNewsletter, addOutlet } from '../rank/newsroom.ts';

// The first edition is composed at five and sent at half past; staff mend it at nine, and the next is of tomorrow.
const now = new Date('2026-11-24T05:00:00Z');
const mended = new Date('2026-11-24T09:00:00Z');
const noon = new Date('2026-11-24T12:00:00Z');
const tomorrow = new Date('2026-11-25T05:00:00Z');
const hoursBefore = (at: Date, hours: number): Date => new Date(at.getTime() - hours * 3_600_000);
const TITLES = ['Amsel bakery wins pie prize', 'Brisa bridge closes for repairs', 'Corvale choir sings at dawn'];
const OURS = 'Amsel baker shares pie prize';
const PICTURE = { url: 'https://a.example/p.jpg', width: 800, height: 450, alt: null, caption: null, credit: 'Ana' };

let database: TestDatabase;
let db: Db;
let newsletterId: number;
let items: number[];
let first: number;
let story: number;
const queues: Queues = {
  enqueue: async () => undefined,
  ping: async () => undefined,
  counts: () => Promise.reject(new Error('not asked for')),
  close: async () => undefined,
};
const deps = (at: Date) => ({ db, queues, log: pino({ level: 'silent' }), now: () => at });
const compose = async (values: Partial<Parameters<typeof composeEdition>[1]> = {}, at = now) => {
  await rankNewsletter(deps(at), newsletterId);
  return composeEdition(deps(at), { newsletterId, date: '2026-11-24', ...values });
};
const next = (values = {}) => compose({ date: '2026-11-25', ...values }, tomorrow);
const special = async (at = noon, storyId = story) => {
  await rankNewsletter(deps(at), newsletterId);
  return composeSpecial(deps(at), { newsletterId, storyIds: [storyId], actor: 'ana' });
};
const fix = (changes: StoryChanges, { id = first, at = mended, actor = 'ana', position = 1 } = {}) =>
  fixStory(deps(at), { editionId: id, position, changes, actor });
const setItem = (values: Record<string, unknown>, at = 0) =>
  db.updateTable('items').set(values).where('id', '=', items[at]!).execute();
/** The outlet changes what it says, as ingest stores that. */
const rewrite = (title: string, at: Date, others: Record<string, unknown> = {}) =>
  setItem({ title, updated_at: at, ...others });
const setState = (id: number, state: EditionState) =>
  db.updateTable('editions').set({ state, started_at: now }).where('id', '=', id).execute();
const storiesOf = async (id: number): Promise<EditionStory[]> => (await loadEdition({ db }, id))!.stories;
const report = async (title: string, summary: string, at = tomorrow) => {
  const published_at = hoursBefore(at, 2);
  return addItem(db, await addOutlet(db, newsletterId), { title, summary, published_at, updated_at: published_at });
};

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
});
afterAll(() => database.drop());
beforeEach(async () => {
  newsletterId = await addNewsletter(db, { story_count: 3 });
  items = [];
  for (const [at, title] of TITLES.entries()) {
    const published_at = hoursBefore(now, 1 + at);
    const outlet = await addOutlet(db, newsletterId, { rights: ['summary', 'picture'] });
    items.push(await addItem(db, outlet, { title, summary: `${title}.`, published_at, updated_at: published_at }));
  }
  const edition = await compose();
  first = edition.id;
  story = edition.stories[0]!.story!;
  await setState(first, 'submitted');
});

describe('what staff wrote of a story that was sent', () => {
  test('appears in a special edition, which names its origin', async () => {
    await fix({ headline: OURS, summary: 'Two of them won.', url: 'https://paper.example/pie' });
    const edition = await special();
    expect(edition.subject).toBe(OURS);
    const [shown] = await storiesOf(edition.id);
    expect(shown).toMatchObject({
      headline: OURS,
      summary: 'Two of them won.',
      url: 'https://paper.example/pie',
      item_id: items[0],
    });
    expect(shown!.reasons[1]).toBe(`headline, summary, and link from edition ${first}, corrected on 2026-11-24`);
    expect((await recomposeEdition(deps(noon), edition.id)).stories).toEqual(edition.stories);
  });

  test('stands where staff pin the story into the next day’s edition', async () => {
    await fix({ headline: OURS });
    const { id } = await next();
    await pickStory(deps(tomorrow), { editionId: id, storyId: story, position: 1, isExcluded: false, actor: 'ana' });
    const [pinned] = (await recomposeEdition(deps(tomorrow), id)).stories;
    expect(pinned).toMatchObject({ title: OURS });
    expect(pinned!.reasons.slice(0, 2)).toEqual([
      'placed at number 1 by staff',
      `headline from edition ${first}, corrected on 2026-11-24`,
    ]);
  });

  test('stands although another edition showed the story in its outlet’s words in between', async () => {
    const before = await special(hoursBefore(mended, 1));
    await setState(before.id, 'submitted');
    await fix({ headline: OURS });
    expect((await special()).stories[0]).toMatchObject({ title: OURS });
    expect((await next({ kind: 'weekly' })).stories.map(({ title }) => title)).toContain(OURS);
  });

  test('is the latest that they wrote, in whichever edition, field by field', async () => {
    await fix({ headline: OURS, summary: 'Two of them won.' });
    const { id } = await special();
    await setState(id, 'submitted');
    await fix({ headline: 'Amsel bakers share pie prize' }, { id, at: noon });
    expect((await storiesOf((await special()).id))[0]).toMatchObject({
      headline: 'Amsel bakers share pie prize',
      summary: 'Two of them won.',
    });
  });

  test('is gone where they put back what the outlet had said', async () => {
    await fix({ headline: OURS });
    const { id } = await special();
    await fix({ headline: TITLES[0]! }, { id, at: noon });
    await rewrite('Bakery of Amsel wins the pie prize', tomorrow);
    const [shown] = (await special(tomorrow)).stories;
    expect(shown!.title).toBe('Bakery of Amsel wins the pie prize');
    expect(shown!.reasons.join()).not.toMatch(/edition \d/);
  });

  test('stands where the story was dropped after it', async () => {
    await setState(first, 'approved');
    await fix({ headline: OURS });
    await dropStory(deps(mended), { editionId: first, position: 1, reason: 'later', actor: 'ana' });
    expect((await special()).stories[0]).toMatchObject({ title: OURS });
  });

  test('includes where it belongs, and that a picture of it is gone, while another may come', async () => {
    const { hash } = await addOwnPicture(db, 'p', newsletterId);
    await setItem({ image: JSON.stringify(PICTURE), picture_url: PICTURE.url, picture_hash: hash });
    await setState(first, 'draft');
    await compose();
    expect((await storiesOf(first))[0]!.image).not.toBeNull();
    const sections = JSON.stringify([{ name: 'Towns', words: ['Local'] }]);
    await db.updateTable('newsletters').set({ sections }).where('id', '=', newsletterId).execute();
    await setState(first, 'submitted');
    await fix({ image: null, section: 'Towns' });
    const [shown] = await storiesOf((await special()).id);
    expect(shown).toMatchObject({ image: null, section: 'Towns', headline: TITLES[0] });
    expect(shown!.reasons[1]).toBe(`section and no picture from edition ${first}, corrected on 2026-11-24`);
    const other = { ...PICTURE, url: 'https://a.example/q.jpg' };
    const stored = await addOwnPicture(db, 'q', newsletterId);
    await setItem({ image: JSON.stringify(other), picture_url: other.url, picture_hash: stored.hash });
    expect((await storiesOf((await special()).id))[0]!.image).toMatchObject({ url: other.url });
  });

  test('does not reach another newsletter of the same paper', async () => {
    await fix({ headline: OURS });
    newsletterId = await addNewsletter(db);
    const { url, guid } = await db
      .selectFrom('items')
      .select(['url', 'guid'])
      .where('id', '=', items[0]!)
      .executeTakeFirstOrThrow();
    await addItem(db, await addOutlet(db, newsletterId), { title: TITLES[0]!, url, guid, published_at: mended });
    const edition = await compose({}, noon);
    expect(edition.stories.map(({ title }) => title)).toEqual([TITLES[0]]);
  });

  test('leaves the words of an outlet that its own change took over to the outlet', async () => {
    await fix({ headline: 'Amsel bakery wins prize' }, { actor: 'recheck' });
    expect((await special()).stories[0]).toMatchObject({ title: TITLES[0] });
  });
});

describe('what staff wrote into a draft', () => {
  const asDraft = () =>
    db.updateTable('editions').set({ state: 'draft', started_at: null }).where('id', '=', first).execute();
  const stateOf = async () => (await loadEdition({ db }, first))!.edition.state;
  const placesOf = async () =>
    (
      await db.selectFrom('edition_fixes').select('position').where('edition_id', '=', first).orderBy('id').execute()
    ).map(({ position }) => position);
  beforeEach(asDraft);

  test('keeps every field when the edition is composed again as a draft', async () => {
    const { hash } = await addOwnPicture(db, 'draft', newsletterId);
    await setItem({ image: JSON.stringify(PICTURE), picture_url: PICTURE.url, picture_hash: hash });
    const sections = JSON.stringify([{ name: 'Towns', words: ['Local'] }]);
    await db.updateTable('newsletters').set({ sections }).where('id', '=', newsletterId).execute();
    await compose();
    expect((await storiesOf(first))[0]!.image).not.toBeNull();
    const ours = { headline: OURS, summary: 'Two of them won.', url: 'https://paper.example/pie', section: 'Towns' };
    await fix({ ...ours, image: null });
    expect(await stateOf()).toBe('draft');
    const again = await compose({}, noon);
    expect(again).toMatchObject({ id: first, state: 'draft', subject: expect.stringMatching(`^${OURS}, and 2 more$`) });
    const [shown] = await storiesOf(first);
    expect(shown).toMatchObject({ ...ours, image: null, item_id: items[0] });
    expect(shown!.reasons[0]).toBe(
      `headline, summary, link, section, and no picture from edition ${first}, rewritten by staff on 2026-11-24`,
    );
    expect((await compose({}, noon)).stories).toEqual(again.stories);
  });

  test('keeps picks, and follows its story when that moves, leaves and returns', async () => {
    await fix({ headline: OURS });
    await pickStory(deps(mended), { editionId: first, storyId: story, position: 3, isExcluded: false, actor: 'ana' });
    expect((await compose({}, noon)).stories[2]).toMatchObject({ title: OURS });
    expect(await placesOf()).toEqual([3]);
    await pickStory(deps(noon), { editionId: first, storyId: story, position: null, isExcluded: true, actor: 'ana' });
    expect((await compose({}, noon)).stories.map(({ title }) => title)).toEqual(TITLES.slice(1));
    expect(await placesOf()).toEqual([0]);
    await unpickStory(deps(noon), { editionId: first, storyId: story, actor: 'ana' });
    expect((await compose({}, noon)).stories[0]).toMatchObject({ title: OURS });
    expect(await placesOf()).toEqual([1]);
  });

  test('is no public correction of the story that stands there once it is sent, nor mailed as one', async () => {
    await fix({ headline: OURS });
    await pickStory(deps(mended), { editionId: first, storyId: story, position: null, isExcluded: true, actor: 'ana' });
    await compose({}, noon);
    const { revision } = (await loadEdition({ db }, first))!.edition;
    const { revision: fixed } = await db
      .selectFrom('edition_fixes')
      .select('revision')
      .where('edition_id', '=', first)
      .executeTakeFirstOrThrow();
    expect(revision).toBeGreaterThanOrEqual(fixed);
    await db.updateTable('editions').set({ state: 'submitted', started_at: noon }).where('id', '=', first).execute();
    expect((await loadCorrections({ db }, [first])).size).toBe(0);
    await fix({ headline: 'Brisa bridge is shut' }, { at: tomorrow });
    expect((await loadCorrections({ db }, [first])).get(first)).toMatchObject([{ position: 1, changed: ['headline'] }]);
  });

  test('is undone in the weekly edition, although the sent edition had it', async () => {
    await setItem({ section: 'Local' });
    await fix({ headline: OURS, section: null });
    await setState(first, 'submitted');
    const weekly = await next({ kind: 'weekly' });
    const position = weekly.stories.find(({ title }) => title === OURS)!.position;
    const sections = JSON.stringify([{ name: 'Local', words: [] }]);
    await db.updateTable('newsletters').set({ sections }).where('id', '=', newsletterId).execute();
    await fix({ headline: TITLES[0]!, section: 'Local' }, { id: weekly.id, at: tomorrow, position });
    expect(await next({ kind: 'weekly' })).toMatchObject({ id: weekly.id, state: 'draft' });
    const shown = (await storiesOf(weekly.id)).find((each) => each.item_id === items[0]);
    expect(shown).toMatchObject({ headline: TITLES[0], section: 'Local' });
  });

  test('stays led by their report, and the reasons name another that tells more', async () => {
    const long = 'Amsel bakery wins pie prize, its first. '.repeat(9);
    await fix({ headline: OURS });
    await report('Amsel bakery stripped of pie prize over fraud inquiry', long, noon);
    const led = (await compose({}, noon)).stories[0]!;
    expect(led.title).toBe(OURS);
    expect(led.reasons[0]).toMatch(/ now says “Amsel bakery stripped of pie prize over fraud inquiry”$/);
    expect((await compose({}, new Date(noon.getTime() + 300_000))).stories[0]!.title).toBe(led.title);
  });
});

test('the text that staff wrote in a draft is in the next edition if the draft was never sent', async () => {
  await setState(first, 'draft');
  await db.updateTable('editions').set({ started_at: null }).where('id', '=', first).execute();
  await fix({ headline: OURS });
  await setState(first, 'cancelled');
  await db.updateTable('editions').set({ started_at: null }).where('id', '=', first).execute();
  const [shown] = (await next()).stories;
  expect(shown).toMatchObject({ title: OURS, updateOf: null });
  expect(shown!.reasons[0]).toBe(`headline from edition ${first}, rewritten by staff on 2026-11-24`);
});

describe('where the outlet has changed its own words since', () => {
  beforeEach(() => fix({ headline: OURS, url: 'https://paper.example/pie' }));

  test('staff’s stand if its headline says the same in others', async () => {
    await rewrite('Bakery of Amsel wins the great pie prize', noon);
    expect((await special()).stories[0]).toMatchObject({ title: OURS });
  });

  test('its words are news if they tell something new; staff’s link stays, and the reasons say so', async () => {
    await rewrite('Amsel bakery stripped of pie prize over fraud inquiry', noon, { summary: 'Police came.' });
    const [shown] = await storiesOf((await special()).id);
    expect(shown).toMatchObject({
      headline: 'Amsel bakery stripped of pie prize over fraud inquiry',
      summary: 'Police came.',
      url: 'https://paper.example/pie',
    });
    expect(shown!.reasons.slice(1, 3)).toEqual([
      `has new facts since the text that staff corrected in edition ${first} on 2026-11-24`,
      `link from edition ${first}, corrected on 2026-11-24`,
    ]);
  });

  test('staff’s stand if it had changed them before staff wrote', async () => {
    await rewrite('Amsel bakery stripped of pie prize over fraud inquiry', hoursBefore(mended, 1));
    expect((await special()).stories[0]).toMatchObject({ title: OURS });
  });
});

describe('where other reports have come in', () => {
  const fraud = () =>
    Promise.all([
      report('Amsel bakery stripped of pie prize over fraud inquiry', 'The bakery wins no pie prize after all.'),
      report('Fraud inquiry: judges strip Amsel bakery of pie prize', 'Police question the baker of Amsel.'),
    ]);

  test('an update is led by a new report, and says that staff had corrected another one', async () => {
    await fix({ headline: OURS });
    await fraud();
    const [update] = (await next()).stories;
    expect(update).toMatchObject({ updateOf: first, title: expect.stringMatching(/fraud/i) });
    expect(update!.reasons).toContain(
      `led by a different report than the one that staff corrected in edition ${first} on 2026-11-24`,
    );
  });

  test('an update is no older for a correction that was mailed after the reports had come in', async () => {
    await fix({ headline: OURS });
    const correction = {
      newsletter_id: newsletterId,
      date: '2026-11-24',
      kind: 'correction',
      state: 'submitted',
    } as const;
    const { id } = await db
      .insertInto('editions')
      .values({ ...correction, composed_at: tomorrow })
      .returning('id')
      .executeTakeFirstOrThrow();
    await sql`
      insert into edition_stories (edition_id, position, story_id, item_id, url, headline, outlet_name)
      select ${id}::int, 1, story_id, item_id, url, headline, outlet_name
      from edition_stories where edition_id = ${first} and position = 1`.execute(db);
    await fraud();
    expect((await next()).stories[0]).toMatchObject({ updateOf: first, title: expect.stringMatching(/fraud/i) });
  });

  test('an update of which staff had written all that is new is in their words', async () => {
    await fix({
      headline: 'Judges strip Amsel bakery of its pie prize over a fraud inquiry; police question the baker',
    });
    await fraud();
    const [update] = (await next()).stories;
    expect(update).toMatchObject({
      updateOf: first,
      title: expect.stringMatching(/^Judges strip Amsel bakery of its/),
    });
  });

  test('a special edition is led by the report that staff corrected, unless a later one tells more', async () => {
    await fix({ headline: OURS });
    const long = 'Amsel bakery wins pie prize, its first. '.repeat(9);
    await report('Pie prize won by the bakery in Amsel', long, noon);
    expect((await special()).stories[0]).toMatchObject({ title: OURS, items: 2 });
  });

  test('a special edition is led by no report that was there before the one that staff corrected was sent', async () => {
    await fix({ headline: OURS });
    const long = 'Amsel bakery wins pie prize, its first. '.repeat(9);
    await report('Amsel bakery wins pie prize ahead of forty villages', long, now);
    expect((await special()).stories[0]).toMatchObject({ title: OURS, items: 2 });
  });

  test('a report that may not be shown any more gives way with what staff wrote of it', async () => {
    await fix({ headline: OURS });
    await report('Pie prize won by the bakery in Amsel', '', noon);
    await setItem({ is_withdrawn: true });
    const [shown] = (await special()).stories;
    expect(shown).toMatchObject({ title: 'Pie prize won by the bakery in Amsel' });
    expect(shown!.reasons).toContain(
      `led by a different report than the one that staff corrected in edition ${first} on 2026-11-24`,
    );
  });
});

test('the weekly edition has no extract without a right, if staff wrote only the headline', async () => {
  await db.updateTable('items').set({ description: 'What the feed says.' }).execute();
  await fix({ headline: OURS });
  await db.updateTable('outlets').set({ rights: [] }).execute();
  const [shown] = await storiesOf((await next({ kind: 'weekly' })).id);
  expect(shown).toMatchObject({ headline: OURS, summary: 'What the feed says.' });
});

test('an outlet’s words that staff took over are shown only with a right', async () => {
  await rewrite(TITLES[0]!, mended, { summary: 'An extract.', description: 'What the feed says.' });
  await fix({ summary: 'An extract.' });
  expect((await storiesOf((await special()).id))[0]).toMatchObject({ summary: 'An extract.' });
  await db.updateTable('outlets').set({ rights: [] }).execute();
  expect((await storiesOf((await special()).id))[0]).toMatchObject({ summary: 'What the feed says.' });
});

test('an edition that has staff’s words from another keeps them from its outlets’ while it is sent', async () => {
  await fix({ headline: OURS });
  const { id } = await special();
  await db.updateTable('newsletters').set({ late_copy: 'auto' }).execute();
  await db.updateTable('editions').set({ state: 'submitting', by_readers_clock: true }).where('id', '=', id).execute();
  const dueAt = new Date('2026-11-24T14:00:00Z');
  await db.insertInto('waves').values({ edition_id: id, is_rehearsal: false, due_at: dueAt, readers: 1 }).execute();
  expect(await recheckEdition(deps(noon), { editionId: id, dueAt })).toEqual([]);
  await rewrite('Amsel bakery wins the pie prize again', noon);
  expect(await recheckEdition(deps(noon), { editionId: id, dueAt })).toMatchObject([
    { field: 'headline', before: OURS, after: 'Amsel bakery wins the pie prize again', applied: false },
  ]);
  expect((await storiesOf(id))[0]!.headline).toBe(OURS);
});
