import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Db } from '../../../src/platform/db/client.ts';
import { createLog } from '../../../src/platform/log.ts';
import { checkMessage, judgeMessage } from '../../../src/checks/preflight/message.ts';
import { addNewsletter, type Newsletter } from '../../../src/editions/newsletters/newsletters.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { addEdition } from './edition.ts';
import { outcomes } from './zone.ts';

const GOOD = [
  'From: The Paper <news@paper.example>',
  'To: <reader@readers.example>',
  'Subject: Ferries sail again',
  'Date: Tue, 24 Nov 2026 05:30:00 +0000',
  'Message-ID: <1@paper.example>',
  'List-Unsubscribe:',
  ' <https://news.paper.example/unsubscribe/T>',
  'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
  'MIME-Version: 1.0',
  'Content-Type: multipart/alternative; boundary="b"',
  '',
  '--b',
  'Content-Type: text/plain',
  '',
  'Leave: https://news.paper.example/unsubscribe/T',
  '--b',
  'Content-Type: text/html',
  '',
  '<a href="https://news.paper.example/unsubscribe/T">Leave</a>',
  '--b--',
  '',
].join('\r\n');

/** List headers, format, the link in the body. */
const judge = async (change: (message: string) => string = (message) => message): Promise<string[]> =>
  outcomes(await judgeMessage(Buffer.from(change(GOOD))));

describe('a message', () => {
  test('has all that is asked for', async () => {
    expect(await judge()).toEqual(['pass', 'pass', 'pass']);
  });

  test.each([
    ['no List-Unsubscribe', /List-Unsubscribe:\r\n .*\r\n/, ''],
    [
      'a list link without TLS',
      '<https://news.paper.example/unsubscribe/T>',
      '<http://news.paper.example/unsubscribe/T>',
    ],
    ['a list link by mail alone', '<https://news.paper.example/unsubscribe/T>', '<mailto:leave@paper.example>'],
    ['no List-Unsubscribe-Post', /List-Unsubscribe-Post:.*\r\n/, ''],
    ['another List-Unsubscribe-Post', 'List-Unsubscribe=One-Click', 'One-Click'],
  ])('with %s fails', async (_what, from, to) => {
    expect(await judge((message) => message.replace(from, to))).toEqual(['fail', 'pass', 'pass']);
  });

  test.each([
    ['no Message-ID', /Message-ID:.*\r\n/, ''],
    ['two From', 'To:', 'From: <other@paper.example>\r\nTo:'],
    ['a Date that is none', /Date:.*\r\n/, 'Date: this morning\r\n'],
  ])('with %s fails', async (_what, from, to) => {
    expect(await judge((message) => message.replace(from, to))).toEqual(['pass', 'fail', 'pass']);
  });

  test.each([
    ['text', 'Leave: https://news.paper.example/unsubscribe/T', 'Leave!'],
    ['HTML', '<a href="https://news.paper.example/unsubscribe/T">', '<a>'],
  ])('without the link in its %s fails', async (_what, from, to) => {
    expect(await judge((message) => message.replace(from, to))).toEqual(['pass', 'pass', 'fail']);
  });
});

describe('the latest edition', () => {
  let database: TestDatabase;
  let newsletter: Newsletter;
  beforeAll(async () => {
    database = await createTestDatabase();
    const settings = { name: 'The Daily Test', from: 'news@paper.example' };
    newsletter = await addNewsletter(database, 'daily', settings, 'test');
  });
  afterAll(() => database.drop());

  const check = async (db: Db, publicUrl = 'https://news.paper.example'): Promise<string[]> =>
    outcomes(
      await checkMessage(
        { db, log: createLog('test', 'silent'), now: () => new Date('2026-11-24T05:30:00Z'), publicUrl },
        newsletter,
      ),
    );

  test('is rendered as it would go out, and stored nowhere', async () => {
    expect(await check(database.db)).toEqual(['skipped', 'skipped', 'skipped']);
    await addEdition(database.db, newsletter.id, '2026-11-24');
    expect(await check(database.db)).toEqual(['pass', 'pass', 'pass']);
    expect(await check(database.db, 'http://127.0.0.1:3000')).toEqual(['fail', 'pass', 'pass']);
    expect(await database.db.selectFrom('digests').select('edition_id').execute()).toEqual([]);
  });

  test('fails where it cannot be rendered', async () => {
    const { id } = newsletter;
    await database.db.updateTable('newsletters').set({ from_name: 'Two\nlines' }).where('id', '=', id).execute();
    expect(await check(database.db)).toEqual(['fail', 'fail', 'fail']);
  });
});
