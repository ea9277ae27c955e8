import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OutboxKind } from '../../src/platform/db/tables/deliveries.ts';
import { parseMessageTemplate } from '../../src/wire/message/template.ts';
import { SAMPLE_TOKEN } from '../../src/render/digest.ts';
import { previewEdition, renderEdition, renderOutbox } from '../../src/render/render.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addOwnPicture } from '../support/pictures.ts';
import { addStories, deps as pure } from './support.ts';

let database: TestDatabase;
let newsletterId: number;
let editionId: number;
const deps = () => ({ ...pure, db: database.db });

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  const newsletter = {
    slug: 'harbour',
    name: 'Harbour Morning',
    from_name: 'Harbour',
    from_address: 'news@paper.example',
  };
  newsletterId = (await db.insertInto('newsletters').values(newsletter).returning('id').executeTakeFirstOrThrow()).id;
  const edition = {
    newsletter_id: newsletterId,
    date: '2026-11-24',
    subject: 'Ferries sail again',
    preheader: 'And more',
  };
  editionId = (await db.insertInto('editions').values(edition).returning('id').executeTakeFirstOrThrow()).id;
  await addStories(db, editionId);
});
afterAll(() => database.drop());

const digests = () => database.db.selectFrom('digests').selectAll().where('edition_id', '=', editionId).execute();

async function addToOutbox(kind: OutboxKind, payload: object): Promise<number> {
  const values = { kind, newsletter_id: newsletterId, edition_id: editionId, to_address: 'reader@newspaper.example' };
  const row = await database.db
    .insertInto('outbox')
    .values({ ...values, payload: JSON.stringify(payload) })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}
const outboxRow = (id: number) =>
  database.db.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

test('rendering stores one digest, and rendering again replaces it', async () => {
  const first = await renderEdition(deps(), editionId);
  expect(first).toMatchObject({ subject: 'Ferries sail again', preheader: 'And more', droppedStories: 0 });
  await database.db.updateTable('editions').set({ subject: 'Harbour open' }).where('id', '=', editionId).execute();
  await renderEdition(deps(), editionId);
  const rows = await digests();
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    subject: 'Harbour open',
    revision: 1,
    is_rehearsal: false,
    format: 'full',
    language: 'en',
  });
  expect(parseMessageTemplate(rows[0]!.message).slots).toEqual(
    expect.arrayContaining(['to', 'date', 'messageId', 'unsubscribeToken', 'preferencesToken']),
  );
  expect(rows[0]!.html).toContain(`/unsubscribe/${SAMPLE_TOKEN}`);
});

test('a rehearsal is stored beside the digest for readers', async () => {
  await renderEdition({ ...deps(), isRehearsal: true }, editionId);
  expect(new Set((await digests()).map((row) => row.is_rehearsal))).toEqual(new Set([false, true]));
});

test('when rendering fails, the last good digest stays', async () => {
  const before = await digests();
  const newsletters = database.db.updateTable('newsletters').where('id', '=', newsletterId);
  await newsletters.set({ from_name: 'Harbour\r\nBcc: all@paper.example' }).execute();
  await expect(renderEdition(deps(), editionId)).rejects.toMatchObject({ code: 'HEADER_INJECTION' });
  await newsletters.set({ from_name: 'Harbour' }).execute();
  expect(await digests()).toEqual(before);
});

test('an edition that does not exist is not found', async () => {
  await expect(renderEdition(deps(), 4711)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a preview stores nothing and holds a message for a made-up reader', async () => {
  const before = await digests();
  const { eml, html, bytes } = await previewEdition(deps(), editionId);
  const mail = await simpleParser(eml);
  expect(mail.to).toMatchObject({ text: 'reader@newspaper.example' });
  expect(mail.html).toBe(html.replace(/\r\n/g, '\n'));
  expect(eml).toHaveLength(bytes);
  expect(await digests()).toEqual(before);
});

test('a confirmation becomes ready, with its link as button and in the text', async () => {
  const confirmUrl = 'https://news.paper.example/confirm/abc';
  const id = await addToOutbox('confirmation', { confirmUrl, firstName: 'Zoë, win now' });
  expect(await renderOutbox(deps(), id)).toBe('ready');
  const row = await outboxRow(id);
  const mail = await simpleParser(row.message!, { skipHtmlToText: true });
  expect(row.state).toBe('ready');
  expect(mail.subject).toBe('Please confirm: Harbour Morning');
  expect(mail.messageId).toMatch(new RegExp(`^<outbox-${id}\\.[\\w-]+@paper\\.example>$`));
  expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
  expect(mail.headers.has('list')).toBe(false);
  expect(mail.html).toContain(`href="${confirmUrl}"`);
  // Anybody can type anybody's address: words of theirs are not sent to it.
  expect(`${mail.html}${mail.text}`).not.toContain('Zoë');
  expect(mail.text?.split('\n')).toContain(confirmUrl);
});

test('confirmation and welcome can be answered with an opt-out by mail where the editions can', async () => {
  const { db } = database;
  const token = 't'.repeat(40);
  const unsubscribeUrl = `https://news.paper.example/unsubscribe/${token}`;
  const payloads = {
    confirmation: { confirmUrl: 'https://news.paper.example/confirm/c1', unsubscribeUrl },
    welcome: { unsubscribeUrl, preferencesUrl: 'https://news.paper.example/preferences/p1' },
  };
  for (const address of [null, 'leave@paper.example']) {
    await db.updateTable('newsletters').set({ unsubscribe_address: address }).where('id', '=', newsletterId).execute();
    for (const kind of ['confirmation', 'welcome'] as const) {
      const id = await addToOutbox(kind, payloads[kind]);
      expect(await renderOutbox(deps(), id)).toBe('ready');
      const mail = (await outboxRow(id)).message!.toString().replaceAll('\r\n ', ' ');
      const mailto = address === null ? '' : `, <mailto:leave+${token}@paper.example?subject=unsubscribe>`;
      expect(mail).toContain(`\r\nList-Unsubscribe: <${unsubscribeUrl}>${mailto}\r\n`);
      expect(mail).toContain('\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n');
    }
  }
  await db.updateTable('newsletters').set({ unsubscribe_address: null }).where('id', '=', newsletterId).execute();
});

test('a welcome leads to the latest edition that went out, and can be ended with one click', async () => {
  const payload = {
    unsubscribeUrl: 'https://news.paper.example/unsubscribe/u1',
    preferencesUrl: 'https://news.paper.example/preferences/p1',
  };
  const early = await addToOutbox('welcome', payload);
  expect(await renderOutbox(deps(), early)).toBe('ready');
  expect((await outboxRow(early)).message!.toString()).not.toContain('/editions/');
  await database.db.updateTable('editions').set({ state: 'submitted' }).where('id', '=', editionId).execute();
  const id = await addToOutbox('welcome', payload);
  await renderOutbox(deps(), id);
  const mail = await simpleParser((await outboxRow(id)).message!, { skipHtmlToText: true });
  expect(mail.text).toContain('https://news.paper.example/editions/harbour/2026-11-24');
  expect(mail.text).toContain(payload.preferencesUrl);
  expect(mail.headers.get('list')).toMatchObject({ unsubscribe: { url: payload.unsubscribeUrl } });
});

async function makeReader(email: string, language: string | null, format: 'full' | 'headlines'): Promise<number> {
  const { db } = database;
  const { id } = await db
    .insertInto('subscribers')
    .values({ email, email_key: email, address_hash: Buffer.from(email), language })
    .returning('id')
    .executeTakeFirstOrThrow();
  const values = { subscriber_id: id, newsletter_id: newsletterId, status: 'active', format } as const;
  await db.insertInto('subscriptions').values(values).execute();
  return id;
}

test('a welcome carries the top stories of the latest edition while it is news, says when the next comes, and is in the reader’s own format and language', async () => {
  const payload = {
    unsubscribeUrl: 'https://news.paper.example/unsubscribe/u1',
    preferencesUrl: 'https://news.paper.example/preferences/p1',
  };
  const welcome = async (language: string | null, format: 'full' | 'headlines', startedAt: string) => {
    await database.db
      .updateTable('editions')
      .set({ state: 'submitted', started_at: startedAt })
      .where('id', '=', editionId)
      .execute();
    const id = await addToOutbox('welcome', payload);
    const subscriber = await makeReader(`${format}${startedAt}@reader.example`, language, format);
    await database.db.updateTable('outbox').set({ subscriber_id: subscriber }).where('id', '=', id).execute();
    expect(await renderOutbox(deps(), id)).toBe('ready');
    return simpleParser((await outboxRow(id)).message!, { skipHtmlToText: true });
  };
  // A picture that may not be shown, as one that is not in the store, is left out.
  expect((await welcome(null, 'full', '2026-11-24T04:00:00Z')).html).not.toContain('<img');
  await addOwnPicture(database.db, 'ferry', newsletterId);
  const fresh = await welcome(null, 'full', '2026-11-24T05:00:00Z');
  expect(fresh.html).toContain('<img');
  expect(fresh.text).toContain('Story 3 [3]');
  expect(fresh.text).toContain('The harbour opened at dawn.');
  expect(fresh.text).not.toContain('Story 4');
  expect(fresh.text).toContain('From the latest edition');
  expect(fresh.text).toMatch(/Your next edition comes on \w+, November \d+ at 5:30\sAM UTC\./);
  expect(fresh.text).toContain('Each edition has up to 10 stories.');
  expect(fresh.text!.replaceAll('\n', ' ')).toContain('add news@paper.example to your contacts');
  const spanish = await welcome('es', 'headlines', '2026-11-24T05:01:00Z');
  expect(spanish.subject).toBe('Le damos la bienvenida a Harbour Morning');
  expect(spanish.html).toContain('<html lang="es"');
  expect(spanish.html).toContain('Story 3');
  expect(spanish.html).not.toContain('<img');
  expect(spanish.text).not.toContain('The harbour opened at dawn.');
  const stale = await welcome(null, 'full', '2026-11-19T05:00:00Z');
  expect(stale.text).not.toContain('Story 3');
  expect(stale.text).toContain('https://news.paper.example/editions/harbour/2026-11-24');
});

test('an alert says its lines to staff', async () => {
  const id = await addToOutbox('alert', {
    subject: 'Edition is late',
    lines: ['No story was found.', 'Look at /desk.'],
  });
  expect(await renderOutbox(deps(), id)).toBe('ready');
  const mail = await simpleParser((await outboxRow(id)).message!, { skipHtmlToText: true });
  expect(mail.subject).toBe('Edition is late');
  expect(mail.text).toContain('No story was found.\n\nLook at /desk.');
});

test('a test copy is the edition itself, marked as a test, with the tokens of its row', async () => {
  const tokens = { unsubscribeToken: 't'.repeat(40), preferencesToken: 's'.repeat(40) };
  const id = await addToOutbox('test', tokens);
  expect(await renderOutbox(deps(), id)).toBe('ready');
  const mail = await simpleParser((await outboxRow(id)).message!, { skipHtmlToText: true });
  expect(mail.subject).toBe('[Test] Harbour open');
  expect(mail.html).toContain(`/unsubscribe/${tokens.unsubscribeToken}`);
  expect(mail.html).toContain('Story 3');
});

test('a mail that cannot be made becomes failed, and says why', async () => {
  const id = await addToOutbox('confirmation', { confirmUrl: 'javascript:alert(1)' });
  expect(await renderOutbox(deps(), id)).toBe('failed');
  expect(await outboxRow(id)).toMatchObject({
    state: 'failed',
    message: null,
    reply: expect.stringContaining('confirmUrl'),
  });
});

test('a mail that is no longer pending is not changed', async () => {
  const id = await addToOutbox('alert', { subject: 'x', lines: [] });
  await database.db.updateTable('outbox').set({ state: 'suppressed' }).where('id', '=', id).execute();
  expect(await renderOutbox(deps(), id)).toBeNull();
  expect(await outboxRow(id)).toMatchObject({ state: 'suppressed', message: null });
});
