import { load } from 'cheerio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDeliveries, makeEdition, makePaper } from '../editions/support.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { openSite, type TestSite } from './support.ts';

let database: TestDatabase;
let site: TestSite;
let paper: number;
let desk: SignedIn;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db, { SMTP_URL: 'smtp://relay.example' });
  paper = await makePaper(database.db, 3);
  desk = await signIn(site, 'Ada');
});
afterAll(() => database.drop());

/** A sent edition with one fix, which two of three readers do not have; its path at the desk. */
async function makeWrong(date: string): Promise<{ id: number; path: string }> {
  const id = await makeEdition(site.db, paper, { state: 'submitted', revision: 2, date });
  await addDeliveries(site.db, id, [
    { state: 'submitted', revision: 1 },
    { state: 'submitted', revision: 1 },
    { state: 'submitted', revision: 2 },
  ]);
  const text = { headline: 'Tram opens', summary: '', url: 'https://paper.example/2', image: null };
  const [before, after] = [JSON.stringify(text), JSON.stringify({ ...text, headline: 'Tram opens late' })];
  await site.db
    .insertInto('edition_fixes')
    .values({ edition_id: id, revision: 2, position: 2, before, after, note: 'It opens late.', actor: 'desk' })
    .execute();
  return { id, path: `/desk/editions/${id}/correct` };
}

const correctionsOf = (id: number) =>
  site.db.selectFrom('editions').selectAll().where('corrects_edition_id', '=', id).execute();
const valuesOf = (page: string): { subject: string | undefined; note: string; faults: string[] } => {
  const $ = load(page);
  const faults = $('.error')
    .toArray()
    .map((each) => $(each).text().trim());
  return { subject: $('#subject').attr('value'), note: $('#note').text(), faults };
};

describe('the form for a correction', () => {
  test('proposes what the program would write, and changes nothing by being shown', async () => {
    const { id, path } = await makeWrong('2026-11-10');
    const page = await desk.get(path);
    const { subject, note } = valuesOf(page);
    expect(subject).toContain('Tram opens');
    expect(note).toBe('It opens late.');
    expect(page).toMatch(/only to the <b>2<\/b> readers/);
    expect(page).not.toContain('id="preview"');
    expect(await correctionsOf(id)).toEqual([]);
  });

  test('saves a person’s words for a preview, keeps them, and sends them', async () => {
    const { id, path } = await makeWrong('2026-11-11');
    const words = { subject: 'The tram opens in May, not in March', note: 'We had the wrong month.\nWe are sorry.' };
    const saved = await desk.act(path, { ...words, readers: '', action: 'save' });
    expect([saved.status, saved.headers.get('location')]).toEqual([303, `${path}#preview`]);
    const [correction] = await correctionsOf(id);
    expect(correction).toMatchObject({ state: 'approved', ...words, subject_by: 'Ada' });
    expect(site.jobs).toEqual([]);
    const page = await desk.get(path);
    expect(valuesOf(page)).toEqual({ ...words, faults: [] });
    expect(load(page)('#preview iframe').attr('src')).toBe(`/desk/editions/${correction!.id}/digest`);

    const sent = await desk.act(path, { ...words, note: '', readers: '2', action: 'send' });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `/desk/editions/${correction!.id}`]);
    expect(await correctionsOf(id)).toMatchObject([{ state: 'preparing', subject: words.subject, note: '' }]);
    expect((await desk.act(path, { ...words, readers: '2', action: 'send' })).status).toBe(409);
  });

  test('comes back with the text and the reasons beside their fields, and saves nothing', async () => {
    const { id, path } = await makeWrong('2026-11-12');
    const long = 'The tram opens in May. '.repeat(20);
    const refused = await desk.act(path, { subject: long, note: 'x'.repeat(1_001), readers: '3', action: 'send' });
    expect(refused.status).toBe(422);
    const { subject, note, faults } = valuesOf(await refused.text());
    expect([subject, note.length]).toEqual([long, 1_001]);
    expect(faults).toEqual([
      expect.stringContaining('at most 200 characters'),
      expect.stringContaining('at most 1000 characters'),
      expect.stringContaining('2 readers would get the correction now'),
    ]);
    const empty = await desk.act(path, { subject: ' ', note: '', action: 'save' });
    expect(valuesOf(await empty.text()).faults).toEqual(['A correction needs a subject.']);
    expect(await correctionsOf(id)).toEqual([]);
  });

  test('writes markup as text, and a subject on one line', async () => {
    const { id, path } = await makeWrong('2026-11-13');
    await desk.act(path, { subject: 'May,\r\nBcc: all <b>', note: '<script>', action: 'save' });
    expect(await correctionsOf(id)).toMatchObject([{ subject: 'May, Bcc: all <b>', note: '<script>' }]);
    expect(await desk.get(path)).toContain('value="May, Bcc: all &lt;b&gt;"');
  });

  test('is not offered to viewers, who see the words', async () => {
    const { path } = await makeWrong('2026-11-14');
    const viewer = await signIn(site, 'Vera', 'viewer');
    const page = await viewer.get(path);
    expect(page).toContain('It opens late.');
    expect(page).toContain('needs the role sender');
    expect(load(page)('form.correct')).toHaveLength(0);
  });

  test('says why there is nothing to correct', async () => {
    const id = await makeEdition(site.db, paper, { state: 'submitted', date: '2026-11-15' });
    expect(await desk.get(`/desk/editions/${id}/correct`)).toContain(`Edition ${id} has no fixes.`);
  });
});
