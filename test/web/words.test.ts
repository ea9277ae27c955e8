import { load } from 'cheerio';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { auditOf, editionRow, makeEdition, makePaper } from '../editions/support.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { openSite, type TestSite } from './support.ts';

let database: TestDatabase;
let site: TestSite;
let desk: SignedIn;
let paper: number;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db);
  desk = await signIn(site);
});
beforeEach(async () => {
  paper = await makePaper(site.db, 2);
});
afterAll(() => database.drop());

const path = (id: number, rest: string = ''): string => `/desk/editions/${id}${rest}`;

/** The fields of the words form as a browser would send them, with what a person typed. */
async function fill(id: number, typed: Record<string, string>): Promise<Record<string, string>> {
  const $ = load(await desk.get(path(id)));
  const shown = Object.fromEntries(
    $('form.words :is(input, textarea)[name]')
      .toArray()
      .map((field) => [$(field).attr('name')!, String($(field).val())]),
  );
  return { ...shown, ...typed };
}

/** The edition's send time, without which nothing is said of it. */
async function setHour(id: number): Promise<void> {
  await site.db.updateTable('editions').set({ due_at: new Date() }).where('id', '=', id).execute();
}

describe('the form for subject and preheader', () => {
  test('saves what the person changed, and shows whose it is', async () => {
    const id = await makeEdition(site.db, paper);
    const response = await desk.act(path(id, '/words'), await fill(id, { subject: 'Ferries: <b>all</b> back' }));
    expect([response.status, response.headers.get('location')]).toEqual([303, path(id, '#words')]);
    expect(await editionRow(site.db, id)).toMatchObject({
      subject: 'Ferries: <b>all</b> back',
      subject_by: 'desk',
      preheader_by: null,
    });
    const $ = load(await desk.get(path(id)));
    expect($('#subject').val()).toBe('Ferries: <b>all</b> back');
    expect($('#subject-about').text()).toContain('desk wrote it.');
    expect($('h1').text()).toBe('Ferries: <b>all</b> back');
  });

  test('comes back with the reason beside the field and everything typed, where a text is too long', async () => {
    const id = await makeEdition(site.db, paper);
    const subject = 'a '.repeat(499);
    const response = await desk.act(path(id, '/words'), await fill(id, { subject, note: 'A note\n\nof mine' }));
    expect(response.status).toBe(422);
    const $ = load(await response.text());
    expect($('#subject').val()).toBe(subject);
    expect($('#note').val()).toBe('A note\n\nof mine');
    expect($('#subject').attr('aria-invalid')).toBe('true');
    expect($('#subject').attr('aria-describedby')).toContain($('#subject-fault').attr('id'));
    expect($('#subject-fault').text()).toContain('at most 200 characters');
    expect(await editionRow(site.db, id)).toMatchObject({ revision: 1, note: '' });
  });

  test('of two people who change one field shows the second both texts; saving again replaces it', async () => {
    const id = await makeEdition(site.db, paper);
    const mine = await fill(id, { subject: 'Mine' });
    await desk.act(path(id, '/words'), await fill(id, { subject: 'Theirs' }));
    const response = await desk.act(path(id, '/words'), mine);
    expect(response.status).toBe(409);
    const $ = load(await response.text());
    expect($('#subject').val()).toBe('Mine');
    expect($('#subject-fault').text()).toContain('“Theirs”');
    expect((await editionRow(site.db, id)).subject).toBe('Theirs');
    await desk.act(path(id, '/words'), { ...mine, was_subject: String($('[name=was_subject]').val()) });
    expect((await editionRow(site.db, id)).subject).toBe('Mine');
  });

  test('of two people who change different fields keeps both', async () => {
    const id = await makeEdition(site.db, paper);
    const mine = await fill(id, { preheader: 'My preheader' });
    await desk.act(path(id, '/words'), await fill(id, { subject: 'Theirs' }));
    expect((await desk.act(path(id, '/words'), mine)).status).toBe(303);
    expect(await editionRow(site.db, id)).toMatchObject({ subject: 'Theirs', preheader: 'My preheader' });
  });

  test('is not shown where no reader would get the new words', async () => {
    const id = await makeEdition(site.db, paper, { state: 'cancelled' });
    expect(load(await desk.get(path(id)))('#words')).toHaveLength(0);
    expect((await desk.act(path(id, '/words'), { subject: 'X', was_subject: '' })).status).toBe(409);
  });
});

describe('the approval', () => {
  test('is given by a button, which then says who gave it', async () => {
    const id = await makeEdition(site.db, paper);
    await setHour(id);
    expect(load(await desk.get(path(id)))('#approval').text()).toContain('the edition is sent as it stands');
    await desk.act(path(id, '/approve'));
    expect(await auditOf(site.db, id)).toEqual(['desk: approve']);
    const $ = load(await desk.get(path(id)));
    expect($('#approval').text()).toContain('Approved by desk');
    expect($('#approval form')).toHaveLength(0);
  });

  test('says what the send hour brings without it, by the newsletter’s setting', async () => {
    const id = await makeEdition(site.db, paper);
    await setHour(id);
    await site.db.updateTable('newsletters').set({ approval: 'second' }).where('id', '=', paper).execute();
    const text = load(await desk.get(path(id)))('#approval').text();
    expect(text).toContain('Without the approval of somebody who changed nothing in it, the edition waits');
  });
});
