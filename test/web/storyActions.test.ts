import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { composeEdition, recomposeEdition } from '../../src/newsroom/compose/compose.ts';
import { RESERVED_REASON } from '../../src/domain/story.ts';
import { rankNewsletter } from '../../src/newsroom/rank/rank.ts';
import { createLog } from '../../src/platform/log.ts';
import { killPicture } from '../../src/newsroom/pictures/kill.ts';
import { addItem, addNewsletter, addOutlet } from '../newsroom/rank/newsroom.ts';
import { send, startOutlet, type Outlet } from '../newsroom/ingest/standin.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { photo } from '../support/pictures.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { NOON, openSite, type TestSite } from './support.ts';

const TITLES = ['Amsel bakery wins pie prize', 'Brisa bridge closes', 'Corvale choir sings', 'Dornach dam leaks'];

let database: TestDatabase;
let site: TestSite;
let desk: SignedIn;
let outlet: Outlet;
let slug: string;
let newsletterId: number;
let editionId: number;
let items: number[];
const deps = { log: createLog('test', 'silent'), now: () => NOON };
const path = (rest = '') => `/desk/editions/${editionId}${rest}`;
const stories = () =>
  site.db.selectFrom('edition_stories').selectAll().where('edition_id', '=', editionId).orderBy('position').execute();
const headlines = async () => (await stories()).map(({ headline }) => headline);
const storyAt = async (position: number) => (await stories())[position - 1]!;
const recompose = () => recomposeEdition({ db: site.db, ...deps }, editionId);
const act = async (rest: string, fields: Record<string, string>) => {
  const answer = await desk.act(path(rest), fields);
  return { status: answer.status, to: answer.headers.get('location'), text: await answer.text() };
};
/** Posts a multipart form. */
const upload = async (rest: string, fields: Record<string, string>, file: Buffer | null, name = 'a.jpg') => {
  const body = new FormData();
  body.set('form_token', desk.formToken);
  for (const [field, value] of Object.entries(fields)) body.set(field, value);
  if (file) body.set('file', new File([new Uint8Array(file)], name));
  const answer = await site.app.request(path(rest), { method: 'POST', body, headers: { cookie: desk.cookie } });
  return { status: answer.status, to: answer.headers.get('location'), text: await answer.text() };
};

beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db);
  desk = await signIn(site, 'ana', 'editor');
  outlet = await startOutlet();
});
afterAll(async () => {
  await outlet.close();
  await database.drop();
});
beforeEach(async () => {
  slug = `stories-${Math.random().toString(36).slice(2, 8)}`;
  newsletterId = await addNewsletter(site.db, { slug, story_count: 3, standby_count: 1 });
  items = [];
  for (const [at, title] of TITLES.entries())
    items.push(
      await addItem(site.db, await addOutlet(site.db, newsletterId, { name: `Paper ${at}` }), {
        title,
        published_at: new Date(NOON.getTime() - (at + 1) * 3_600_000),
      }),
    );
  await rankNewsletter({ db: site.db, ...deps }, newsletterId);
  editionId = (await composeEdition({ db: site.db, ...deps }, { newsletterId })).id;
});

test('a report that may not be republished is marked on the edition’s page, and no other', async () => {
  expect(await desk.get(path())).not.toContain('May not be republished.');
  await site.db
    .updateTable('items')
    .set({ editors_note: 'This story may not be republished.' })
    .where('id', '=', items[0]!)
    .execute();
  await recompose();
  const [marked, ...others] = (await desk.get(path()))
    .split('<li')
    .filter((part) => part.includes('May not be republished.'));
  expect(others).toEqual([]);
  expect(marked).toContain(TITLES[0]);
  expect(marked).toContain(RESERVED_REASON);
});

describe('an address', () => {
  test('is added from the edition’s page, which says so', async () => {
    await addOutlet(site.db, newsletterId, { url: `${outlet.origin}/feed`, name: 'Loop', allow_private: true });
    outlet.routes['/a'] = send(
      '<html lang="en"><head><title>Harbour reopens after the storm</title></head><body><h1>Harbour reopens after the storm</h1></body></html>',
      'text/html',
    );
    expect(await desk.get(path())).toContain('Add a story by its address');
    const done = await act('/add', { address: `${outlet.origin}/a`, place: '2' });
    expect([done.status, done.to]).toEqual([303, path('?said=story-added#story-2')]);
    expect(await headlines()).toEqual([TITLES[0], 'Harbour reopens after the storm', TITLES[1]]);
    expect(await desk.get(path('?said=story-added'))).toContain('Added “Harbour reopens after the storm” as story 2.');
    expect(site.jobs.at(-1)).toEqual({ name: 'pictures', payload: { editionId } });
  });

  test('that cannot be added comes back in its field with the reason, and the place that was chosen', async () => {
    const answer = await act('/add', { address: 'http://10.1.2.3/"><b>', place: '2' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('value="http://10.1.2.3/&quot;&gt;&lt;b&gt;"');
    expect(answer.text).toContain('<span class="error" id="add-fault">10.1.2.3 is a private address');
    expect(answer.text).toMatch(/<option value="2"\s+selected/);
    expect((await act('/add', { address: 'https://a.example/x', place: '99' })).status).toBe(422);
    await site.db.updateTable('editions').set({ state: 'submitted' }).where('id', '=', editionId).execute();
    expect((await act('/add', { address: 'https://a.example/x', place: '' })).status).toBe(409);
    expect(await headlines()).toEqual(TITLES.slice(0, 3));
  });
});

describe('two events', () => {
  test('are joined and split on the story’s page', async () => {
    const [first, second] = await stories();
    const page = await desk.get(path(`/events?story=${second!.story_id}`));
    expect(page).toContain('This is the same event as');
    expect(page).toContain(`1: ${TITLES[0]}`);
    const joined = await act('/join', { story: String(second!.story_id), other: String(first!.story_id) });
    expect([joined.status, joined.to]).toEqual([303, path('?said=stories-joined#story-1')]);
    expect(await storyAt(1)).toMatchObject({ item_count: 2 });
    const two = await desk.get(path(`/events?story=${first!.story_id}`));
    expect(two).toContain(TITLES[1]);
    const split = await act('/split', { story: String(first!.story_id), item: String(items[1]), place: 'next' });
    expect([split.status, split.to]).toEqual([303, path('?said=story-split#story-2')]);
    expect(await headlines()).toEqual(TITLES.slice(0, 3));
  });

  test('what is not possible is said on the page', async () => {
    const [first, second, third] = await stories();
    const story = String(first!.story_id);
    expect((await act('/join', { story, other: '' })).text).toContain('Choose the story of the same event.');
    expect((await act('/split', { story, item: '', place: 'next' })).text).toContain('Choose the report');
    const alone = await act('/split', { story, item: String(items[0]), place: 'next' });
    expect([alone.status, alone.text.includes('nothing to split')]).toEqual([409, true]);
    await act('/join', { story, other: String(second!.story_id) });
    // The same form again, and the page of a story that is gone.
    const again = await act('/join', { story: String(second!.story_id), other: story });
    expect([again.status, again.text.includes('no longer in the edition')]).toEqual([409, true]);
    const stale = await act('/join', { story: String(third!.story_id), other: String(second!.story_id) });
    expect([stale.status, stale.text.includes('Join or split a story')]).toEqual([409, true]);
  });
});

describe('an edit of a story that is not there any more', () => {
  const edit = async (position: number, item: number, headline: string) =>
    act(`/stories/${position}/fix`, { headline, was_headline: TITLES[item]!, item: String(items[item]), note: 'typo' });

  test('is kept when the story moved, with a button that saves it there', async () => {
    const third = await storyAt(3);
    await act('/picks', { story: String(third.story_id), place: '1', action: 'pin' });
    const answer = await edit(3, 2, 'Corvale choir sings <again>');
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('it is number 1 now');
    expect(answer.text).toContain('Corvale choir sings &lt;again&gt;');
    expect(answer.text).toContain(path('/stories/1/fix'));
    expect(
      (await act('/stories/1/fix', { headline: 'Corvale choir sings again', item: String(items[2]) })).status,
    ).toBe(303);
    expect((await storyAt(1)).headline).toBe('Corvale choir sings again');
  });

  test('is kept when the story was joined', async () => {
    const [first, second] = await stories();
    await act('/join', { story: String(first!.story_id), other: String(second!.story_id) });
    const lead = (await storyAt(1)).item_id === items[0] ? 1 : 0;
    const answer = await edit(2, lead, 'My own words');
    expect(answer.text).toContain('was joined with another one');
    expect(answer.text).toContain('My own words');
  });

  test('is kept when the outlet withdrew the story', async () => {
    await site.db
      .updateTable('items')
      .set({ is_withdrawn: true, updated_at: NOON })
      .where('id', '=', items[1]!)
      .execute();
    await recompose();
    const answer = await edit(2, 1, 'My own words');
    expect(answer.text).toContain('no longer in the edition: Paper 1 has withdrawn it');
    expect(answer.text).toContain('My own words');
    expect(answer.text).not.toContain('Save this text');
  });
});

describe('a withdrawn story', () => {
  beforeEach(() =>
    site.db.updateTable('items').set({ is_withdrawn: true, updated_at: NOON }).where('id', '=', items[1]!).execute(),
  );

  test('is named with what becomes of it, kept with a reason, and let go again', async () => {
    expect(await desk.get(path())).toContain('Paper 1 has withdrawn it.');
    const without = await act('/keep', { item: String(items[1]), reason: ' ' });
    expect([without.status, without.text.includes('Say why the story is kept')]).toEqual([422, true]);
    const kept = await act('/keep', { item: String(items[1]), reason: 'We have <checked> it' });
    expect([kept.status, kept.to]).toEqual([303, path('?said=story-kept#withdrawn')]);
    await recompose();
    expect(await headlines()).toEqual(TITLES.slice(0, 3));
    expect(await desk.get(path())).toContain('We have &lt;checked&gt; it');
    expect((await act('/let-go', { item: String(items[1]) })).status).toBe(303);
    expect(await headlines()).toEqual([TITLES[0], TITLES[2], TITLES[3]]);
    expect(await desk.get(path())).toContain('It is not in the edition.');
  });
});

describe('a picture', () => {
  const ROUTES = { right: '/right.jpg', wrong: '/wrong.jpg', flat: '/flat.png' };
  let storyId: number;
  const image = (name: string, credit: string | null = 'Ana Example') =>
    JSON.stringify({ url: `${outlet.origin}${name}`, width: 900, height: 600, alt: null, caption: null, credit });
  const page = () => desk.get(path(`/picture?story=${storyId}`));
  const choose = (item: number | 'none') => act('/picture', { story: String(storyId), item: String(item) });
  const shown = async () => (await storyAt(1)).image;

  beforeEach(async () => {
    await site.db.deleteFrom('fetch_hosts').execute();
    for (const [seed, name] of Object.values(ROUTES).entries())
      outlet.routes[name] = send(await photo({ seed, width: 900, height: 600 }).jpeg().toBuffer(), 'image/jpeg');
    outlet.routes['/flat.png'] = send(
      await sharp({ create: { width: 900, height: 600, channels: 3, background: '#aa0000' } })
        .png()
        .toBuffer(),
      'image/png',
    );
    const add = async (rights: 'picture' | null, name: string) => {
      const id = await addOutlet(site.db, newsletterId, {
        name: `Pictures ${name}`,
        url: `${outlet.origin}${name}/feed`,
        allow_private: true,
        rights: rights ? [rights] : [],
      });
      return addItem(site.db, id, {
        title: TITLES[0]!,
        summary: `${TITLES[0]}.`,
        image: image(name),
        published_at: new Date(NOON.getTime() - 5 * 3_600_000),
      });
    };
    items.push(await add('picture', ROUTES.right), await add(null, ROUTES.wrong), await add('picture', ROUTES.flat));
    await rankNewsletter({ db: site.db, ...deps }, newsletterId);
    await recompose();
    storyId = (await storyAt(1)).story_id!;
  });

  test('of any report can be chosen, if its outlet grants it; the page says why another cannot', async () => {
    expect(await page()).toContain('no right to show pictures of Pictures /wrong.jpg is recorded');
    const refused = await choose(items[5]!);
    expect([refused.status, refused.text.includes('cannot be chosen: no right')]).toEqual([422, true]);
    const chosen = await choose(items[4]!);
    expect([chosen.status, chosen.to]).toEqual([303, path('?said=picture-chosen#story-1')]);
    expect(await shown()).toMatchObject({ url: `${outlet.origin}/right.jpg`, credit: 'Ana Example' });
    await recompose();
    expect(await shown()).toMatchObject({ url: `${outlet.origin}/right.jpg`, stored: { width: 900 } });
    expect(await page()).toContain('shown now');
    // Its right ends.
    await site.db.updateTable('outlets').set({ rights: [] }).where('newsletter_id', '=', newsletterId).execute();
    await recompose();
    expect(await shown()).toBeNull();
  });

  test('that turns out unsuitable is refused with the reason; none can be chosen, and stays none', async () => {
    const flat = await choose(items[6]!);
    expect([flat.status, flat.text.includes('mostly one colour')]).toEqual([422, true]);
    await choose(items[4]!);
    expect((await choose('none')).to).toBe(path('?said=picture-dropped#story-1'));
    await recompose();
    expect(await shown()).toBeNull();
    // And chosen again after all.
    await choose(items[4]!);
    await recompose();
    expect(await shown()).toMatchObject({ url: `${outlet.origin}/right.jpg` });
  });

  test('that may be shown is fetched for a look', async () => {
    expect(await page()).toContain('Not fetched yet');
    expect((await act('/picture-previews', { story: String(storyId) })).to).toBe(path(`/picture?story=${storyId}`));
    expect(await page()).toMatch(/<img\s+src="\/pictures\/[0-9a-f]{32}-352\.jpg"/);
    expect(outlet.asked).not.toContain('/wrong.jpg');
  });

  describe('that is uploaded', () => {
    const to = () => `/upload?story=${storyId}`;
    const words = { credit: 'Ben Beispiel', alt: 'The bakers with their pie' };

    test.each(['jpeg', 'png', 'webp'] as const)('as %s is shown with its credit, and stays', async (format) => {
      const file = await photo({ width: 640, height: 420 }).withMetadata().toFormat(format).toBuffer();
      const done = await upload(to(), words, file);
      expect([done.status, done.to]).toEqual([303, path('?said=picture-chosen#story-1')]);
      await recompose();
      const picture = (await shown())!;
      expect(picture).toMatchObject({
        credit: 'Ben Beispiel',
        alt: 'The bakers with their pie',
        stored: { width: 640 },
      });
      const served = await site.app.request(`/pictures/${picture.stored!.hash}-640.jpg`);
      expect([served.status, served.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
      await killPicture(
        { db: site.db, queues: { enqueue: async () => undefined } as never, now: () => NOON },
        { which: picture.stored!.hash, actor: 'ana' },
      );
      await recompose();
      expect(await shown()).toBeNull();
      expect((await upload(to(), words, file)).text).toContain('Staff removed this picture everywhere.');
    });

    test('without what it needs is refused beside the field, and the texts are kept', async () => {
      const good = await photo({ width: 640, height: 420 }).jpeg().toBuffer();
      const small = await photo({ width: 100, height: 60 }).jpeg().toBuffer();
      const gif = Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64');
      const fault = async (fields: Record<string, string>, file: Buffer | null) => {
        const { status, text } = await upload(to(), fields, file);
        return [status, /class="error" id="upload-(\w+)-fault"\s*>([^<]*)</.exec(text)?.slice(1)];
      };
      expect(await fault({ ...words, credit: ' ' }, good)).toEqual([
        422,
        ['credit', 'A picture needs a credit: who took it, or whose it is.'],
      ]);
      expect(await fault(words, null)).toEqual([422, ['file', 'Choose a file.']]);
      expect(await fault(words, gif)).toEqual([422, ['file', 'The file is not a JPEG, PNG or WebP picture.']]);
      expect(await fault(words, small)).toEqual([
        422,
        ['file', 'This picture is too small: it needs at least 200 × 120 pixels.'],
      ]);
      expect(await fault(words, good.subarray(0, 2_000))).toEqual([
        422,
        ['file', 'This picture cannot be used: it cannot be decoded.'],
      ]);
      expect((await upload(to(), words, gif)).text).toContain('value="Ben Beispiel"');
      expect(
        await site.db.selectFrom('picture_uploads').select('hash').where('newsletter_id', '=', newsletterId).execute(),
      ).toEqual([]);
    });

    test('for a story that left, or an edition that ended, is not stored', async () => {
      const file = await photo({ width: 640, height: 420 }).jpeg().toBuffer();
      expect((await upload('/upload?story=999999999', words, file)).status).toBe(409);
      await site.db.updateTable('editions').set({ state: 'cancelled' }).where('id', '=', editionId).execute();
      expect((await upload(to(), words, file)).status).toBe(409);
      expect(
        await site.db.selectFrom('picture_uploads').select('hash').where('newsletter_id', '=', newsletterId).execute(),
      ).toEqual([]);
    });

    /** A body of endless megabytes, which counts those that are read. */
    const endless = () => {
      let read = 0;
      const body = new ReadableStream({
        pull: (controller) => {
          read += 1;
          controller.enqueue(new Uint8Array(1_000_000));
        },
      });
      return { body, read: () => read };
    };
    const post = async (headers: Record<string, string>, cookie = desk.cookie, at = path(to())) => {
      const { body, read } = endless();
      const init = {
        method: 'POST',
        body,
        duplex: 'half',
        headers: { cookie, 'content-type': 'multipart/form-data; boundary=x', ...headers },
      };
      const answer = await site.app.request(at, init as RequestInit);
      return { status: answer.status, text: await answer.text(), read: read() };
    };

    test('with 2 GB is refused by its length before it is read, on the page of its form', async () => {
      const answer = await post({ 'content-length': '2147483648' });
      expect(answer.status).toBe(413);
      expect(answer.text).toContain('The file is larger than 20 MB. Nothing was uploaded.');
      expect(answer.read).toBeLessThan(4);
    });

    test('without an end is refused once 20 MB are read; for strangers at once', async () => {
      const answer = await post({ 'transfer-encoding': 'chunked' });
      expect([answer.status, answer.text.includes('larger than 20 MB')]).toEqual([413, true]);
      expect(answer.read).toBeLessThan(25);
      const stranger = await post({ 'transfer-encoding': 'chunked' }, 'session=none');
      expect(stranger.status).toBe(413);
      expect(stranger.read).toBeLessThan(4);
    });

    test('by a person whose role is too low is not read', async () => {
      const viewer = await signIn(site, `vera ${editionId}`, 'viewer');
      const headers = { 'transfer-encoding': 'chunked' };
      for (const to of [path(`/upload?story=${storyId}`), `/desk/newsletters/${slug}/slot-picture`]) {
        const answer = await post(headers, viewer.cookie, to);
        expect([answer.status, answer.text.includes('This needs the role')]).toEqual([403, true]);
        expect(answer.read).toBeLessThan(4);
      }
    });
  });
});

test('a special edition is made of one story with one press', async () => {
  const id = (await storyAt(2)).story_id!;
  const answer = await desk.act(`/desk/newsletters/${slug}/special`, { only: String(id) });
  const to = answer.headers.get('location')!;
  expect(to).toMatch(/^\/desk\/editions\/\d+#start$/);
  editionId = Number(/\d+/.exec(to)![0]);
  expect(await headlines()).toEqual([TITLES[1]]);
});
