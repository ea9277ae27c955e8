import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadKeys } from '../../src/platform/keys.ts';
import { loadConfig } from '../../src/platform/config.ts';
import { eraseSubscriber } from '../../src/readers/erase.ts';
import { describeDetail, showSubscriber } from '../../src/readers/record.ts';
import { recordConsent } from '../../src/readers/consent.ts';
import { loadNetworkAddressDays, setNetworkAddressDays, shortenNetworkAddresses } from '../../src/readers/retention.ts';
import { requestAddressChange } from '../../src/readers/addressChange.ts';
import { keepSignUp, settleSignUp } from '../../src/readers/signUps.ts';
import { createLog } from '../../src/platform/log.ts';
import { issueToken, readToken } from '../../src/platform/tokens.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addNewsletter, addReader, createClock, evidence, keys, publicUrl, requestSubscription } from './support.ts';

let database: TestDatabase;
let newsletterId: number;
let subscriberId: number;
let email: string;
let count = 0;
const clock = createClock('2026-03-01T05:30:00Z');

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  newsletterId = await addNewsletter(database.db, `record-${++count}`);
  email = `reader${count}@paper.example`;
  subscriberId = await addReader(database.db, email, [newsletterId]);
});

const deps = () => ({ db: database.db, keys, now: clock.now });
const keep = (networkAddress: string | null, at = clock.now()) =>
  recordConsent(database.db, {
    subscriberId,
    newsletterId,
    kind: 'requested',
    at,
    evidence: { ...evidence, networkAddress },
    detail: { x: 1 },
  });
const history = async () => (await showSubscriber(deps(), email))!.history;
const daysAgo = (days: number) => new Date(clock.now().getTime() - days * 86_400_000);

describe('the record', () => {
  test.each([
    `update consent_events set text_shown = 'another'`,
    `update consent_events set at = now()`,
    `update consent_events set kind = 'confirmed'`,
    `update consent_events set detail = '{}'`,
    `update consent_events set subscriber_id = null`,
    // The newsletter is still there.
    `update consent_events set newsletter_id = null`,
    `update consent_events set network_address = '192.0.2.8'`,
    `update consent_events set network_address = '192.0.2.7', user_agent = null`,
    `delete from consent_events`,
    `truncate consent_events`,
    `truncate subscribers cascade`,
  ])('is changed by nobody: %s', async (statement) => {
    await keep('192.0.2.7');
    const before = await history();
    await expect(sql.raw(statement).execute(database.db)).rejects.toThrow('append-only');
    expect(await history()).toEqual(before);
  });

  test('lets a person go, and outlives its newsletter', async () => {
    await keep('192.0.2.7');
    await database.db.deleteFrom('newsletters').where('id', '=', newsletterId).execute();
    expect(await history()).toMatchObject([{ newsletter: null, kind: 'requested', detail: { x: 1 } }]);
    await eraseSubscriber(deps(), email);
    const { rows } = await sql`select from consent_events where subscriber_id = ${subscriberId}`.execute(database.db);
    expect(rows).toHaveLength(0);
  });

  test('keeps full IP addresses for the set number of days, then only their networks', async () => {
    expect(await loadNetworkAddressDays(deps())).toBe(30);
    await keep('192.0.2.7', daysAgo(31));
    await keep('2001:db8:1:2:3::4', daysAgo(31));
    await keep(null, daysAgo(31));
    await keep('192.0.2.9', daysAgo(29));
    const addresses = async () => (await history()).map(({ networkAddress }) => networkAddress);
    expect(await shortenNetworkAddresses(deps())).toBe(2);
    expect(await addresses()).toEqual(['192.0.2.0/24', '2001:db8:1::/48', null, '192.0.2.9']);
    expect(await shortenNetworkAddresses(deps())).toBe(0);
    await setNetworkAddressDays(deps(), 7, 'test');
    expect(await shortenNetworkAddresses(deps())).toBe(1);
    expect(await addresses()).toEqual(['192.0.2.0/24', '2001:db8:1::/48', null, '192.0.2.0/24']);
    for (const days of [-1, 1.5, 4000, Number.NaN])
      await expect(setNetworkAddressDays(deps(), days, 'test')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('is found by the index of whole addresses', async () => {
    await keep('192.0.2.7');
    const plan = await sql<{ 'QUERY PLAN': string }>`
      explain select id from consent_events
      where masklen(network_address) = case family(network_address) when 4 then 32 else 128 end and at <= now()
      order by at limit 10`.execute(database.db);
    expect(JSON.stringify(plan.rows)).toContain('consent_events_whole_address');
  });

  test('is told in words', () => {
    expect(
      describeDetail({ before: { zone: null, frequency: 'daily' }, after: { zone: 'UTC', frequency: 'weekly' } }),
    ).toBe('zone none → UTC, frequency daily → weekly');
    expect(describeDetail({ from: 'active', everything: true })).toBe('from active, everything');
    expect(describeDetail({})).toBe('');
  });
});

describe('an erasure', () => {
  const waiting = async (): Promise<string[]> =>
    (await database.db.selectFrom('sign_ups').select('email').orderBy('id').execute()).map((row) => row.email);
  const keepWaiting = (address: string) => keepSignUp(deps(), { newsletterId, email: address, evidence });

  test('takes along the sign-ups that wait, in every spelling, and no other', async () => {
    const other = `other-${email}`;
    const accented = `JOSÉ${count}@paper.example`;
    for (const address of [email, email.toUpperCase(), other, accented]) await keepWaiting(address);
    await eraseSubscriber(deps(), email);
    expect(await waiting()).toEqual([other, accented]);
    await eraseSubscriber(deps(), accented.toLowerCase());
    expect(await waiting()).toEqual([other]);
    await eraseSubscriber(deps(), other);
  });

  test('removes a pending sign-up too, its mail, and another reader’s request for a change to this address', async () => {
    const wanted = `pending-${email}`;
    const mailDeps = { ...deps(), publicUrl };
    await requestSubscription(mailDeps, { newsletterId, email: wanted, evidence });
    await requestAddressChange(mailDeps, { subscriberId, newsletterId, email: wanted.toUpperCase() }, evidence);
    await eraseSubscriber(deps(), wanted);
    const mails = await database.db.selectFrom('outbox').select('to_address').execute();
    expect(mails.filter((mail) => mail.to_address.toLowerCase() === wanted)).toEqual([]);
    const wishes = await database.db
      .selectFrom('address_changes')
      .select('id')
      .where('email_key', '=', wanted)
      .execute();
    expect(wishes).toEqual([]);
    expect(await showSubscriber(deps(), wanted)).toMatchObject({ subscriber: null, suppression: { reason: 'erased' } });
    expect(await showSubscriber(deps(), email)).toMatchObject({ subscriber: { email } });
  });

  test('waits for a sign-up that is being looked at, and takes what became of it', async () => {
    const fresh = `fresh-${email}`;
    await keepWaiting(fresh);
    const looked = settleSignUp({
      ...deps(),
      publicUrl,
      log: createLog('test', 'silent'),
      perAddress: { count: 10, windowMs: 86_400_000 },
    });
    await Promise.all([looked, eraseSubscriber(deps(), fresh)]);
    expect(await waiting()).toEqual([]);
    expect(await showSubscriber(deps(), fresh)).toMatchObject({ subscriber: null });
  });
});

describe('keys', () => {
  const [first, second] = [
    'the first secret of thirty-two bytes or more',
    'the second secret is thirty-two bytes long',
  ];
  const load = (secret: string) => loadKeys({ config: loadConfig({ SECRET: secret }), db: database.db });

  test('of tokens are rotated with the former ones still taken; that of the suppression list never is', async () => {
    const before = await load(first);
    const purposes = ['confirm', 'unsubscribe', 'preferences', 'address'] as const;
    const claims = { subscriberId, newsletterId, expiresAt: null };
    const issued = purposes.map((purpose) => [purpose, issueToken(before, { purpose, ...claims })] as const);
    const rotated = await load(`${second},${first}`);
    for (const [purpose, token] of issued) expect(readToken(rotated, purpose, token, clock.now())).toEqual(claims);
    const retired = await load(second);
    for (const [purpose, token] of issued)
      expect(() => readToken(retired, purpose, token, clock.now())).toThrow(
        expect.objectContaining({ code: 'TOKEN_INVALID' }),
      );
    expect(readToken(retired, 'confirm', issueToken(rotated, { purpose: 'confirm', ...claims }), clock.now())).toEqual(
      claims,
    );
    expect(retired.addressHash).toEqual(before.addressHash);
  });

  test('keep a token to what it is bound to', () => {
    const claims = { purpose: 'address', subscriberId, newsletterId, boundTo: 'a@paper.example' } as const;
    const token = issueToken(keys, claims);
    const read = (boundTo?: string) => () => readToken(keys, 'address', token, clock.now(), boundTo);
    expect(read('a@paper.example')()).toMatchObject({ subscriberId });
    for (const other of ['b@paper.example', '', undefined])
      expect(read(other)).toThrow(expect.objectContaining({ code: 'TOKEN_INVALID' }));
  });
});
