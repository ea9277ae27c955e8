import { load } from 'cheerio';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dateIn } from '../../../../src/domain/due.ts';
import { findNewsletter } from '../../../../src/editions/newsletters/newsletters.ts';
import { setScheduleDays } from '../../../../src/editions/newsletters/scheduleDays.ts';
import { composeEdition, recomposeEdition } from '../../../../src/newsroom/compose/compose.ts';
import { rankNewsletter } from '../../../../src/newsroom/rank/rank.ts';
import { SAMPLE_TOKEN } from '../../../../src/render/digest.ts';
import { createLog } from '../../../../src/platform/log.ts';
import { DESK_ACCESS } from '../../../../src/web/desk/access.ts';
import { addItem, addNewsletter, addOutlet } from '../../../newsroom/rank/newsroom.ts';
import { picture } from '../../../render/support.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/database.ts';
import { addOwnPicture } from '../../../support/pictures.ts';
import { signIn, type SignedIn } from '../../signedIn.ts';
import { makeSubscriber, NOON, openSite, type TestSite } from '../../support.ts';

const TITLES = ['Amsel bakery wins pie prize', 'Brisa bridge closes', 'Corvale choir sings', 'Dornach dam leaks'];

let database: TestDatabase;
let site: TestSite;
let ada: SignedIn;
let ben: SignedIn;
let newsletterId: number;
let slug: string;
let id: number;
let now = NOON;
const deps = () => ({ db: site.db, log: createLog('test', 'silent'), now: () => now });

beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db, {}, () => now);
  ada = await signIn(site, 'Ada');
  ben = await signIn(site, 'Ben');
});
afterAll(() => database.drop());
beforeEach(async () => {
  now = NOON;
  slug = `today-${Math.random().toString(36).slice(2, 8)}`;
  newsletterId = await addNewsletter(site.db, { slug, story_count: 3, standby_count: 1 });
  for (const [at, title] of TITLES.entries())
    await addItem(site.db, await addOutlet(site.db, newsletterId), {
      title,
      published_at: new Date(now.getTime() - (at + 1) * 3_600_000),
    });
  await rankNewsletter(deps(), newsletterId);
  id = (await composeEdition(deps(), { newsletterId })).id;
});

const path = (rest: string = ''): string => `/desk/editions/${id}${rest}`;
const page = async (desk: SignedIn = ada) => load(await desk.get(path()));
const stories = () =>
  site.db.selectFrom('edition_stories').selectAll().where('edition_id', '=', id).orderBy('position').execute();
const headlines = async (): Promise<string[]> => (await stories()).map(({ headline }) => headline);
const move = async (desk: SignedIn, from: number, to: number | string): Promise<Response> => {
  const item = (await stories())[from - 1]?.item_id ?? '';
  return desk.act(path('/order'), { from: String(from), place: String(to), item: String(item) });
};
/** Presses the person's Undo. */
const undo = async (desk: SignedIn): Promise<Response> => {
  const act = (await page(desk))('form.undo [name=act]').attr('value')!;
  return desk.act(path('/undo'), { act });
};
const edit = async (desk: SignedIn, position: number, typed: Record<string, string>): Promise<Response> => {
  const $ = await page(desk);
  const shown = Object.fromEntries(
    $(`#edit-${position} :is(input, textarea)[name]`)
      .toArray()
      .filter((field) => $(field).attr('type') !== 'checkbox')
      .map((field) => [$(field).attr('name')!, String($(field).val())]),
  );
  return desk.act(path(`/stories/${position}/fix`), { ...shown, ...typed });
};
const approve = () => site.db.updateTable('editions').set({ state: 'approved' }).where('id', '=', id).execute();
const [A, B, C, D] = TITLES as [string, string, string, string];

describe('the order of the stories', () => {
  test('changes at once by a button or a place, stays when the draft is composed again, and leads the subject', async () => {
    const $ = await page();
    const up = $('#story-2 form.order button[name=place]').first();
    expect([up.attr('value'), up.text().trim().startsWith('↑')]).toEqual(['1', true]);
    expect((await move(ada, 2, '1')).status).toBe(303);
    expect(await headlines()).toEqual([B, A, C]);
    expect((await move(ada, 2, 99)).status).toBe(303);
    expect(await headlines()).toEqual([B, C, A]);
    await recomposeEdition(deps(), id);
    expect(await headlines()).toEqual([B, C, A]);
    const { subject } = await site.db
      .selectFrom('editions')
      .select('subject')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(subject).toContain('Brisa bridge closes');
    expect((await page())('#story-1').text()).toContain('placed by staff');
  });

  test('is refused for a story that is another one now, a place that is none, and an edition that is over', async () => {
    expect((await ada.act(path('/order'), { from: '1', place: '2', item: '999' })).status).toBe(409);
    for (const to of ['', '0', 'first', '-1']) expect((await move(ada, 1, to)).status).toBe(422);
    expect((await ada.act(path('/order'), { from: '9', place: '1' })).status).toBe(404);
    await site.db.updateTable('editions').set({ state: 'cancelled' }).where('id', '=', id).execute();
    expect((await move(ada, 1, 2)).status).toBe(409);
    expect(await headlines()).toEqual([A, B, C]);
  });

  test('takes the records about a story along', async () => {
    await edit(ada, 1, { headline: 'Amsel bakery wins again' });
    await move(ada, 1, 3);
    const fix = await site.db
      .selectFrom('edition_fixes')
      .select('position')
      .where('edition_id', '=', id)
      .executeTakeFirstOrThrow();
    expect(fix.position).toBe(3);
    await recomposeEdition(deps(), id);
    expect(await headlines()).toEqual([B, C, 'Amsel bakery wins again']);
  });
});

describe('undo', () => {
  test('takes back moves one by one, the latest first, and keeps texts that were edited since', async () => {
    await move(ada, 3, 1);
    await move(ada, 3, 2);
    await edit(ben, 1, { headline: 'Corvale choir sings at dawn' });
    expect((await undo(ada)).headers.get('location')).toBe(path('?said=undone#stories'));
    expect(await headlines()).toEqual(['Corvale choir sings at dawn', A, B]);
    await undo(ada);
    expect(await headlines()).toEqual([A, B, 'Corvale choir sings at dawn']);
    expect((await page())('form.undo')).toHaveLength(0);
    await recomposeEdition(deps(), id);
    expect(await headlines()).toEqual([A, B, 'Corvale choir sings at dawn']);
  });

  test('takes back what was excluded from a draft, dropped from an approved edition, and promoted', async () => {
    const [first] = await stories();
    await ada.act(path('/picks'), { story: String(first!.story_id), action: 'exclude' });
    expect(await headlines()).toEqual([B, C, D]);
    await undo(ada);
    expect(await headlines()).toEqual([A, B, C]);
    await edit(ada, 1, { summary: 'A pie.' });
    await approve();
    await ada.act(path('/stories/1/drop'), { item: String(first!.item_id), reason: 'Retracted' });
    expect(await headlines()).toEqual([B, C, D]);
    await undo(ada);
    expect((await stories()).map(({ headline, summary }) => [headline, summary])[0]).toEqual([A, 'A pie.']);
    const fix = await site.db
      .selectFrom('edition_fixes')
      .select('position')
      .where('edition_id', '=', id)
      .executeTakeFirstOrThrow();
    expect(fix.position).toBe(1);
    await ada.act(path('/standbys/1/promote'));
    expect(await headlines()).toEqual([A, B, C, D]);
    await undo(ada);
    expect(await headlines()).toEqual([A, B, C]);
    expect((await page())('#choosing').text()).toContain(D);
  });

  test('takes back edits of a story and of the subject', async () => {
    const before = (await page())('#subject').val();
    await edit(ada, 2, { headline: 'Brisa bridge <b>opens</b>', summary: 'At last.' });
    await ada.act(path('/words'), { subject: 'Mine', was_subject: String((await page())('#subject').val()) });
    expect((await page())('#subject').val()).toBe('Mine');
    await undo(ada);
    await undo(ada);
    const $ = await page();
    expect([$('#subject').val(), $('#headline-2').val(), $('#summary-2').val()]).toEqual([before, B, '']);
    expect($('#history').text()).toContain('Undid: Changed the subject.');
  });

  test('changes nothing if another person has changed the same part since, and names the change', async () => {
    await edit(ada, 1, { headline: 'Ada’s headline' });
    await edit(ben, 1, { headline: 'Ben’s headline' });
    const refused = await undo(ada);
    expect(refused.status).toBe(409);
    const says = load(await refused.text())('#refusal').text();
    expect(says).toContain('The headline is now “Ben’s headline”.');
    expect(says).toMatch(/Ben, Tue 1[23]:00: Edited “Ben’s headline”: headline\./);
    expect((await headlines())[0]).toBe('Ben’s headline');
    await move(ada, 1, 2);
    await move(ben, 3, 1);
    const moved = await undo(ada);
    expect([moved.status, (await headlines())[0]]).toEqual([409, C]);
    expect(load(await moved.text())('#refusal').text()).toContain('Moved “Corvale choir sings” from 3 to 1.');
  });

  test('is for one’s own last change alone', async () => {
    await move(ada, 1, 2);
    const act = (await page())('form.undo [name=act]').attr('value')!;
    expect((await ben.act(path('/undo'), { act })).status).toBe(409);
    await move(ada, 1, 2);
    expect((await ada.act(path('/undo'), { act })).status).toBe(409);
    expect((await ada.act(path('/undo'), { act: 'x' })).status).toBe(404);
  });
});

describe('the form of a story', () => {
  test('describes its picture, also after the draft was composed again', async () => {
    await addOwnPicture(site.db, 'ferry', newsletterId);
    await site.db
      .updateTable('edition_stories')
      .set({ image: JSON.stringify(picture) })
      .where('edition_id', '=', id)
      .where('position', '=', 1)
      .execute();
    expect((await edit(ada, 1, { alt: '  A pie, <i>cut</i> ' })).status).toBe(303);
    expect((await stories())[0]!.image).toEqual({ ...picture, alt: 'A pie, <i>cut</i>' });
    await undo(ada);
    expect((await stories())[0]!.image?.alt).toBe(picture.alt);
    await site.db.updateTable('edition_stories').set({ image: null }).where('edition_id', '=', id).execute();
    const lost = await ada.act(path('/stories/1/fix'), { alt: 'Mine', was_alt: 'Old' });
    expect(lost.status).toBe(409);
  });

  test('comes back with the reasons beside the fields and everything typed', async () => {
    const headline = 'x'.repeat(998);
    const refused = await edit(ada, 2, { headline, summary: 'Kept\u202e text', url: 'javascript:alert(1)' });
    expect(refused.status).toBe(422);
    const $ = load(await refused.text());
    expect($('#edit-2').attr('open')).toBeDefined();
    expect([$('#headline-2').val(), $('#summary-2').val(), $('#url-2').val()]).toEqual([
      headline,
      'Kept\u202e text',
      'javascript:alert(1)',
    ]);
    expect($('#headline-2-fault').text()).toBe('A headline has at most 300 characters; this one has 998.');
    expect($('#headline-2').attr('aria-describedby')).toBe('headline-2-fault');
    expect($('#url-2-fault').text()).toContain('must be a web address');
    expect($('#edit-1').attr('open')).toBeUndefined();
    expect((await stories())[1]!.headline).toBe(B);
  });
});

describe('what others do', () => {
  test('is shown since the page was opened, or since its script asked, and once', async () => {
    const open = async (headers: Record<string, string> = {}) => {
      const answer = await site.app.request(path(), { headers: { cookie: ada.cookie, ...headers } });
      return { $: load(await answer.text()), seen: answer.headers.get('set-cookie')?.split(';')[0] };
    };
    const first = await open();
    await move(ben, 1, 2);
    await move(ada, 1, 2);
    const cookie = `${ada.cookie}; ${first.seen}`;
    const second = await open({ cookie });
    expect(second.$('#news li').text()).toMatch(/Ben, Tue 1[23]:00: Moved “Amsel bakery wins pie prize” from 1 to 2\./);
    expect(second.$('#news').text()).not.toContain('Ada');
    expect((await open({ cookie: `${ada.cookie}; ${second.seen}` })).$('#news')).toHaveLength(0);
    const quick = await open({
      cookie: `${ada.cookie}; ${second.seen}`,
      'x-seen-act': first.$('[data-seen]').attr('data-seen')!,
    });
    expect(quick.$('#news li')).toHaveLength(1);
    expect(quick.seen).toBeUndefined();
  });
});

describe('a test copy', () => {
  const outcome = async (set: Record<string, unknown>): Promise<string> => {
    await site.db.updateTable('outbox').set(set).where('edition_id', '=', id).execute();
    return (await page())('#test .copies').text().replaceAll(/\s+/g, ' ');
  };

  test('is on its way, then accepted, refused with the relay’s words, or asked for later', async () => {
    await site.db.updateTable('staff').set({ email: 'ada@paper.example' }).where('name', '=', 'Ada').execute();
    expect((await page())('#to').val()).toBe('ada@paper.example');
    await ada.act(path('/test'), { to: 'ada@paper.example' });
    expect((await page())('#test .copies').attr('data-waiting')).toBeDefined();
    expect(await outcome({ attempts: 0 })).toContain('ada@paper.example on its way');
    expect(await outcome({ state: 'ready', reply: 'Greylisted', status_code: '451' })).toContain(
      'asked to try again later: “451 Greylisted”',
    );
    expect(await outcome({ state: 'failed', reply: 'No <such> user', status_code: '5.1.1' })).toContain(
      'refused “5.1.1 No <such> user”',
    );
    expect(await outcome({ state: 'unknown' })).toContain('not confirmed');
    expect(await outcome({ state: 'suppressed' })).toContain('never mailed');
    expect(await outcome({ state: 'submitted', reply: 'ok' })).toContain('accepted by the built-in inbox');
    expect((await page())('#test .copies').attr('data-waiting')).toBeUndefined();
  });

  test('to an address that is none keeps what was typed, with the reason beside it', async () => {
    const refused = await ada.act(path('/test'), { to: 'ada at paper' });
    expect(refused.status).toBe(422);
    const $ = load(await refused.text());
    expect($('#to').val()).toBe('ada at paper');
    expect($('#to').attr('aria-describedby')).toBe('to-fault');
    expect($('#to-fault').text()).not.toBe('');
  });
});

describe('the page', () => {
  test('has an undo in the line of its change, and none beside an action on the send', async () => {
    await move(ada, 2, 1);
    const bar = async (query: string) => load(await ada.get(path(query)))('#said');
    expect((await bar('')).find('.last').text()).toMatch(/^\s*Moved “.*” from 2 to 1\.\s*Undo\s*$/);
    for (const said of ['approved', 'send-started', 'paused', 'rate-set']) {
      const shown = await bar(`?said=${said}`);
      expect([said, shown.find('form.undo').length, shown.text().includes('Moved')]).toEqual([said, 0, false]);
    }
    expect((await bar('?said=undone')).find('.last').text()).toMatch(/Your last change: Moved .*\s*Undo/);
  });

  test('names an edit after the send a correction, and adds no story', async () => {
    await site.db
      .updateTable('editions')
      .set({ state: 'submitting', started_at: new Date(now.getTime() - 1000) })
      .where('id', '=', id)
      .execute();
    expect((await page())('#edit-1 > summary').text().trim()).toBe('Correct story 1');
    expect((await page())('a[href="#add"]')).toHaveLength(0);
  });

  test('says that a story was saved with nothing changed', async () => {
    const answer = await edit(ada, 1, {});
    expect([answer.status, load(await answer.text())('#edit-1 [role=alert]').text()]).toEqual([
      422,
      'Nothing was changed: the story already has this text.',
    ]);
  });

  test('has the stop of a running send before its title, and says what an action did', async () => {
    await site.db.updateTable('editions').set({ state: 'submitting', started_at: now }).where('id', '=', id).execute();
    const html = await ada.get(path());
    expect(html.indexOf('Pause the send')).toBeGreaterThan(0);
    expect(html.indexOf('Pause the send')).toBeLessThan(html.indexOf('<h1>'));
    const answer = await ada.act(path('/pause'));
    expect(load(await ada.get(answer.headers.get('location')!))('#said').text()).toContain(
      'Paused. No further message starts.',
    );
    expect((await page())('#stop').text()).toContain('The send is paused.');
  });

  test('says when it is sent next, who approved it and what the checks say; the script’s request leaves these out', async () => {
    const $ = await page();
    expect($('#overview').text()).toContain('Not approved');
    expect($('#checks').text()).toContain('Size of the message');
    const quick = await site.app.request(path(), { headers: { cookie: ada.cookie, 'x-desk-quick': '1' } });
    expect(load(await quick.text())('#checks').attr('data-unchecked')).toBeDefined();
    await site.db
      .updateTable('editions')
      .set({ due_at: new Date(now.getTime() + 90 * 60_000) })
      .where('id', '=', id)
      .execute();
    await ada.act(path('/approve'));
    expect((await page())('#overview').text()).toMatch(/in 1 h 30 min[^]*Approved by Ada/);
  });

  test('says that the schedule has no edition that day, and how to send it anyway', async () => {
    const newsletter = await findNewsletter(site, slug);
    const date = dateIn(newsletter.zone, now);
    await site.db.updateTable('editions').set({ due_at: now }).where('id', '=', id).execute();
    await setScheduleDays(site, newsletter, { days: [{ date, sendAt: null, note: 'Harbour Day' }], actor: 'Ada' });
    const $ = await page();
    expect($('#overview dd').first().text()).toMatch(/no edition that day[^]*send it anyway/);
    expect($($('#overview dd a').first().attr('href')).length).toBe(1);
    expect($('#head').text()).not.toContain('due');
    expect($('#waves').length).toBe(0);
    expect($('#approval').text()).toContain('It has no send time');
  });

  test('shows a wrong number of readers beside its field', async () => {
    const refused = await ada.act(path('/send'), { readers: '77' });
    expect(refused.status).toBe(422);
    const $ = load(await refused.text());
    expect([$('#readers').val(), $('#readers-fault').text()]).toEqual([
      '77',
      expect.stringContaining('0 readers would get it'),
    ]);
  });

  test.each([
    ['dark', '@media all'],
    ['text', '<pre>'],
    ['desktop', '@media not all'],
  ])('shows the digest as %s', async (look, has) => {
    expect((await page())(`.looks [data-look="${look}"]`).attr('href')).toBe(path(`?look=${look}#preview`));
    expect(await ada.get(path(`/digest?look=${look}`))).toContain(has);
    expect(load(await ada.get(path(`?look=${look}`)))('.preview iframe').attr('src')).toBe(
      path(`/digest?look=${look}`),
    );
  });
});

describe('the digest as seen by a subscriber', () => {
  const see = (reader: string, desk: SignedIn = ada) => desk.act(path('/reader'), { reader, look: 'text' });
  let reader: number;
  beforeEach(async () => {
    reader = await makeSubscriber(site, newsletterId, `lu-${slug}@reader.example`);
    await site.db
      .updateTable('subscribers')
      .set({ first_name: 'Lu', language: 'es' })
      .where('id', '=', reader)
      .execute();
    await site.db
      .updateTable('subscriptions')
      .set({ format: 'headlines' })
      .where('subscriber_id', '=', reader)
      .execute();
  });

  test('is found by an address, has their format and language, and no token of theirs', async () => {
    const found = await see(`LU-${slug}@reader.example `);
    const home = path(`?look=text&reader=${reader}#preview`);
    expect([found.status, found.headers.get('location')]).toEqual([303, home]);
    const $ = load(await ada.get(home));
    expect($('.seen-as').text().replaceAll(/\s+/g, ' ')).toContain(
      `To Lu <lu-${slug}@reader.example>, headlines only, Spanish.`,
    );
    const frame = $('.preview iframe').attr('src')!;
    expect(frame).toBe(path(`/digest?look=text&reader=${reader}`));
    const [own, theirs] = [await ada.get(path('/digest')), await ada.get(path(`/digest?reader=${reader}`))];
    expect([theirs.includes('lang="es"'), own.includes('lang="es"')]).toEqual([true, false]);
    const tokens = [...theirs.matchAll(/\/(?:unsubscribe|preferences)\/([\w-]+)/g)].map(([, token]) => token);
    expect(new Set(tokens)).toEqual(new Set([SAMPLE_TOKEN]));
    expect((await site.app.request(`/unsubscribe/${SAMPLE_TOKEN}`, { method: 'POST' })).status).toBe(404);
    const { status } = await site.db
      .selectFrom('subscriptions')
      .select('status')
      .where('subscriber_id', '=', reader)
      .executeTakeFirstOrThrow();
    expect(status).toBe('active');
  });

  test('says who would not get it, and an address that is no subscriber’s comes back in its field', async () => {
    await site.db
      .updateTable('subscriptions')
      .set({ status: 'unsubscribed' })
      .where('subscriber_id', '=', reader)
      .execute();
    expect(load(await ada.get(path(`?reader=${reader}`)))('.seen-as').text()).toContain('not active');
    const refused = await see('nobody@reader.example');
    const $ = load(await refused.text());
    expect([refused.status, $('#reader').val(), $('#reader-fault').text()]).toEqual([
      422,
      'nobody@reader.example',
      'There is no subscriber with that address.',
    ]);
    expect((await see('')).headers.get('location')).toBe(path('?look=text#preview'));
  });
});

test('a change is not offered for undo once readers have the edition, and a correction of its text is', async () => {
  await edit(ada, 1, { headline: 'A wrong number' });
  await site.db
    .updateTable('editions')
    .set({ state: 'submitted', started_at: now, finished_at: now })
    .where('id', '=', id)
    .execute();
  const before = await page();
  expect(before('form.undo')).toHaveLength(0);
  const { id: act } = await site.db
    .selectFrom('edition_acts')
    .select('id')
    .where('edition_id', '=', id)
    .executeTakeFirstOrThrow();
  const late = await ada.act(path('/undo'), { act: String(act) });
  expect([late.status, await late.text()]).toEqual([409, expect.stringContaining('send a correction instead')]);
  now = new Date(now.getTime() + 60_000);
  await edit(ada, 1, { headline: 'The right number' });
  expect((await page())('form.undo')).toHaveLength(1);
  expect((await undo(ada)).status).toBe(303);
  expect((await headlines())[0]).toBe('A wrong number');
});

test('the address of a form leads to the page it belongs to', async () => {
  const forms = Object.entries(DESK_ACCESS)
    // The sign-in's page leads a person who is signed in to the desk.
    .flatMap(([route, role]) => (role === null ? [] : [route]))
    .filter((route) => route.startsWith('POST ') && !Object.hasOwn(DESK_ACCESS, route.replace('POST', 'GET')))
    .map((route) => route.slice('POST '.length))
    // There is one edition here, and no record of other kinds.
    .filter((form) => !form.includes(':id') || form.startsWith('/desk/editions'));
  expect(forms.length).toBeGreaterThan(10);
  const fill = (pattern: string): string =>
    pattern.replace(':id', String(id)).replace(':position', '1').replace(':slug', slug);
  for (const form of forms) {
    const answer = await site.app.request(fill(form), { headers: { cookie: ada.cookie } });
    const location = answer.headers.get('location')!;
    expect([form, answer.status]).toEqual([form, 303]);
    expect(location).toMatch(/^\/desk(?:\/|$)/);
    const page = await site.app.request(location, { headers: { cookie: ada.cookie } });
    expect([form, page.status]).toEqual([form, 200]);
  }
  expect((await site.app.request(path('/send'), { method: 'DELETE' })).status).toBe(404);
});

test('“Compose now” says that it is under way, and when it is done', async () => {
  const card = async () => load(await ada.get('/desk'))(`section:has(a[href$="/${slug}/settings"]) .notice`).text();
  await site.db.updateTable('audit_log').set({ at: now }).where('newsletter_id', '=', newsletterId).execute();
  await ada.act(`/desk/newsletters/${slug}/compose`);
  await site.db.updateTable('audit_log').set({ at: now }).where('newsletter_id', '=', newsletterId).execute();
  expect(await card()).toContain('is being composed');
  now = new Date(NOON.getTime() + 60_000);
  await recomposeEdition(deps(), id);
  expect(await card()).toContain('Composed at');
});
