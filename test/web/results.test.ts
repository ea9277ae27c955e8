import { load } from 'cheerio';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Newsletter } from '../../src/editions/newsletters/newsletters.ts';
import { keepSummary } from '../../src/editions/sendSummary.ts';
import { recordConsent } from '../../src/readers/consent.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { makeEdition, makeNewsletter, makeSubscriber, NOON, openSite, type TestSite } from './support.ts';

let database: TestDatabase;
let site: TestSite;
let newsletter: Newsletter;
let desk: SignedIn;
let sent: number;
let draft: number;

const STATES = ['submitted', 'submitted', 'submitted', 'submitted', 'unknown', 'failed'];

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  site = await openSite(db, { SMTP_URL: 'smtp://relay.example' });
  newsletter = await makeNewsletter(db);
  const startedAt = new Date(NOON.getTime() - 6 * 3_600_000);
  sent = await makeEdition(db, newsletter.id, { date: '2026-11-24', state: 'submitted', startedAt }, [
    { headline: '=A bridge opens' },
  ]);
  draft = await makeEdition(db, newsletter.id, { date: '2026-11-25', state: 'draft' });
  const readers: number[] = [];
  for (const [n] of STATES.entries()) readers.push(await makeSubscriber(site, newsletter.id, `ann${n}@reader.example`));
  await sql.raw(`create table deliveries_${sent} partition of deliveries for values in (${sent})`).execute(db);
  for (const [n, state] of STATES.entries())
    await sql`
      insert into deliveries (edition_id, is_rehearsal, subscriber_id, state, due_at, submitted_at)
      values (${sent}, false, ${readers[n]!}, ${state}, ${startedAt},
        ${state === 'submitted' ? new Date(startedAt.getTime() + (n + 1) * 60_000) : null})`.execute(db);
  await sql`select keep_delivery_counts(${sent})`.execute(db);
  await keepSummary({ db }, { id: sent, is_rehearsal: false });
  await sql`
    insert into feedback (at, kind, action, is_delay, subscriber_id, edition_id, proof)
    values (now(), 'bounce', 'suppress', false, ${readers[0]!}, ${sent}, 'return-path')`.execute(db);
  const evidence = { textShown: null, pageUrl: 'https://paper.example/ferries', networkAddress: null, userAgent: null };
  const event = { newsletterId: newsletter.id, evidence };
  await recordConsent(db, { ...event, subscriberId: readers[1]!, kind: 'requested', at: startedAt });
  await recordConsent(db, { ...event, subscriberId: readers[1]!, kind: 'confirmed', at: startedAt });
  const left = { ...event, subscriberId: readers[2]!, kind: 'unsubscribed', detail: { from: 'active' } } as const;
  await recordConsent(db, { ...left, at: NOON });
  await sql`insert into links (id, edition_id, position, url, is_rehearsal, clicks, scans)
    values ('AAAAAAAAAAAAAAAA', ${sent}, 1, 'https://outlet.example/0', false, 7, 3)`.execute(db);
  desk = await signIn(site, 'Vera', 'viewer');
});
afterAll(() => database.drop());

const cell = (page: string, table: string, row: string, column: string): string => {
  const $ = load(page);
  const index = $(`#${table} thead th`)
    .toArray()
    .findIndex((head) => $(head).attr('data-key') === column);
  const found = $(`#${table} tbody tr`)
    .toArray()
    .find((line) => $(line).children().first().text().trim() === row);
  return $(found).children().eq(index).text().trim();
};

describe('the results of an edition', () => {
  test('show what was sent, what came back, who left, and how long it took', async () => {
    const page = await desk.get(`/desk/editions/${sent}/results`);
    expect(cell(page, 'send', 'Sent', 'readers')).toBe('4');
    expect(cell(page, 'send', 'Sent', 'share')).toBe('67 %');
    expect(cell(page, 'send', 'Not confirmed by the relay', 'readers')).toBe('1');
    expect(cell(page, 'send', 'Failed', 'readers')).toBe('1');
    expect(cell(page, 'send', 'Bounced', 'readers')).toBe('1');
    expect(cell(page, 'send', 'Complained', 'readers')).toBe('0');
    expect(cell(page, 'send', 'Left after it', 'readers')).toBe('1');
    expect(cell(page, 'times', '2 min', 'accepted')).toBe('2');
    expect(cell(page, 'domains', 'Other domains', 'readers')).toBe('6');
    expect(cell(page, 'clicks', '1', 'clicks')).toBe('7');
    const facts = load(page)('.facts.results').text().replaceAll(/\s+/g, ' ');
    expect(facts).toMatch(/First sent after 60 s .*Half 2 min .*99 % 4 min .*Last 4 min/);
  });

  test('of an edition that was not sent say so', async () => {
    expect(await desk.get(`/desk/editions/${draft}/results`)).toContain('has not been sent yet');
    expect(await desk.get(`/desk/editions/${draft}`)).not.toContain('/results');
    expect(await desk.get(`/desk/editions/${sent}`)).toContain(`href="/desk/editions/${sent}/results"`);
  });

  test('come as CSV, table by table, without formulas', async () => {
    const ask = (csv: string): Promise<Response> =>
      Promise.resolve(
        site.app.request(`/desk/editions/${sent}/results?csv=${csv}`, { headers: { cookie: desk.cookie } }),
      );
    const times = await ask('times');
    expect(times.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(times.headers.get('content-disposition')).toBe(`attachment; filename="edition-${sent}-times.csv"`);
    expect(await times.text()).toBe('seconds,accepted\n60,1\n120,2\n180,3\n240,4\n');
    expect(await (await ask('clicks')).text()).toBe("position,headline,clicks,scans\n1,'=A bridge opens,7,3\n");
    expect((await ask('none')).status).toBe(404);
  });
});

describe('the results of a newsletter', () => {
  test('show readers by day, sign-ups by source and how many were confirmed, and its editions', async () => {
    const page = await desk.get('/desk/newsletters/daily/results');
    expect(cell(page, 'growth', '2026-11-24', 'readers')).toBe('6');
    expect(cell(page, 'growth', '2026-11-24', 'joined')).toBe('1');
    expect(cell(page, 'growth', '2026-11-24', 'left')).toBe('1');
    expect(cell(page, 'growth', '2026-11-23', 'readers')).toBe('6');
    expect(cell(page, 'sign-ups', '2026-11-24', 'asked')).toBe('1');
    expect(cell(page, 'sources', 'paper.example/ferries', 'share')).toBe('100 %');
    expect(cell(page, 'editions', 'Subject of 2026-11-24', 'sent')).toBe('4');
    expect(cell(page, 'editions', 'Subject of 2026-11-24', 'half_seconds')).toBe('2 min');
    expect(load(page)(`#editions a[href="/desk/editions/${sent}/results"]`)).toHaveLength(1);
    expect(await desk.get('/desk')).toContain('href="/desk/newsletters/daily/results"');
  });

  test('are of the last 30, 90 or 365 days, and 30 of anything else', async () => {
    const daysOf = async (query: string): Promise<number> =>
      load(await desk.get(`/desk/newsletters/daily/results${query}`))('#growth tbody tr').length;
    expect(await Promise.all(['', '?days=90', '?days=365', '?days=9999'].map(daysOf))).toEqual([30, 90, 365, 30]);
  });

  test('come as CSV', async () => {
    const csv = await desk.get('/desk/newsletters/daily/results?days=30&csv=sources');
    expect(csv).toBe('source,asked,confirmed,share\npaper.example/ferries,1,1,1\n');
    expect(
      (await site.app.request('/desk/newsletters/none/results', { headers: { cookie: desk.cookie } })).status,
    ).toBe(404);
  });
});

test('the plots’ library is served by this site alone, and the page allows no other script', async () => {
  const page = await site.app.request(`/desk/editions/${sent}/results`, { headers: { cookie: desk.cookie } });
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'; style-src 'self'");
  const $ = load(await page.text());
  const sources = $('script, link[rel="stylesheet"]')
    .toArray()
    .map((each) => $(each).attr('src') ?? $(each).attr('href')!);
  expect(sources.every((source) => source.startsWith('/assets/'))).toBe(true);
  const answers = await Promise.all(sources.map(async (source) => site.app.request(source)));
  expect(answers.map(({ status }) => status)).toEqual(sources.map(() => 200));
  const bytes = await Promise.all(answers.map(async (answer) => (await answer.arrayBuffer()).byteLength));
  expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(150_000);
});
