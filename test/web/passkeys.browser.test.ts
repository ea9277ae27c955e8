import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { passkeySite } from '../../src/staff/passkeys.ts';
import { browserTest, openVisit } from '../support/browser.ts';
import type { TestDatabase } from '../support/database.ts';
import { openVisitedSite } from '../support/visitedSite.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { makeEdition, makeNewsletter, openSite, post, type TestSite } from './support.ts';

let database: TestDatabase;
let browser: Browser;
let site: TestSite;
let origin: string;
let close: () => Promise<void>;
let nowMs = Date.now();
let draft: number;
let owner: SignedIn;

beforeAll(async () => {
  ({ database, site, browser, origin, close } = await openVisitedSite({
    now: () => new Date(nowMs),
    host: 'localhost',
  }));
  const newsletter = await makeNewsletter(database.db);
  draft = await makeEdition(database.db, newsletter.id, { date: '2026-11-24', state: 'draft' });
});
afterAll(() => close());
beforeEach(async () => {
  nowMs = Date.now();
  for (const table of ['staff', 'allowances', 'audit_log'] as const) await database.db.deleteFrom(table).execute();
  owner = await signIn(site, 'Ada');
});

/** A device of the person that makes and uses passkeys without asking. */
async function plugIn(page: Page): Promise<{ cdp: CDPSession; authenticatorId: string }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { cdp, authenticatorId };
}

async function useCookie(page: Page, { cookie }: SignedIn): Promise<void> {
  const [name, value] = cookie.split('=');
  await page.context().addCookies([{ name: name!, value: value!, url: origin }]);
}

const audit = async (): Promise<string[]> =>
  (await database.db.selectFrom('audit_log').select(['action', 'detail']).orderBy('id').execute()).map(
    ({ action, detail }) => `${action} ${[detail['by'] ?? detail['passkey']].join('')}`.trim(),
  );

browserTest('a passkey is made, signs in, proves who one is, is renamed and removed', async () => {
  const { context, page, complaints, requests } = await openVisit(browser);
  try {
    await plugIn(page);
    await useCookie(page, owner);
    await page.goto(`${origin}/desk/account`);
    await page.getByLabel('Name of the new passkey').fill('Office laptop');
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByText('The passkey is added.').waitFor();
    await page.getByText('Office laptop', { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.waitForURL(`${origin}/desk`);

    nowMs += 11 * 60_000;
    await page.goto(`${origin}/desk/account`);
    await page.getByLabel('New name of Office laptop').fill('Newsroom laptop');
    await page.getByRole('button', { name: 'Rename Office laptop' }).click();
    await page.getByRole('heading', { name: 'Your password, please' }).waitFor();
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.getByText('The passkey has its new name.').waitFor();
    await page.getByText('Newsroom laptop', { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Remove Newsroom laptop' }).click();
    await page.getByText('The passkey is removed.').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByText('This passkey did not work here.').waitFor();
    expect(await audit()).toEqual([
      'login',
      'passkey.add Office laptop',
      'logout',
      'login passkey',
      'check passkey',
      'passkey.rename Newsroom laptop',
      'passkey.remove Newsroom laptop',
      'logout',
    ]);
    expect(requests.filter((url) => !url.startsWith(`${origin}/`))).toEqual([]);
    // Two pages are refusals by intent: the question for the password, and the passkey that is gone.
    expect(complaints.filter((text) => !/40[13]/.test(text))).toEqual([]);
  } finally {
    await context.close();
  }
});

browserTest('a form that was sent without a session comes back after the sign-in with a passkey', async () => {
  const { context, page } = await openVisit(browser);
  try {
    await plugIn(page);
    await useCookie(page, owner);
    await page.goto(`${origin}/desk/account`);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByText('The passkey is added.').waitFor();
    await page.goto(`${origin}/desk/editions/${draft}`);
    await database.db.deleteFrom('staff_sessions').execute();
    await page.getByLabel('Subject', { exact: true }).fill('Typed with care');
    await page.getByRole('button', { name: 'Save subject and preheader' }).click();
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByText('Not done yet.').waitFor();
    expect(await page.getByLabel('Subject', { exact: true }).inputValue()).toBe('Typed with care');
  } finally {
    await context.close();
  }
});

// An authenticator in this process, which signs whatever it is told to: that is how an attacker's would.
const toBase64Url = (bytes: Buffer | string): string => Buffer.from(bytes).toString('base64url');
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const CREDENTIAL = toBase64Url('a credential of the test');

/** The public key as COSE (RFC 9053): an OKP key on Ed25519. */
function coseKey(): Buffer {
  const x = Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url');
  return Buffer.concat([Buffer.from('a4010103272006215820', 'hex'), x]);
}

async function addCredential(): Promise<void> {
  const { id } = await database.db.selectFrom('staff').select('id').where('name', '=', 'Ada').executeTakeFirstOrThrow();
  await database.db
    .insertInto('staff_passkeys')
    .values({
      staff_id: id,
      credential_id: CREDENTIAL,
      public_key: coseKey(),
      counter: 0,
      name: 'Key',
      created_at: new Date(nowMs),
    })
    .execute();
}

type Signed = { origin?: string; rpId?: string; challenge?: string; flags?: number };

function answerWith(
  challenge: string,
  { origin: from = origin, rpId = 'localhost', flags = 0x05 }: Signed = {},
): string {
  const clientDataJSON = Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge, origin: from }));
  const authenticatorData = Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.of(flags, 0, 0, 0, 0)]);
  const signed = Buffer.concat([authenticatorData, createHash('sha256').update(clientDataJSON).digest()]);
  return JSON.stringify({
    id: CREDENTIAL,
    rawId: CREDENTIAL,
    type: 'public-key',
    clientExtensionResults: {},
    response: {
      clientDataJSON: toBase64Url(clientDataJSON),
      authenticatorData: toBase64Url(authenticatorData),
      signature: toBase64Url(sign(null, signed, privateKey)),
    },
  });
}

/** A challenge of the sign-in page, and the cookie that brings it back. */
async function askChallenge(): Promise<{ challenge: string; cookie: string }> {
  const answer = await post(site.app, '/desk/login/options');
  const { challenge } = (await answer.json()) as { challenge: string };
  return { challenge, cookie: answer.headers.getSetCookie()[0]!.split(';')[0]! };
}

const signInWith = async (credential: string, cookie: string): Promise<number> =>
  (await post(site.app, '/desk/login/passkey', { credential }, { cookie })).status;

test('an answer is good once: played again, with or without its cookie, it signs nobody in', async () => {
  await addCredential();
  const { challenge, cookie } = await askChallenge();
  const answer = answerWith(challenge);
  expect(await signInWith(answer, cookie)).toBe(303);
  expect(await signInWith(answer, cookie)).toBe(401);
  expect(await signInWith(answer, '')).toBe(401);
  expect(await signInWith(answer, (await askChallenge()).cookie)).toBe(401);
});

test.each([
  ['the page of another site', { origin: 'https://evil.example' }],
  ['another host of the same machine', { rpId: 'evil.example' }],
  ['a device that did not check its person', { flags: 0x01 }],
])('an answer from %s signs nobody in', async (_what, signed) => {
  await addCredential();
  const { challenge, cookie } = await askChallenge();
  expect(await signInWith(answerWith(challenge, signed), cookie)).toBe(401);
  expect(await signInWith(answerWith(challenge), cookie)).toBe(303);
});

test('a challenge is for five minutes, and for what it was made for', async () => {
  await addCredential();
  const { challenge, cookie } = await askChallenge();
  nowMs += 5 * 60_000 + 1;
  expect(await signInWith(answerWith(challenge), cookie)).toBe(401);
  const check = await owner.act('/desk/check/options');
  const given = (await check.json()) as { challenge: string };
  expect(await signInWith(answerWith(given.challenge), check.headers.getSetCookie()[0]!.split(';')[0]!)).toBe(401);
});

test('the passkey of one person proves nothing about another', async () => {
  await addCredential();
  const other = await signIn(site, 'Eve');
  nowMs += 11 * 60_000;
  const options = await other.act('/desk/check/options');
  const { challenge } = (await options.json()) as { challenge: string };
  const cookie = `${other.cookie}; ${options.headers.getSetCookie()[0]!.split(';')[0]!}`;
  const fields = { form_token: other.formToken, action: 'unlock', name: 'Ada', credential: answerWith(challenge) };
  const answer = await post(site.app, '/desk/staff', fields, { cookie });
  expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('This passkey did not work')]);
});

test.each(['', 'no JSON', '{}', '{"id":"x","rawId":"x","type":"public-key","response":{}}', '[]', 'null'])(
  'an answer that is “%s” signs nobody in',
  async (credential) => {
    expect(await signInWith(credential, (await askChallenge()).cookie)).toBe(401);
  },
);

test('no name is asked for, and other sites get no challenge', async () => {
  const answer = await post(site.app, '/desk/login/options');
  expect(await answer.json()).not.toHaveProperty('allowCredentials');
  expect((await post(site.app, '/desk/login/options', {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
});

test.each([
  ['https://desk.paper.example/mail', { rpId: 'desk.paper.example', origin: 'https://desk.paper.example' }],
  ['http://localhost:3000', { rpId: 'localhost', origin: 'http://localhost:3000' }],
  ['http://127.0.0.1:3000', 'Passkeys need a host name, and PUBLIC_URL has an IP address.'],
  ['https://[2001:db8::1]', 'Passkeys need a host name, and PUBLIC_URL has an IP address.'],
  ['http://desk.paper.example', 'Passkeys need https, and PUBLIC_URL has http.'],
])('for %s, passkeys are %j', (publicUrl, expected) => {
  expect(passkeySite(publicUrl)).toEqual(expected);
});

test('a page without passkeys says why, and loads no script', async () => {
  const plain = await openSite(database.db, { PUBLIC_URL: 'http://192.0.2.7' }, () => new Date(nowMs));
  const desk = await signIn(plain, 'Bob');
  const page = await desk.get('/desk/account');
  expect(page).toContain('Passkeys need a host name, and PUBLIC_URL has an IP address.');
  expect(page).not.toContain('<script');
  expect(await (await plain.app.request('/desk/login')).text()).not.toContain('passkey');
  expect((await desk.act('/desk/account/passkeys/options')).status).toBe(409);
});
