import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';
import { ensureFirstStaff } from '../../src/web/desk/passwords.ts';
import { listen } from '../../src/web/server.ts';
import { createTestDatabase } from '../support/database.ts';
import { makeNewsletter, makeSubscriber, NOON, openSite, tokenFor } from './support.ts';

test('shots', async () => {
  const { db, drop } = await createTestDatabase();
  const site = await openSite(db);
  const n = await makeNewsletter(db, 'daily');
  await db.updateTable('newsletters').set({ name: 'Daily Headlines', description: 'Sign up to receive a daily email of today’s top stories from the Sentinel and nine other papers.', legal_name: 'The Sentinel Newsroom', postal_address: '1 Harbour Street, Upland', privacy_url: 'https://paper.example/privacy', is_sample: true }).execute();
  const server = await listen(site.app, { host: '127.0.0.1', port: 0 });
  const origin = `http://127.0.0.1:${server.port}`;
  const pics = ['/sample/sentinel/pictures/'];
  const { SAMPLE_OUTLETS } = await import('../../src/sample/outlets.ts');
  const stories = SAMPLE_OUTLETS.flatMap((o) => o.stories.map((s) => ({ o, s }))).slice(0, 8);
  for (const [date, state, reh] of [['2026-11-22','submitted',false],['2026-11-23','submitted',false],['2026-11-24','submitting',true]] as const) {
    const { id } = await db.insertInto('editions').values({ newsletter_id: n.id, date, state, subject: stories[0]!.s.title + ', and seven more', preheader: 'Inside', is_rehearsal: reh, started_at: NOON, due_at: NOON, flag: null }).returning('id').executeTakeFirstOrThrow();
    let i = 0;
    for (const { o, s } of stories) {
      i++;
      const pic = s.picture ? JSON.stringify({ url: `${origin}/sample/${o.slug}/pictures/${s.picture.name}.jpg`, width: null, height: null, alt: 'x', caption: null, credit: 'Photograph: A. Person / The Paper' }) : null;
      await db.insertInto('edition_stories').values({ edition_id: id, position: i, url: 'https://outlet.example/' + i, headline: s.title, summary: s.summary ?? '', outlet_name: o.name, is_own: i === 1, byline: i % 2 ? 'Ada Reporter' : null, dateline: i === 3 ? 'Upland' : null, also_reported_by: i < 3 ? ['Harbour Post', 'Northwatch'] : [], image: pic, score: 3.14 / i, reasons: JSON.stringify(['published 2 hours ago', 'reported by 3 outlets', 'the paper’s own story']) }).execute();
    }
    if (reh) {
      const { sql } = await import('kysely');
      await sql.raw(`create table d_${id} partition of deliveries for values in (${id})`).execute(db);
      for (let k = 1; k <= 25; k++) await db.insertInto('deliveries').values({ edition_id: id, is_rehearsal: true, subscriber_id: k, state: k < 17 ? 'submitted' : k === 20 ? 'unknown' : 'pending', submitted_at: new Date() }).execute();
    }
  }
  await db.insertInto('editions').values({ newsletter_id: n.id, date: '2026-11-20', state: 'failed', subject: 'Held', flag: 'too_few_stories', flag_detail: '2 stories, 5 wanted' }).execute();
  for (const [name, err] of [['The Sentinel', null], ['Harbour Post', null], ['The Broken Courier', 'FETCH_TIMEOUT'], ['Northwatch', null]] as const)
    await db.insertInto('outlets').values({ newsletter_id: n.id, url: `https://${name.toLowerCase().replaceAll(' ', '')}.example/feed.xml`, name, error_code: err, error_message: err && 'The feed did not arrive within 20 seconds.', last_success_at: NOON, is_own: name === 'The Sentinel' }).execute();
  const id = await makeSubscriber(site, n.id, 'reader@reader.example');
  for (let k = 0; k < 130; k++) await db.insertInto('inbox_messages').values({ mail_from: 'b@p.example', rcpt_to: `reader${k}@somewhere.example`, header_from: 'Daily Headlines <news@paper.example>', subject: stories[k % 8]!.s.title, bytes: 100, raw: Buffer.from('From: a@b.example\r\nSubject: ' + 'A bridge opens at last' + '\r\nContent-Type: text/html\r\n\r\n<html><head></head><body><h1>Hello</h1><p>A mail.</p></body></html>') }).execute();
  const first = (await ensureFirstStaff({ db }))!;
  const later = new Date('2026-11-25T12:00:00Z');
  const pages: [string, string][] = [
    ['signup', '/newsletters/daily'], ['embed', '/embed/daily'],
    ['confirm', `/confirm/${tokenFor(site.keys, 'confirm', id, n.id, later)}`],
    ['unsubscribe', `/unsubscribe/${tokenFor(site.keys, 'unsubscribe', id, n.id)}`],
    ['preferences', `/preferences/${tokenFor(site.keys, 'preferences', id, n.id)}`],
    ['edition', '/editions/daily/2026-11-23'], ['archive', '/editions/daily'], ['broken', '/confirm/x'], ['login', '/desk/login'],
    ['desk', '/desk'], ['deskedition', '/desk/editions/3'], ['inbox', '/inbox'], ['message', '/inbox/messages/1'],
  ];
  const only = process.env['SHOTS']?.split(',');
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
  for (const scheme of ['light', 'dark'] as const) for (const width of [320, 1200]) {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme: scheme });
    const page = await context.newPage();
    page.on('console', (m) => { if (m.type() === 'error') console.log(page.url(), m.text()); });
    for (const [name, path] of pages) {
      if (only && !only.includes(name)) continue;
      if (name === 'desk') {
        await page.goto(origin + '/desk/login');
        if (page.url().endsWith('/login')) { await page.fill('#name', first.name); await page.fill('#password', first.password); await page.click('button'); await page.waitForURL('**/desk'); }
      }
      await page.goto(origin + path);
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      if (Number(overflow) > 0) console.log('OVERFLOW', name, width, overflow);
      await page.screenshot({ path: `/tmp/shots/${name}-${width}-${scheme}.png`, fullPage: true });
    }
    await context.close();
  }
  await browser.close(); await server.close(); await drop();
  expect(pics).toBeTruthy();
}, 180_000);
