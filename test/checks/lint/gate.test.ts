import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../../src/platform/config.ts';
import { triggerSend } from '../../../src/editions/control.ts';
import { findMissingIdentity, whyNotSendable } from '../../../src/editions/newsletters/identity.ts';
import { setNewsletter } from '../../../src/editions/newsletters/newsletters.ts';
import { editionRow, makeEdition, makePaper, rememberJobs } from '../../editions/support.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { makeNewsletter } from '../../support/edition.ts';

const complete = {
  slug: 'daily',
  legal_name: 'Paper Ltd',
  postal_address: '1 Quay, Harbour',
  privacy_url: 'https://paper.example/privacy',
};
const relaysOf = (...urls: string[]) => loadConfig({ SMTP_URL: urls.join(',') }).relays;
const now = (): Date => new Date('2026-11-24T06:00:00Z');

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('missing details are named with the options that set them; blanks count as missing', () => {
  expect(findMissingIdentity(complete)).toEqual([]);
  expect(findMissingIdentity({ ...complete, postal_address: ' \n ', privacy_url: null })).toEqual([
    { what: 'postal address', option: '--postal-address' },
    { what: 'privacy link', option: '--privacy-url' },
  ]);
});

test('a value without visible characters counts as missing in the footer, and cannot be set', async () => {
  const unseen = [
    '\u200b',
    '\u00a0\u3000',
    '\u00ad\u2060\ufeff',
    '\u200d',
    '\u3164\u115f',
    '\u2800',
    '\ufe0f\u0301',
    '\u{e0041}',
  ];
  const { db } = database;
  await makeNewsletter(db, 'seen', 0);
  for (const text of unseen) {
    const missing = findMissingIdentity({ ...complete, legal_name: text, postal_address: `${text}\n${text}` });
    expect(missing.map(({ what }) => what)).toEqual(['legal name', 'postal address']);
    for (const option of ['legalName', 'postalAddress'])
      await expect(setNewsletter({ db }, 'seen', { [option]: text }, 'test')).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        message: expect.stringMatching(
          /^--(legal-name|postal-address): (contains no visible characters|must not be empty)\.$/,
        ),
      });
  }
  expect(findMissingIdentity({ ...complete, legal_name: '新聞\u200b社', postal_address: '\u00a01\u00a0Quay' })).toEqual(
    [],
  );
  const set = { legalName: 'Paper\u00a0Ltd', postalAddress: '' };
  expect(await setNewsletter({ db }, 'seen', set, 'test')).toMatchObject({
    legal_name: 'Paper\u00a0Ltd',
    postal_address: null,
  });
});

test('only a relay elsewhere asks for a complete footer, even as one of several', () => {
  const bare = { ...complete, legal_name: null };
  for (const local of ['smtp://localhost', 'smtp://127.0.0.9:2525', 'smtp://[::1]:25'])
    expect(whyNotSendable(bare, relaysOf(local))).toBeNull();
  expect(whyNotSendable(bare, [])).toBeNull();
  expect(whyNotSendable(bare, relaysOf('smtp://localhost', 'smtps://relay.example'))).toBe(
    'Nothing is sent through relay.example while the footer has no legal name. Set it with "reveille newsletters set daily --legal-name …".',
  );
  // A name that only looks like this machine.
  expect(whyNotSendable(bare, relaysOf('smtp://127.0.0.1.example'))).not.toBeNull();
  expect(whyNotSendable(complete, relaysOf('smtp://relay.example'))).toBeNull();
});

test('a send through a relay elsewhere is refused, and changes nothing, until the footer is complete', async () => {
  const { db } = database;
  const { queues, jobs } = rememberJobs();
  const newsletterId = await makePaper(db, 1);
  await db.updateTable('newsletters').set({ privacy_url: null }).where('id', '=', newsletterId).execute();
  const editionId = await makeEdition(db, newsletterId);
  const send = (isRehearsal: boolean, ...urls: string[]): Promise<void> =>
    triggerSend({ db, queues, now, config: { relays: relaysOf(...urls) } }, { editionId, actor: 'Ada', isRehearsal });
  await expect(send(false, 'smtp://relay.example')).rejects.toMatchObject({
    code: 'SENDER_INCOMPLETE',
    message: expect.stringContaining('--privacy-url'),
  });
  expect(await editionRow(db, editionId)).toMatchObject({ state: 'draft' });
  expect(jobs).toEqual([]);
  await send(true);
  expect(await editionRow(db, editionId)).toMatchObject({ state: 'preparing', is_rehearsal: true });
});
