import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  composeEdition,
  composeSpecial,
  dropStory,
  promoteStandby,
  recheckBeforeSend,
  recomposeEdition,
} from '../../../src/newsroom/compose/compose.ts';
import type { Db } from '../../../src/platform/db/client.ts';
import { RESERVED_REASON } from '../../../src/domain/story.ts';
import type { EditionState } from '../../../src/domain/states.ts';
import { fixStory } from '../../../src/editions/fix.ts';
import { triggerSend } from '../../../src/editions/control.ts';
import { loadEdition } from '../../../src/editions/load.ts';
import { pickStory, unpickStory } from '../../../src/editions/picks.ts';
import type { Queues } from '../../../src/platform/queue/queue.ts';
import { listChangedCopy } from '../../../src/newsroom/changedCopy.ts';
import { rankNewsletter } from '../../../src/newsroom/rank/rank.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { addOwnPicture } from '../../support/pictures.ts';
import { addItem, addNewsletter, addOutlet } from '../rank/newsroom.ts';

const now = new Date('2026-11-24T05:00:00Z');
const dueAt = new Date('2026-11-24T05:30:00Z');
const hoursAgo = (hours: number, from = now): Date => new Date(from.getTime() - hours * 3_600_000);
const TITLES = [
  'Amsel bakery wins pie prize',
  'Brisa bridge closes for repairs',
  'Corvale choir sings at dawn',
  'Dornach dam leaks',
  'Elmwick elm tree falls',
];

let database: TestDatabase;
let db: Db;
let newsletterId: number;
let items: number[];
let jobs: string[];
const queues: Queues = {
  enqueue: async (name) => void jobs.push(name),
  ping: async () => undefined,
  counts: () => Promise.reject(new Error('not asked for')),
  close: async () => undefined,
};
const deps = (at = now) => ({ db, queues, log: pino({ level: 'silent' }), now: () => at });
const compose = async (values: Partial<Parameters<typeof composeEdition>[1]> = {}, at = now) => {
  await rankNewsletter(deps(at), newsletterId);
  return composeEdition(deps(at), { newsletterId, date: '2026-11-24', dueAt, ...values });
};
const setItem = (at: number, values: Record<string, unknown>) =>
  db.updateTable('items').set(values).where('id', '=', items[at]!).execute();
const setState = (id: number, state: EditionState) =>
  db.updateTable('editions').set({ state }).where('id', '=', id).execute();
const titlesOf = async (id: number) => (await loadEdition({ db }, id))!.stories.map(({ headline }) => headline);
const changesOf = async (id: number) =>
  (await loadEdition({ db }, id))!.edition.changes.map(({ what, headline, actor }) => [what, headline, actor]);

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
});
afterAll(() => database.drop());
beforeEach(async () => {
  jobs = [];
  newsletterId = await addNewsletter(db, { story_count: 3, standby_count: 2, territories: ['US'] });
  items = [];
  for (const [at, title] of TITLES.entries())
    items.push(
      await addItem(db, await addOutlet(db, newsletterId), {
        title,
        published_at: hoursAgo(1 + at),
        summary: `${title}.`,
      }),
    );
});

describe('with sections', () => {
  const sections = JSON.stringify([
    { name: 'Towns', words: ['local', 'city desk'] },
    { name: 'Nature', words: ['weather'] },
  ]);
  const sectionsOf = async (id: number) => (await loadEdition({ db }, id))!.stories.map(({ section }) => section);

  test('a story has the newsletter’s name for what its item, else its outlet, calls it; else its outlet’s own word', async () => {
    await db.updateTable('newsletters').set({ sections }).where('id', '=', newsletterId).execute();
    await setItem(0, { section: 'Local' });
    await setItem(1, { section: 'Features' });
    await setItem(2, { section: 'Gardens' });
    const [first, second] = await db
      .selectFrom('items')
      .select('outlet_id')
      .where('id', 'in', items.slice(0, 2))
      .orderBy('id')
      .execute();
    await db
      .updateTable('outlets')
      .set({ section: 'Weather' })
      .where('id', 'in', [first!.outlet_id, second!.outlet_id])
      .execute();
    const { id } = await compose();
    expect(await sectionsOf(id)).toEqual(['Towns', 'Nature', 'Gardens']);
  });

  test('a section’s share of the edition counts under all names that outlets use', async () => {
    await db.updateTable('newsletters').set({ sections, max_per_section: 1 }).where('id', '=', newsletterId).execute();
    for (const [at, section] of ['local', 'City desk', 'Sport', 'Weather', 'Towns'].entries())
      await setItem(at, { section });
    const { id } = await compose();
    expect(await titlesOf(id)).toEqual([TITLES[0], TITLES[2], TITLES[3]]);
  });
});

describe('items that report no event', () => {
  const setKinds = (kinds: Record<string, string>) =>
    db
      .updateTable('newsletters')
      .set({ kinds: JSON.stringify(kinds) })
      .where('id', '=', newsletterId)
      .execute();

  test('are left out and named, or ranked lower, by default', async () => {
    await setItem(0, { title: 'Sponsored: pies that sailors swear by', section: 'Sponsored Content' });
    await setItem(1, { title: 'Opinion | Close the Brisa bridge for good' });
    const edition = await compose();
    expect(edition.stories.map(({ title }) => title)).toEqual(TITLES.slice(2));
    expect(edition.standbys.map(({ title }) => title)).toEqual(['Opinion | Close the Brisa bridge for good']);
    expect(edition.standbys[0]!.reasons).toContain('led by a column or opinion (−1.8)');
    expect(edition.refused).toMatchObject([
      {
        title: 'Sponsored: pies that sailors swear by',
        reason: expect.stringMatching(
          /^it is sponsored: the newsletter excludes such items; newsletters set news-\d+ --kinds sponsored=in$/,
        ) as string,
      },
    ]);
  });

  test('are taken like others where the newsletter says so', async () => {
    await setItem(0, { title: 'Sponsored: pies that sailors swear by' });
    await setItem(1, { title: 'Opinion | Close the Brisa bridge for good' });
    await setKinds({ sponsored: 'in', column: 'in' });
    const edition = await compose();
    expect(edition.stories[0]).toMatchObject({ title: 'Sponsored: pies that sailors swear by' });
    expect(edition.stories[1]).toMatchObject({ title: 'Opinion | Close the Brisa bridge for good' });
    expect(edition.refused).toEqual([]);
  });

  test('stay where staff put them', async () => {
    await setItem(0, { title: 'Podcast: The elms of Elmwick' });
    const { id, refused } = await compose();
    expect(refused).toMatchObject([{ title: 'Podcast: The elms of Elmwick' }]);
    await pickStory(deps(), {
      editionId: id,
      storyId: refused[0]!.storyId!,
      position: 1,
      isExcluded: false,
      actor: 'Ana',
    });
    const again = await recomposeEdition(deps(), id);
    expect(again.stories[0]).toMatchObject({ title: 'Podcast: The elms of Elmwick' });
    expect(again.refused).toEqual([]);
  });

  test('the plain headline of a story leads it, and the reasons say before which', async () => {
    await addItem(db, await addOutlet(db, newsletterId, { name: 'Full' }), {
      title: 'Amsel bakery live: the pie prize, minute by minute',
      summary: 'The bakery of Amsel has won the pie prize. '.repeat(5),
      url: 'https://full.example/live/pies',
      published_at: hoursAgo(1),
    });
    const edition = await compose();
    expect(edition.stories[0]!.title).toBe(TITLES[0]);
    expect(edition.stories[0]!.reasons.at(-1)).toMatch(
      /^led by .+, whose headline names the event; the headline of Full is that of a live blog$/,
    );
  });
});

describe('a draft', () => {
  test('keeps the next best standing by', async () => {
    const edition = await compose();
    expect(edition.stories.map(({ title }) => title)).toEqual(TITLES.slice(0, 3));
    expect(edition.standbys.map(({ title }) => title)).toEqual(TITLES.slice(3));
  });

  test('refuses stories that are embargoed beyond the send, withdrawn or barred, with the reason', async () => {
    await setItem(0, { embargo_until: new Date('2026-11-24T06:00:00Z') });
    await setItem(1, { is_withdrawn: true });
    await setItem(2, { editors_note: 'EDS: USA OUT' });
    const edition = await compose();
    expect(edition.stories.map(({ title }) => title)).toEqual(TITLES.slice(3));
    expect(edition.refused.map(({ title, reason }) => [title, reason])).toEqual([
      [TITLES[0], 'it is embargoed until 2026-11-24T06:00:00.000Z'],
      [TITLES[2], 'its note to editors forbids it in US'],
      [TITLES[1], expect.stringMatching(/ has withdrawn it$/)],
    ]);
    // The same story may go into an edition that is sent after the embargo.
    const later = await compose({ number: 2, dueAt: new Date('2026-11-24T06:00:00Z') });
    expect(later.refused.map(({ title }) => title)).not.toContain(TITLES[0]);
  });

  test('says of what may not be republished that its text and picture are left out', async () => {
    await setItem(0, { editors_note: 'This story may not be republished.' });
    const { id, stories } = await compose();
    expect(stories[0]!.reasons).toContain(RESERVED_REASON);
    expect((await loadEdition({ db }, id))!.stories[0]).toMatchObject({
      headline: TITLES[0],
      summary: '',
      image: null,
    });
  });

  test('is led by the next item of a story whose first may not be shown', async () => {
    const outlet = await addOutlet(db, newsletterId, { name: 'Second Times' });
    await addItem(db, outlet, { title: 'Pie prize for Amsel bakery', published_at: hoursAgo(2) });
    await setItem(0, { embargo_until: new Date('2026-11-25T00:00:00Z') });
    const edition = await compose();
    expect(edition.stories[0]).toMatchObject({ title: 'Pie prize for Amsel bakery', outlet: 'Second Times' });
    expect(edition.refused).toEqual([]);
  });

  test('keeps to what staff pinned and left out, however often it is composed', async () => {
    const { id, stories, standbys } = await compose();
    const pick = { editionId: id, actor: 'ana' };
    await pickStory(deps(), { ...pick, storyId: standbys[1]!.story!, position: 1, isExcluded: false });
    await pickStory(deps(), { ...pick, storyId: stories[0]!.story!, position: null, isExcluded: true });
    const picked = await compose();
    expect(picked.stories.map(({ title }) => title)).toEqual([TITLES[4], TITLES[1], TITLES[2]]);
    expect(picked.stories[0]!.reasons[0]).toBe('placed at number 1 by staff');
    expect((await recomposeEdition(deps(), id)).stories).toEqual(picked.stories);
    // Another at the same place moves it down.
    await pickStory(deps(), { ...pick, storyId: stories[1]!.story!, position: 1, isExcluded: false });
    expect((await recomposeEdition(deps(), id)).stories.map(({ title }) => title)).toEqual([
      TITLES[1],
      TITLES[4],
      TITLES[2],
    ]);
    for (const { storyId } of [stories[0]!, stories[1]!, standbys[1]!].map(({ story }) => ({ storyId: story! })))
      await unpickStory(deps(), { ...pick, storyId });
    expect((await recomposeEdition(deps(), id)).stories.map(({ title }) => title)).toEqual(TITLES.slice(0, 3));
  });

  test('takes no picks for a story that is not there, or once it is approved', async () => {
    const { id, stories } = await compose();
    const pick = { editionId: id, storyId: stories[0]!.story!, position: 1, isExcluded: false, actor: 'ana' };
    await expect(pickStory(deps(), { ...pick, storyId: 999_999 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(pickStory(deps(), { ...pick, position: 0 })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await setState(id, 'approved');
    await expect(pickStory(deps(), pick)).rejects.toMatchObject({ code: 'EDITION_STATE' });
    await expect(pickStory(deps(), { ...pick, editionId: 999_999 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('is composed again before its send, and the changes are reported', async () => {
    const { id } = await compose();
    await setItem(0, { is_withdrawn: true });
    await setItem(1, { title: 'Brisa bridge to reopen' });
    const at = new Date('2026-11-24T05:26:00Z');
    await recheckBeforeSend(
      {
        ...deps(at),
        compose: async (editionId) => {
          await rankNewsletter(deps(at), newsletterId);
          await recomposeEdition(deps(at), editionId);
        },
      },
      id,
    );
    expect(await titlesOf(id)).toEqual(['Brisa bridge to reopen', TITLES[2], TITLES[3]]);
    expect(await changesOf(id)).toEqual([
      ['dropped', TITLES[0], 'recheck'],
      ['promoted', TITLES[3], 'recheck'],
      ['updated', 'Brisa bridge to reopen', 'recheck'],
    ]);
  });
});

describe('an edition that is approved', () => {
  let id: number;
  const recheck = (at = now) =>
    recheckBeforeSend({ ...deps(at), compose: () => Promise.reject(new Error('it is no draft')) }, id);
  beforeEach(async () => {
    id = (await compose()).id;
    await setState(id, 'approved');
  });

  test('loses withdrawn stories, gains an approved standby story, and does not change otherwise', async () => {
    await fixStory(deps(), { editionId: id, position: 2, changes: { headline: 'Ours' }, actor: 'ana' });
    await setItem(0, { is_withdrawn: true });
    await setItem(2, { title: 'Corvale choir falls silent' });
    await addItem(db, await addOutlet(db, newsletterId, { is_own: true }), { title: 'Our scoop', published_at: now });
    await recheck();
    expect(await titlesOf(id)).toEqual(['Ours', TITLES[2], TITLES[3]]);
    const loaded = await loadEdition({ db }, id);
    expect(loaded!.edition).toMatchObject({
      subject: 'Ours, and 2 more',
      state: 'approved',
      revision: 3,
      rechecked_at: now,
    });
    expect(await changesOf(id)).toEqual([
      ['dropped', TITLES[0], 'recheck'],
      ['promoted', TITLES[3], 'recheck'],
    ]);
    // What was recorded of the fixed story went up with it.
    expect(await db.selectFrom('edition_fixes').select('position').where('edition_id', '=', id).execute()).toEqual([
      { position: 1 },
    ]);
    await recheck();
    expect(await changesOf(id)).toHaveLength(2);
  });

  test('passes over a standby that may not be shown itself', async () => {
    for (const at of [0, 3]) await setItem(at, { is_withdrawn: true });
    await recheck();
    expect(await titlesOf(id)).toEqual([TITLES[1], TITLES[2], TITLES[4]]);
  });

  test('loses the picture whose rights end before the send', async () => {
    const picture = {
      url: 'https://a.example/p.jpg',
      width: 800,
      height: 450,
      alt: null,
      caption: null,
      credit: 'Ana',
    };
    const { hash } = await addOwnPicture(db, 'p', newsletterId);
    await setItem(0, { image: JSON.stringify(picture), picture_url: picture.url, picture_hash: hash });
    const outlet = db.selectFrom('items').select('outlet_id').where('id', '=', items[0]!);
    await db
      .updateTable('outlets')
      .set({ rights: ['picture'], rights_until: hoursAgo(-1) })
      .where('id', '=', outlet)
      .execute();
    await setState(id, 'draft');
    await compose();
    await setState(id, 'approved');
    expect((await loadEdition({ db }, id))!.stories[0]!.image).not.toBeNull();
    await recheck();
    expect((await loadEdition({ db }, id))!.stories[0]!.image).not.toBeNull();
    await db.updateTable('outlets').set({ rights_until: dueAt }).where('id', '=', outlet).execute();
    await recheck();
    expect((await loadEdition({ db }, id))!.stories[0]!.image).toBeNull();
    expect(await changesOf(id)).toEqual([['updated', TITLES[0], 'recheck']]);
  });

  test('keeps its last story for a person to decide about', async () => {
    await db.deleteFrom('edition_standbys').where('edition_id', '=', id).execute();
    for (const at of [0, 1, 2]) await setItem(at, { is_withdrawn: true });
    await recheck();
    expect(await titlesOf(id)).toEqual([TITLES[0]]);
    await expect(dropStory(deps(), { editionId: id, position: 1, reason: 'no', actor: 'ana' })).rejects.toMatchObject({
      code: 'EDITION_TOO_FEW_STORIES',
    });
  });

  test('two drops at once take turns, and one that comes late for its story does nothing', async () => {
    const drop = () =>
      dropStory(deps(), { editionId: id, position: 1, itemId: items[0]!, reason: 'wrong', actor: 'ana' });
    const results = await Promise.all([drop(), drop(), drop()]);
    expect(results.filter((result) => result !== null)).toHaveLength(1);
    expect(await titlesOf(id)).toEqual(TITLES.slice(1, 4));
  });

  test('adds a standby story that staff promote; during a send, in a new revision', async () => {
    await setState(id, 'submitting');
    await db.updateTable('edition_standbys').set({ language: 'fr' }).where('edition_id', '=', id).execute();
    expect(await promoteStandby(deps(), { editionId: id, position: 2, actor: 'ana' })).toEqual({
      revision: 2,
      promoted: TITLES[4],
    });
    expect(await titlesOf(id)).toEqual([...TITLES.slice(0, 3), TITLES[4]]);
    expect((await loadEdition({ db }, id))!.stories.map(({ language }) => language)).toEqual([null, null, null, 'fr']);
    expect(jobs).toEqual(['renderRevision']);
    await expect(promoteStandby(deps(), { editionId: id, position: 2, actor: 'ana' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await setState(id, 'submitted');
    const late = dropStory(deps(), { editionId: id, position: 1, reason: 'late', actor: 'ana' });
    await expect(late).rejects.toMatchObject({ code: 'EDITION_STATE' });
  });
});

describe('the day after', () => {
  const tomorrow = new Date('2026-11-25T05:00:00Z');
  const next = (values = {}) => compose({ date: '2026-11-25', dueAt: null, ...values }, tomorrow);
  const report = async (title: string, summary: string) =>
    addItem(db, await addOutlet(db, newsletterId), { title, summary, published_at: hoursAgo(2, tomorrow) });
  let first: number;
  beforeEach(async () => {
    first = (await compose()).id;
    await setState(first, 'submitted');
  });

  test('a story does not come back for late reports of the same', async () => {
    await report('Pie prize goes to bakery in Amsel', 'The Amsel bakery wins the pie prize.');
    await report('Bakery in Amsel wins prize for pie', 'Amsel bakery, pie prize.');
    const titles = (await next()).stories.map(({ title }) => title);
    expect(titles.filter((title) => /pie/i.test(title))).toEqual([]);
  });

  test('a story with new developments returns as an update, led by a new report', async () => {
    await report('Amsel bakery stripped of pie prize over fraud inquiry', 'The bakery wins no pie prize after all.');
    await report('Fraud inquiry: judges strip Amsel bakery of pie prize', 'Police question the baker of Amsel.');
    const edition = await next();
    expect(edition.stories[0]).toMatchObject({ updateOf: first });
    expect(edition.stories[0]!.title).toMatch(/fraud/i);
    expect(edition.stories[0]!.reasons[0]).toBe(`has new developments since edition ${first}`);
    expect(edition.stories.filter(({ updateOf }) => updateOf !== null)).toHaveLength(1);
  });

  describe('of the paper’s own report that was edited at its link', () => {
    const isOurs = async (isOwn: boolean): Promise<void> => {
      const outlet = db.selectFrom('items').select('outlet_id').where('id', '=', items[0]!);
      await db.updateTable('outlets').set({ is_own: isOwn }).where('id', '=', outlet).execute();
    };
    const edited = hoursAgo(3, tomorrow);
    const returned = async () => (await next()).stories.find(({ title }) => /Amsel/.test(title));

    test('it returns as an update, with the new text', async () => {
      await isOurs(true);
      const title = 'Amsel bakery loses pie prize over fraud';
      await setItem(0, { title, summary: 'Judges found bought pies.', updated_at: edited });
      expect(await returned()).toMatchObject({ title, updateOf: first });
    });

    test('it returns for a summary that tells something else', async () => {
      await isOurs(true);
      const summary = 'Judges withdrew it on Monday: police found supermarket labels below forty crusts.';
      await setItem(0, { summary, updated_at: edited });
      expect(await returned()).toMatchObject({ title: TITLES[0], updateOf: first });
    });

    test('it does not return for other words of the same, a new date, or where it is another paper’s', async () => {
      await isOurs(true);
      await setItem(0, { title: 'Bakery in Amsel wins the pie prize', updated_at: edited });
      expect(await returned()).toBeUndefined();
      await setItem(0, { title: TITLES[0], published_at: edited, modified_at: edited });
      expect(await returned()).toBeUndefined();
      await setItem(0, { title: 'Amsel bakery loses pie prize over fraud' });
      await isOurs(false);
      expect(await returned()).toBeUndefined();
    });
  });

  test('a draft is composed again with the present text, and until then the desk knows what was changed', async () => {
    const draft = await next();
    const title = 'Elmwick elm tree falls on town hall';
    await setItem(4, { title, updated_at: new Date(tomorrow.getTime() + 60_000) });
    const place = draft.stories.find((story) => story.title === TITLES[4])!.position;
    expect(await listChangedCopy(db, draft.id)).toEqual(new Set([place]));
    const again = await compose({ date: '2026-11-25', dueAt: null }, new Date(tomorrow.getTime() + 300_000));
    expect(again.stories.map((story) => story.title)).toContain(title);
    expect(await listChangedCopy(db, draft.id)).toEqual(new Set());
  });

  test('a story does not return because its outlets give it a new date', async () => {
    await report('Amsel bakery stripped of pie prize over fraud inquiry', 'The bakery wins no pie prize after all.');
    await report('Fraud inquiry: judges strip Amsel bakery of pie prize', 'Police question the baker of Amsel.');
    // They were there already when the edition that carried the story was composed.
    await db
      .updateTable('items')
      .set({ first_seen_at: hoursAgo(1) })
      .execute();
    expect((await next()).stories.some(({ title }) => /pie prize/i.test(title))).toBe(false);
  });

  test('an earlier draft that may still go out counts, and what only the inbox got where that is all there is', async () => {
    await setState(first, 'draft');
    await db
      .updateTable('editions')
      .set({ due_at: hoursAgo(-1, tomorrow) })
      .where('id', '=', first)
      .execute();
    const carried = (edition: { stories: { title: string }[] }) =>
      edition.stories.some(({ title }) => title === TITLES[0]);
    expect(carried(await next())).toBe(false);
    await db.updateTable('editions').set({ due_at: dueAt }).where('id', '=', first).execute();
    expect(carried(await next())).toBe(true);
    await db.updateTable('editions').set({ state: 'submitted', is_rehearsal: true }).where('id', '=', first).execute();
    expect(carried(await next())).toBe(true);
    const order = { newsletterId, date: '2026-11-25' };
    expect(carried(await composeEdition({ ...deps(tomorrow), isRehearsal: true }, order))).toBe(false);
  });

  test('the weekly edition has sent stories with the words that were sent', async () => {
    await fixStory(deps(), { editionId: first, position: 1, changes: { headline: 'Ours' }, actor: 'ana' });
    const weekly = await next({ kind: 'weekly' });
    expect(weekly.stories.map(({ title }) => title)).toEqual(['Ours', TITLES[1], TITLES[2]]);
    expect(weekly.stories[0]!.reasons).toEqual(['number 1 in the edition of 2026-11-24']);
    expect(await next({ kind: 'weekly' })).toEqual(weekly);
    await setItem(1, { is_withdrawn: true });
    expect((await next({ kind: 'weekly' })).stories.map(({ title }) => title)).toEqual(['Ours', TITLES[2]]);
  });

  test('the week’s best shows no extract whose right has ended since, but what staff wrote', async () => {
    await db.updateTable('items').set({ description: 'What the feed says.' }).execute();
    await db.updateTable('edition_stories').set({ summary: 'An extract.' }).where('edition_id', '=', first).execute();
    await fixStory(deps(), { editionId: first, position: 1, changes: { summary: 'Our own words.' }, actor: 'ana' });
    await db.updateTable('outlets').set({ is_own: false, rights: [] }).execute();
    const { id } = await next({ kind: 'weekly' });
    const summaries = (await loadEdition({ db }, id))!.stories.map(({ summary }) => summary);
    expect(summaries).toEqual(['Our own words.', 'What the feed says.', 'What the feed says.']);
  });
});

describe('a special edition', () => {
  test('has the named stories in their order, and its own number', async () => {
    const { stories } = await compose();
    const named = [stories[2]!.story!, stories[0]!.story!];
    const special = () => composeSpecial(deps(), { newsletterId, storyIds: named, actor: 'ana' });
    const edition = await special();
    expect(edition.stories.map(({ title }) => title)).toEqual([TITLES[2], TITLES[0]]);
    expect(edition).toMatchObject({ state: 'draft', flag: null, standbys: [] });
    expect((await special()).id).not.toBe(edition.id);
    expect((await recomposeEdition(deps(), edition.id)).stories).toEqual(edition.stories);
    const rows = db.selectFrom('editions').select(['kind', 'number']).where('newsletter_id', '=', newsletterId);
    expect(await rows.where('kind', '=', 'special').orderBy('number').execute()).toEqual([
      { kind: 'special', number: 1 },
      { kind: 'special', number: 2 },
    ]);
  });

  test('of one story goes out, however many a daily one must have', async () => {
    await db.updateTable('newsletters').set({ min_stories: 3 }).where('id', '=', newsletterId).execute();
    const { stories } = await compose();
    const special = { newsletterId, storyIds: [stories[1]!.story!], actor: 'ana' };
    const { id: editionId } = await composeSpecial(deps(), special);
    await triggerSend({ ...deps(), config: { relays: [] } }, { editionId, actor: 'ana', isRehearsal: true });
    expect((await loadEdition({ db }, editionId))!.edition.state).toBe('preparing');
    await db.deleteFrom('edition_stories').where('edition_id', '=', editionId).execute();
    await setState(editionId, 'draft');
    const send = triggerSend({ ...deps(), config: { relays: [] } }, { editionId, actor: 'ana', isRehearsal: true });
    await expect(send).rejects.toMatchObject({ code: 'EDITION_TOO_FEW_STORIES' });
  });

  test('is refused where nothing of it may be shown, or a story is not there', async () => {
    const { stories } = await compose();
    await setItem(0, { is_withdrawn: true });
    const special = (storyIds: number[]) => composeSpecial(deps(), { newsletterId, storyIds, actor: 'ana' });
    await expect(special([stories[0]!.story!])).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(special([])).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(special([999_999])).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(
      await db.selectFrom('editions').select('id').where('newsletter_id', '=', newsletterId).execute(),
    ).toHaveLength(1);
  });
});
