import { load } from 'cheerio';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDeliveries, auditOf, editionRow, fixesOf, makeEdition, makePaper, storiesOf } from '../editions/support.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { picture } from '../render/support.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { openSite, post, type TestSite } from './support.ts';

let database: TestDatabase;
let site: TestSite;
let desk: SignedIn;
let paper: number;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db, { SMTP_URL: 'smtp://relay.example' });
  desk = await signIn(site);
});
beforeEach(async () => {
  paper = await makePaper(site.db, 6);
  site.jobs.length = 0;
});
afterAll(() => database.drop());

const path = (id: number, rest: string = ''): string => `/desk/editions/${id}${rest}`;

const SAME = {
  was_headline: 'Tram opens',
  was_summary: 'What happened, part 2.',
  was_url: 'https://paper.example/2',
  headline: 'Tram opens',
  summary: 'What happened, part 2.',
  url: 'https://paper.example/2',
};

describe('every form of an edition', () => {
  test('needs a session and the page’s own token, and changes nothing without', async () => {
    const id = await makeEdition(site.db, paper, { state: 'submitting' });
    const before = await editionRow(site.db, id);
    for (const action of [
      'send',
      'words',
      'approve',
      'audience',
      'pause',
      'resume',
      'cancel',
      'test',
      'rate',
      'stories/1/fix',
      'stories/1/kill-picture',
      'apply',
      'correct',
      'resend',
    ]) {
      const fields = {
        ...SAME,
        headline: 'X',
        perSecond: '1',
        readers: '6',
        which: 'unknown',
        scope: 'all',
        to: 'a@b.example',
      };
      const refused = [
        await post(site.app, path(id, `/${action}`), { ...fields, form_token: desk.formToken }),
        await post(site.app, path(id, `/${action}`), fields, { cookie: desk.cookie }),
        await post(site.app, path(id, `/${action}`), { ...fields, form_token: 'x' }, { cookie: desk.cookie }),
      ];
      expect([action, ...refused.map(({ status }) => status)]).toEqual([action, 403, 403, 403]);
    }
    for (const rest of ['', '/progress', '/unsettled'])
      expect((await site.app.request(path(id, rest))).headers.get('location')).toBe('/desk/login');
    expect(await editionRow(site.db, id)).toEqual(before);
    expect(await auditOf(site.db, id)).toEqual([]);
    expect(site.jobs).toEqual([]);
  });
});

describe('what goes wrong', () => {
  test.each([
    ['a wrong number', '/send', { readers: '999' }, 422],
    ['a deed that the state does not allow', '/resume', {}, 409],
    ['a story that is not there', '/stories/9/fix', SAME, 404],
    ['a path that is none', '/nothing', {}, 404],
  ])('with %s is said on a page of the desk, with the way back to the edition', async (_, rest, fields, status) => {
    const id = await makeEdition(site.db, paper, { state: 'draft' });
    const response = await desk.act(path(id, rest), fields);
    expect(response.status).toBe(status);
    const page = load(await response.text());
    expect(page('header.bar .who').text()).toContain('desk');
    expect(page(`main a[href="${path(id)}"]`)).toHaveLength(1);
  });

  test('to another path leads back to the desk, a stale form to its edition, and a visitor without a session to the login', async () => {
    const id = await makeEdition(site.db, paper, { state: 'draft' });
    const linkOf = async (response: Response) => {
      const page = load(await response.text());
      expect(page('header.bar')).toHaveLength(1);
      return [response.status, page('main a').attr('href')];
    };
    const get = (rest: string) => site.app.request(rest, { headers: { cookie: desk.cookie } });
    expect(await linkOf(await get('/desk/editions/99999999'))).toEqual([404, '/desk']);
    expect(await linkOf(await get('/desk/nothing'))).toEqual([404, '/desk']);
    const stale = await post(site.app, path(id, '/pause'), { form_token: 'x' }, { cookie: desk.cookie });
    expect(await linkOf(stale)).toEqual([403, expect.stringMatching(`^${path(id)}\\?kept=`)]);
    const signedOut = await post(site.app, path(id, '/pause'), {});
    expect([signedOut.status, load(await signedOut.text())('main form').attr('action')]).toEqual([403, '/desk/login']);
    expect(load(await (await site.app.request('/nothing')).text())('header.bar')).toHaveLength(0);
  });

  test('with the second of two editors who press Send is that it is being sent', async () => {
    const id = await makeEdition(site.db, paper, { state: 'draft' });
    await site.db
      .updateTable('newsletters')
      .set({ legal_name: 'Paper', postal_address: '1 Quay', privacy_url: 'https://p.example/' })
      .where('id', '=', paper)
      .execute();
    const readers = load(await desk.get(path(id)))('form.send b')
      .last()
      .text();
    const answers = await Promise.all([1, 2].map(() => desk.act(path(id, '/send'), { readers })));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409]);
    const second = await answers.find(({ status }) => status === 409)!.text();
    expect(second).toContain(`Edition ${id} is already being sent.`);
  });
});

describe('the rate', () => {
  test('is set, lifted by an empty field or the other button, and refused in a sentence', async () => {
    const id = await makeEdition(site.db, paper, { state: 'submitting' });
    const rate = async (fields: Record<string, string>): Promise<number | null> => {
      expect((await desk.act(path(id, '/rate'), fields)).status).toBe(303);
      return (await editionRow(site.db, id)).max_rate;
    };
    expect(await rate({ perSecond: '1,500' })).toBe(1500);
    expect(await rate({ perSecond: '0.5' })).toBe(0.5);
    expect(await rate({ perSecond: '' })).toBeNull();
    await rate({ perSecond: '20' });
    expect(await rate({ perSecond: '20', limit: 'off' })).toBeNull();
    for (const perSecond of ['0', '-1', 'fast']) {
      const response = await desk.act(path(id, '/rate'), { perSecond });
      expect(response.status).toBe(422);
      expect(await response.text()).toContain('messages a second, above 0');
    }
    expect((await auditOf(site.db, id)).length).toBe(5);
  });
});

describe('a fix', () => {
  test('changes only what the person changed, and shows how many readers have which text', async () => {
    const id = await makeEdition(site.db, paper, { state: 'submitting' });
    await addDeliveries(site.db, id, [
      { state: 'submitted', revision: 1 },
      { state: 'unknown', revision: 1 },
      { state: 'pending' },
      { state: 'pending' },
      { state: 'pending' },
    ]);
    const page = await desk.get(path(id));
    expect(page).toContain('2 readers have already received the current text. The remaining 3 get the new one.');
    // Somebody else changed the summary since the form was made.
    await site.db.updateTable('edition_stories').set({ summary: 'Theirs.' }).where('edition_id', '=', id).execute();
    const fields = { ...SAME, headline: ' Tram <opens> late ', note: 'It was late.' };
    const response = await desk.act(path(id, '/stories/2/fix'), fields);
    expect(response.headers.get('location')).toBe(path(id, '#story-2'));
    expect((await storiesOf(site.db, id))[1]).toMatchObject({
      headline: 'Tram <opens> late',
      summary: 'Theirs.',
      url: 'https://paper.example/2',
    });
    expect(await fixesOf(site.db, id)).toMatchObject([{ revision: 2, actor: 'desk', note: 'It was late.' }]);
    expect(site.jobs).toEqual([{ name: 'renderRevision', payload: { editionId: id } }]);
    const after = await desk.get(path(id));
    expect(after).toContain('Revision 2 is being rendered');
    expect(after).toMatch(/<b>2<\/b> readers\s+got an earlier text.\s+<b>3<\/b> will get the current one/);
    expect(after).toMatch(/<del>Tram opens<\/del>\s*<ins>Tram &lt;opens&gt; late<\/ins>/);
  });

  test('made for a story that has moved since does not change the one that stands there now', async () => {
    const id = await makeEdition(site.db, paper, { state: 'draft' });
    expect(await desk.get(path(id))).toMatch(/stories\/2\/fix"[^]*?name="item" value=""/);
    const fields = { ...SAME, headline: 'Meant for another story' };
    expect((await desk.act(path(id, '/stories/2/fix'), { ...fields, item: '7' })).status).toBe(409);
    expect((await storiesOf(site.db, id))[1]!.headline).toBe('Tram opens');
    expect((await desk.act(path(id, '/stories/2/fix'), { ...fields, item: '' })).status).toBe(303);
    expect((await storiesOf(site.db, id))[1]!.headline).toBe('Meant for another story');
  });

  test('of two editors who change one field the second is shown both texts, and writes over nothing', async () => {
    const id = await makeEdition(site.db, paper, { state: 'submitting' });
    const first = { ...SAME, headline: 'Tram opens late' };
    const second = { ...SAME, headline: 'Tram <opens> at noon', summary: 'At noon.', note: 'The hour was wrong.' };
    expect((await desk.act(path(id, '/stories/2/fix'), first)).status).toBe(303);
    const revision = (await editionRow(site.db, id)).next_revision;
    const refused = await desk.act(path(id, '/stories/2/fix'), second);
    expect(refused.status).toBe(409);
    const page = load(await refused.text());
    expect(page('#edit-2').attr('open')).toBeDefined();
    expect([page('#headline-2').val(), page('#summary-2').val(), page('#note-2').val()]).toEqual([
      'Tram <opens> at noon',
      'At noon.',
      'The hour was wrong.',
    ]);
    expect(page('#headline-2-fault').text()).toContain('It is now: “Tram opens late”');
    expect(page('#summary-2-fault')).toHaveLength(0);
    expect(page('#edit-2 [name="give_way"]').attr('value')).toBe('headline');
    expect((await storiesOf(site.db, id))[1]).toMatchObject({
      headline: 'Tram opens late',
      summary: 'What happened, part 2.',
    });
    expect((await editionRow(site.db, id)).next_revision).toBe(revision);
    expect(await fixesOf(site.db, id)).toHaveLength(1);
    // Either text can be taken: theirs here, with the other field saved; mine is what the form saves otherwise.
    const form = { ...second, was_headline: String(page('#edit-2 [name=was_headline]').val()) };
    const theirs = await desk.act(path(id, '/stories/2/fix'), { ...form, give_way: 'headline' });
    expect(theirs.status).toBe(303);
    expect((await storiesOf(site.db, id))[1]).toMatchObject({ headline: 'Tram opens late', summary: 'At noon.' });
    expect((await desk.act(path(id, '/stories/2/fix'), { ...form, was_summary: 'At noon.' })).status).toBe(303);
    expect((await storiesOf(site.db, id))[1]!.headline).toBe('Tram <opens> at noon');
    await desk.act(path(id, '/stories/2/fix'), { ...first, was_headline: 'Tram <opens> at noon' });
    // An old form sent as it was made puts no old text back; the same change twice is no quarrel.
    expect((await desk.act(path(id, '/stories/2/fix'), SAME)).status).toBe(409);
    expect((await desk.act(path(id, '/stories/2/fix'), { ...first, summary: 'At noon.' })).status).toBe(303);
    expect((await storiesOf(site.db, id))[1]).toMatchObject({ headline: 'Tram opens late', summary: 'At noon.' });
  });

  test('of a section or a picture that has changed meanwhile is refused too', async () => {
    const id = await makeEdition(site.db, paper, { state: 'draft' });
    const sections = JSON.stringify(['Towns', 'At sea'].map((name) => ({ name, words: [] })));
    await site.db.updateTable('newsletters').set({ sections }).where('id', '=', paper).execute();
    await site.db.updateTable('edition_stories').set({ section: 'At sea' }).where('edition_id', '=', id).execute();
    const act = async (fields: Record<string, string>) =>
      (await desk.act(path(id, '/stories/2/fix'), { ...SAME, ...fields })).status;
    const seen = load(await desk.get(path(id)))('#story-2 [name="was_picture"]').attr('value')!;
    expect(await act({ was_section: '', section: 'Towns' })).toBe(409);
    expect(await act({ was_picture: 'https://paper.example/other.jpg', picture: 'none' })).toBe(409);
    expect(await fixesOf(site.db, id)).toEqual([]);
    expect(await act({ was_section: 'At sea', section: 'Towns', was_picture: seen, picture: 'none' })).toBe(303);
    expect((await storiesOf(site.db, id))[1]).toMatchObject({ section: 'Towns', image: null });
  });

  test('takes a picture away; one that changes nothing, or nothing that may be, is refused in a sentence', async () => {
    const id = await makeEdition(site.db, paper, { state: 'draft' });
    expect((await desk.act(path(id, '/stories/2/fix'), { ...SAME, picture: 'none' })).status).toBe(303);
    expect((await storiesOf(site.db, id))[1]!.image).toBeNull();
    const refused = async (rest: string, fields: Record<string, string>): Promise<[number, string]> => {
      const response = await desk.act(path(id, rest), fields);
      return [response.status, await response.text()];
    };
    expect(await refused('/stories/2/fix', SAME)).toEqual([
      422,
      expect.stringContaining('the story already has this text'),
    ]);
    expect(await refused('/stories/2/fix', { ...SAME, url: 'javascript:alert(1)' })).toEqual([
      422,
      expect.stringContaining('must be a web address'),
    ]);
    expect((await refused('/stories/9/fix', SAME))[0]).toBe(404);
    expect((await refused('/stories/x/fix', SAME))[0]).toBe(404);
  });
});

describe('a story’s section', () => {
  test('is chosen among the newsletter’s, and stays where the person chose nothing else', async () => {
    const id = await makeEdition(site.db, paper, { state: 'draft' });
    expect(await desk.get(path(id))).not.toContain('name="section"');
    const sections = JSON.stringify([
      { name: 'At sea', words: ['shipping'] },
      { name: 'Towns & roads', words: [] },
    ]);
    await site.db.updateTable('newsletters').set({ sections }).where('id', '=', paper).execute();
    await site.db.updateTable('edition_stories').set({ section: 'Shipping' }).where('edition_id', '=', id).execute();
    const select = load(await desk.get(path(id)))('#section-2');
    expect(
      select
        .find('option')
        .toArray()
        .map((each) => each.attribs['value']),
    ).toEqual(['', 'At sea', 'Towns & roads']);
    expect(select.find('[selected]').attr('value')).toBe('At sea');
    const was = { ...SAME, was_section: 'At sea' };
    await desk.act(path(id, '/stories/2/fix'), { ...was, section: 'Towns & roads' });
    await desk.act(path(id, '/stories/3/fix'), { ...was, section: '' });
    expect((await storiesOf(site.db, id)).map(({ section }) => section)).toEqual(['Shipping', 'Towns & roads', null]);
    expect((await desk.act(path(id, '/stories/2/fix'), { ...was, section: 'At sea' })).status).toBe(422);
    expect(await desk.get(path(id))).toMatch(/Section: <del>Shipping<\/del>\s*<ins>Towns &amp; roads<\/ins>/);
  });
});

describe('killing a picture', () => {
  test('takes it from every edition at once, says why to the desk, and spares one that came meanwhile', async () => {
    const [id, other] = [
      await makeEdition(site.db, paper, { state: 'draft' }),
      await makeEdition(site.db, paper, { state: 'submitting', date: '2026-11-23' }),
    ];
    const { hash } = picture.stored!;
    expect(await desk.get(path(id))).toContain(`name="hash" value="${hash}"`);
    const stale = await desk.act(path(id, '/stories/2/kill-picture'), { hash: 'f'.repeat(32) });
    expect(stale.status).toBe(404);
    const response = await desk.act(path(id, '/stories/2/kill-picture'), { hash, reason: 'Not ours.' });
    expect(response.headers.get('location')).toBe(path(id, '#story-2'));
    for (const edition of [id, other])
      expect((await storiesOf(site.db, edition)).map(({ image }) => image)).toEqual([null, null, null]);
    expect((await site.app.request(`/pictures/${hash}-176.jpg`)).status).toBe(410);
    expect((await fixesOf(site.db, other)).map(({ note, actor }) => [note, actor])).toEqual(
      [1, 2, 3].map(() => ['Not ours.', 'desk']),
    );
    expect(await editionRow(site.db, id)).toMatchObject({ state: 'draft', revision: 2 });
    expect(await desk.get(path(id))).not.toContain('Remove picture everywhere');
  });
});

describe('a correction', () => {
  test('goes to those who got an earlier text, once their number was typed, and is not offered again', async () => {
    const id = await makeEdition(site.db, paper, { state: 'submitted', revision: 2 });
    await addDeliveries(site.db, id, [
      { state: 'submitted', revision: 1 },
      { state: 'submitted', revision: 1 },
      { state: 'submitted', revision: 2 },
    ]);
    const nothing = await desk.act(path(id, '/correct'), { readers: '2' });
    expect(nothing.status).toBe(409);
    expect(await nothing.text()).toContain('has no fixes');
    const text = { headline: 'Tram opens', summary: '', url: 'https://paper.example/2', image: null };
    const [before, after] = [JSON.stringify(text), JSON.stringify({ ...text, headline: 'Tram opens late' })];
    await site.db
      .insertInto('edition_fixes')
      .values({ edition_id: id, revision: 2, position: 2, before, after, note: 'Late.', actor: 'desk' })
      .execute();
    expect(await desk.get(path(id))).toMatch(/goes only to the <b>2<\/b>\s+readers/);
    for (const readers of ['', '3', '-2']) {
      const response = await desk.act(path(id, '/correct'), { readers });
      expect(response.status).toBe(422);
      expect(await response.text()).toContain('2 readers would get the correction now');
    }
    expect(await site.db.selectFrom('editions').where('corrects_edition_id', '=', id).select('id').execute()).toEqual(
      [],
    );
    const response = await desk.act(path(id, '/correct'), { readers: '2', note: 'It opens later.' });
    expect(response.status).toBe(303);
    const row = await site.db
      .selectFrom('editions')
      .selectAll()
      .where('corrects_edition_id', '=', id)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ state: 'preparing', note: 'It opens later.', is_rehearsal: false });
    expect(response.headers.get('location')).toBe(path(row.id));
    expect(site.jobs).toEqual([{ name: 'render', payload: { editionId: row.id } }]);
    const page = await desk.get(path(id));
    expect(page).toContain(`href="${path(row.id)}"`);
    expect(page).not.toContain('Write the correction');
    expect((await desk.act(path(id, '/correct'), { readers: '2' })).status).toBe(409);
  });

  test('is kept from readers mailed for real while no relay is set', async () => {
    const other = await openSite(site.db);
    const id = await makeEdition(site.db, paper, { state: 'submitted' });
    const body = new URLSearchParams({ readers: '2', form_token: desk.formToken });
    const response = await other.app.request(path(id, '/correct'), {
      method: 'POST',
      body,
      headers: { cookie: desk.cookie },
    });
    expect(response.status).toBe(409);
    expect(await response.text()).toContain('SMTP_URL names no relay');
  });
});

describe('readers who are unknown or were too late', () => {
  test('are listed with whole addresses, and sent to again as chosen or all, once their number was typed', async () => {
    const id = await makeEdition(site.db, paper, { state: 'submitted' });
    await addDeliveries(site.db, id, [
      { state: 'unknown', verdict: 'unknown' },
      { state: 'unknown', verdict: 'unknown' },
      { state: 'unknown', verdict: 'unknown' },
      { state: 'failed', verdict: 'late' },
      { state: 'failed', verdict: 'address-dead' },
    ]);
    const list = await desk.get(path(id, '/unsettled?which=unknown'));
    expect(list).toMatch(/<h1>Not confirmed by the relay <small>/);
    const addresses = [...list.matchAll(/name="address" value="([^"]+)"/g)].map(([, address]) => address!);
    expect(addresses).toHaveLength(3);
    expect(addresses[0]).toMatch(/^reader1@/);
    expect(await desk.get(path(id, '/unsettled?which=late'))).toMatch(/<h1>Too late <small>1 reader<\/small><\/h1>/);
    expect(
      (await site.app.request(path(id, '/unsettled?which=all'), { headers: { cookie: desk.cookie } })).status,
    ).toBe(404);

    const chosen = (readers: string, count: number): URLSearchParams => {
      const fields = new URLSearchParams({ which: 'unknown', scope: 'chosen', readers });
      for (const address of addresses.slice(0, count)) fields.append('address', address);
      return fields;
    };
    expect(await (await desk.act(path(id, '/resend'), chosen('2', 0))).text()).toContain('no reader was selected');
    expect(await (await desk.act(path(id, '/resend'), chosen('3', 2))).text()).toContain(
      '2 readers would get it again now',
    );
    expect((await editionRow(site.db, id)).state).toBe('submitted');
    expect((await desk.act(path(id, '/resend'), chosen('2', 2))).status).toBe(303);
    expect((await editionRow(site.db, id)).state).toBe('submitting');
    expect((await desk.act(path(id, '/resend'), { which: 'unknown', scope: 'all', readers: '3' })).status).toBe(422);
    expect((await desk.act(path(id, '/resend'), { which: 'unknown', scope: 'all', readers: '1' })).status).toBe(303);
    expect((await desk.act(path(id, '/resend'), { which: 'late', scope: 'all', readers: '1' })).status).toBe(303);
    const { rows } = await sql<{ state: string; count: number }>`
      select state, count(*) as count from deliveries where edition_id = ${id} group by state order by state`.execute(
      site.db,
    );
    expect(rows).toEqual([
      { state: 'failed', count: 1 },
      { state: 'pending', count: 4 },
    ]);
    expect(await auditOf(site.db, id)).toEqual(['desk: resend', 'desk: resend', 'desk: resend']);
  });

  test('come in pages', async () => {
    const big = await makePaper(site.db, 1);
    const id = await makeEdition(site.db, big, { state: 'submitted' });
    await sql`
      with made as (
        insert into subscribers (email, email_key, address_hash)
        select 'p' || i || '@many.example', 'p' || i || '@many.example', decode(md5(i::text), 'hex')
        from generate_series(1, 450) i returning id)
      insert into deliveries (edition_id, is_rehearsal, subscriber_id, state)
      select ${id}, false, id, 'unknown' from made`.execute(site.db);
    const seen = new Set<string>();
    let next: string | undefined = path(id, '/unsettled?which=unknown');
    let pages = 0;
    while (next) {
      const page = await desk.get(next);
      pages++;
      for (const [, address] of page.matchAll(/name="address" value="([^"]+)"/g)) seen.add(address!);
      next = /href="([^"]+after=\d+)"/.exec(page)?.[1]?.replace('&amp;', '&');
    }
    expect([pages, seen.size]).toEqual([3, 450]);
  });
});

describe('a canary', () => {
  test('is shown with its results so far, and sent to all readers by one button', async () => {
    const id = await makeEdition(site.db, paper, { state: 'submitting' });
    await addDeliveries(site.db, id, [{ state: 'submitted' }, { state: 'pending' }, { state: 'pending' }]);
    const set = { canary_left: 1, flag: 'canary', flag_detail: 'The first 1 readers got it without trouble.' };
    await site.db.updateTable('editions').set(set).where('id', '=', id).execute();
    const page = await desk.get(path(id));
    expect(page).toMatch(/>Canary<\/[\s\S]*?: 1 readers first/);
    expect(page).toMatch(/So far 1 sent, 0 failed/);
    expect(page).toContain('<span class="state state-submitting">sending</span>');
    expect(page).toContain('Send to all readers');
    expect((await desk.act(path(id, '/resume'))).status).toBe(303);
    expect(await editionRow(site.db, id)).toMatchObject({ state: 'submitting', canary_left: null, flag: null });
  });
});

describe('an unusual number of readers', () => {
  const makeUsual = async (): Promise<void> => {
    for (let day = 1; day <= 5; day++) {
      const id = await makeEdition(site.db, paper, { state: 'submitted', date: `2026-11-0${day}` });
      await sql`insert into waves (edition_id, is_rehearsal, due_at, readers) values (${id}, false, now(), 1000)`.execute(
        site.db,
      );
    }
  };

  test('is confirmed by typing it, with the median shown, and the edition then waits for its hour', async () => {
    await makeUsual();
    const id = await makeEdition(site.db, paper, { state: 'approved' });
    await site.db
      .updateTable('editions')
      .set({ flag: 'audience_unusual', flag_detail: '?' })
      .where('id', '=', id)
      .execute();
    expect(await desk.get(path(id))).toMatch(/<b>6<\/b> readers now; recent editions went to about 1,000/);
    expect((await desk.act(path(id, '/audience'), { readers: '1000' })).status).toBe(422);
    expect(await editionRow(site.db, id)).toMatchObject({ audience_confirmed: null, flag: 'audience_unusual' });
    expect((await desk.act(path(id, '/audience'), { readers: '6' })).status).toBe(303);
    expect(await editionRow(site.db, id)).toMatchObject({ audience_confirmed: 6, flag: null, state: 'approved' });
  });

  test('is said beside a send, and put on record with it', async () => {
    await makeUsual();
    const id = await makeEdition(site.db, paper, { state: 'draft' });
    expect(await desk.get(path(id))).toMatch(
      /Unusual:<\/strong> 6 readers, while recent editions went to about\s+1,000/,
    );
    expect((await desk.act(path(id, '/send'), { readers: '6' })).status).toBe(303);
    expect(await auditOf(site.db, id)).toEqual(['desk: audience confirmed', 'desk: send']);
  });
});

describe('the waves', () => {
  test('show hours, readers and limits, and newer copy that one button applies', async () => {
    const id = await makeEdition(site.db, paper, { state: 'submitting' });
    await addDeliveries(site.db, id, [{ state: 'submitted' }, { state: 'pending' }]);
    const dueAt = new Date('2026-11-24T05:30:00Z');
    await sql`update deliveries set due_at = ${dueAt} where edition_id = ${id}`.execute(site.db);
    await sql`update editions set by_readers_clock = true where id = ${id}`.execute(site.db);
    const change = {
      position: 2,
      field: 'headline',
      before: 'Tram opens',
      after: 'Tram opens at noon',
      applied: false,
    };
    const gone = { position: 3, field: 'withdrawn', before: 'Pie prize awarded', after: '', applied: false };
    await sql`
      insert into waves (edition_id, is_rehearsal, due_at, readers, rechecked_at, changes)
      values (${id}, false, ${dueAt}, 2, now(), ${JSON.stringify([change, gone])})`.execute(site.db);
    const page = await desk.get(path(id));
    expect(page).toMatch(/Tue 05:30[\s\S]*Tue 07:30[\s\S]*1 pending · 1 sent/);
    expect(page).toContain('may not be shown');
    expect(page).not.toContain('Apply to story 3');
    const fields = { wave: dueAt.toISOString(), position: '2' };
    expect((await desk.act(path(id, '/apply'), fields)).status).toBe(303);
    expect((await storiesOf(site.db, id))[1]!.headline).toBe('Tram opens at noon');
    expect((await desk.act(path(id, '/apply'), fields)).status).toBe(404);
    expect((await desk.act(path(id, '/apply'), { ...fields, wave: 'never' })).status).toBe(404);
  });
});
