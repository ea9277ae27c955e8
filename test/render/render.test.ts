import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OutboxKind } from '../../src/db/schema.ts';
import { parseMessageTemplate } from '../../src/message/template.ts';
import { SAMPLE_TOKEN } from '../../src/render/digest.ts';
import { previewEdition, renderEdition, renderOutbox } from '../../src/render/render.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { deps as pure, picture } from './support.ts';

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
  await db
    .insertInto('edition_stories')
    .values(
      [1, 2, 3].map((position) => ({
        edition_id: editionId,
        position,
        url: `https://paper.example/${position}`,
        headline: `Story ${position}`,
        summary: 'The harbour opened at dawn.',
        outlet_name: 'The Harbour Post',
        image: JSON.stringify(picture),
        reasons: '[]',
      })),
    )
    .execute();
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
    expect.arrayContaining(['to', 'messageId', 'unsubscribeToken', 'preferencesToken']),
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
  const id = await addToOutbox('confirmation', { confirmUrl, firstName: 'Zoë <b>' });
  expect(await renderOutbox(deps(), id)).toBe('ready');
  const row = await outboxRow(id);
  const mail = await simpleParser(row.message!, { skipHtmlToText: true });
  expect(row.state).toBe('ready');
  expect(mail.subject).toBe('Please confirm: Harbour Morning');
  expect(mail.messageId).toMatch(new RegExp(`^<outbox-${id}\\.[\\w-]+@paper\\.example>$`));
  expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
  expect(mail.headers.has('list')).toBe(false);
  expect(mail.html).toContain(`href="${confirmUrl}"`);
  expect(mail.html).toContain('Hello Zoë &lt;b&gt;,');
  expect(mail.text?.split('\n')).toContain(confirmUrl);
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

test('a mail that is no longer pending is left alone', async () => {
  const id = await addToOutbox('alert', { subject: 'x', lines: [] });
  await database.db.updateTable('outbox').set({ state: 'suppressed' }).where('id', '=', id).execute();
  expect(await renderOutbox(deps(), id)).toBeNull();
  expect(await outboxRow(id)).toMatchObject({ state: 'suppressed', message: null });
});
