import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addStaff, unlockStaff } from '../../src/staff/accounts.ts';
import { admitSignIn } from '../../src/staff/signInLimits.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { CHEAP } from '../support/staff.ts';
import { NOON, openSite, post, type TestSite } from './support.ts';

let database: TestDatabase;
let site: TestSite;
let password: string;
let nowMs = NOON.getTime();
let count = 0;
let name: string;

beforeAll(async () => {
  database = await createTestDatabase();
  // Requests without a socket come from the address that the header names.
  site = await openSite(database.db, { TRUST_PROXY: '127.0.0.1' }, () => new Date(nowMs));
});
afterAll(() => database.drop());
beforeEach(async () => {
  nowMs = NOON.getTime();
  name = `editor${++count}`;
  password = await addAccount(name);
  await database.db.deleteFrom('allowances').execute();
});

/** An account's password. */
async function addAccount(as: string): Promise<string> {
  const { db } = database;
  return (await addStaff({ db, passwordCost: CHEAP }, { name: as, role: 'editor' }, 'test')).password;
}

type From = { network?: string; cookie?: string; as?: string };

/** Signs in from a network, through the proxy that stands in front. */
async function signIn(typed: string, { network = '198.51.100.7', cookie, as = name }: From = {}): Promise<Response> {
  const body = new URLSearchParams({ name: as, password: typed });
  const headers = { 'x-forwarded-for': network, ...(cookie === undefined ? {} : { cookie }) };
  const bindings = { incoming: { socket: { remoteAddress: '127.0.0.1' } } };
  return site.app.request('/desk/login', { method: 'POST', body, headers }, bindings);
}

const statusOf = async (response: Promise<Response>): Promise<number> => (await response).status;

/** The cookie by which a device is known, as it sends it back. */
function deviceCookie(response: Response): string {
  const cookie = response.headers.getSetCookie().find((text) => text.startsWith('reveille-device='))!;
  return cookie.split(';')[0]!;
}

async function guess(times: number, from: From = {}): Promise<number[]> {
  const statuses: number[] = [];
  for (let attempt = 0; attempt < times; attempt++) statuses.push(await statusOf(signIn('wrong', from)));
  return statuses;
}

describe('a stranger’s wrong passwords', () => {
  test('close the desk to strangers of their network, not to a device that signed in before', async () => {
    const device = deviceCookie(await signIn(password));
    expect(await guess(12)).toEqual([...Array<number>(8).fill(401), ...Array<number>(4).fill(429)]);
    expect(await statusOf(signIn(password))).toBe(429);
    expect(await statusOf(signIn(password, { cookie: device }))).toBe(303);
  });

  test('close no other network, and no other account', async () => {
    await guess(12);
    expect(await statusOf(signIn(password, { network: '192.0.2.20' }))).toBe(303);
    const colleague = `${name}-colleague`;
    expect(await statusOf(signIn(await addAccount(colleague), { as: colleague }))).toBe(303);
  });

  test('from fifty networks slow one another down, and lock out nobody', async () => {
    const device = deviceCookie(await signIn(password));
    const statuses: number[] = [];
    for (let network = 0; network < 50; network++)
      statuses.push(...(await guess(4, { network: `203.0.${network}.9` })));
    // The account's first sixty, then two of each network.
    expect(statuses.filter((status) => status === 401)).toHaveLength(60 + 35 * 2);
    expect(await statusOf(signIn(password, { cookie: device }))).toBe(303);
    expect(await statusOf(signIn(password, { network: '192.0.2.20' }))).toBe(303);
  });

  test('count by the /64 of an IPv6 address', async () => {
    for (let host = 1; host <= 8; host++) await guess(1, { network: `2001:db8:1:2::${host}` });
    expect(await statusOf(signIn(password, { network: '2001:db8:1:2:ffff::1' }))).toBe(429);
    expect(await statusOf(signIn(password, { network: '2001:db8:1:3::1' }))).toBe(303);
  });

  test('at a list of names end after sixty, for their network', async () => {
    const deps = { db: database.db, now: () => new Date(nowMs) };
    const network = '198.51.100.7';
    const admitted: boolean[] = [];
    for (let number = 0; number < 62; number++)
      admitted.push('charges' in (await admitSignIn(deps, { name: `nobody${number}`, network, device: null })));
    expect(admitted.slice(58)).toEqual([true, true, false, false]);
    expect(await statusOf(signIn(password))).toBe(429);
    expect(await statusOf(signIn(password, { network: '192.0.2.20' }))).toBe(303);
  });

  test('are forgotten by time, by "staff unlock" and by the right password', async () => {
    await guess(8);
    nowMs += 2 * 60_000;
    expect(await statusOf(signIn(password))).toBe(303);
    expect(await guess(8)).toEqual(Array<number>(8).fill(401));
    expect(await statusOf(signIn(password))).toBe(429);
    await unlockStaff(database, name, 'test');
    expect(await statusOf(signIn(password))).toBe(303);
  });
});

describe('names that nobody has', () => {
  test('get the same answers, the limits included', async () => {
    const answers = async (as: string): Promise<string[]> => {
      const first = await signIn('wrong', { as });
      const attempt = { name: as, network: '198.51.100.7', device: null };
      for (let more = 0; more < 7; more++) await admitSignIn({ db: database.db, now: () => new Date(nowMs) }, attempt);
      const found: string[] = [];
      for (const response of [first, await signIn('wrong', { as })])
        found.push(`${response.status} ${response.headers.get('retry-after')} ${await response.text()}`);
      return found.map((answer) => answer.replaceAll(as, 'NAME'));
    };
    const known = await answers(name);
    expect(await answers(`no-${name}`)).toEqual(known);
    expect(known.map((answer) => answer.slice(0, 5))).toEqual(['401 n', '429 1']);
  });

  test('are not kept in the table of limits', async () => {
    await guess(1, { as: 'a name typed by mistake' });
    const rows = await database.db.selectFrom('allowances').select('key').execute();
    expect(JSON.stringify(rows)).not.toContain('mistake');
  });
});

describe('refused sign-ins', () => {
  test('are in the audit log once an hour for an account, and names that nobody has are not', async () => {
    const lines = async (): Promise<unknown[]> =>
      database.db
        .selectFrom('audit_log')
        .select(['actor', 'action', 'detail'])
        .where('action', 'in', ['login.wrong', 'login.locked'])
        .where(sql<boolean>`detail ->> 'name' like ${`%${name}`}`)
        .orderBy('id')
        .execute();
    const actor = 'sign-in page';
    const once = [
      { actor, action: 'login.wrong', detail: { name } },
      { actor, action: 'login.locked', detail: { name, network: '198.51.100.0/24' } },
    ];
    await guess(12);
    await guess(12, { as: `no-${name}`, network: '192.0.2.20' });
    expect(await lines()).toEqual(once);
    nowMs += 61 * 60_000;
    await guess(9);
    expect(await lines()).toEqual([...once, ...once]);
  });
});

describe('the device cookie', () => {
  test('cannot be read by scripts or sent by other sites, lasts a year, and names nobody', async () => {
    const response = await signIn(password);
    const cookie = response.headers.getSetCookie().find((text) => text.startsWith('reveille-device='))!;
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(Number(/Max-Age=(\d+)/.exec(cookie)![1])).toBeGreaterThan(365 * 86_400);
    expect(cookie).not.toContain(name);
    const https = await openSite(database.db, { PUBLIC_URL: 'https://paper.example' });
    const secure = await post(https.app, '/desk/login', { name, password });
    expect(secure.headers.getSetCookie().join('\n')).toMatch(/^__Host-reveille-device=.*Secure/m);
  });

  test('is one account’s own, and has an end', async () => {
    const other = `${name}-other`;
    const foreign = deviceCookie(await signIn(await addAccount(other), { as: other }));
    const own = deviceCookie(await signIn(password));
    await guess(8);
    expect(await statusOf(signIn(password, { cookie: foreign }))).toBe(429);
    expect(await statusOf(signIn(password, { cookie: `${own.slice(0, -4)}AAAA` }))).toBe(429);
    nowMs += 401 * 86_400_000;
    await guess(8);
    expect(await statusOf(signIn(password, { cookie: own }))).toBe(429);
  });

  test('keeps several accounts of a shared device known', async () => {
    const other = `${name}-other`;
    const theirs = await addAccount(other);
    const first = deviceCookie(await signIn(password));
    const both = deviceCookie(await signIn(theirs, { as: other, cookie: first }));
    await guess(8);
    await guess(8, { as: other });
    expect(await statusOf(signIn(password, { cookie: both }))).toBe(303);
    expect(await statusOf(signIn(theirs, { as: other, cookie: both }))).toBe(303);
  });

  test('gives thirty tries, and then counts for nothing', async () => {
    const device = deviceCookie(await signIn(password));
    await database.db.deleteFrom('allowances').execute();
    const statuses = await guess(40, { cookie: device });
    expect(statuses.filter((status) => status === 401)).toHaveLength(38);
    expect(statuses.at(-1)).toBe(429);
  });
});

test('without an account the sign-in page says how one is made, and with one it does not', async () => {
  const empty = await createTestDatabase();
  try {
    const { app, db } = await openSite(empty.db);
    const ask = async (): Promise<string> => (await app.request('/desk/login')).text();
    expect(await ask()).toMatch(/staff add desk --role owner/);
    expect(await ask()).not.toContain('name="password"');
    // As a version before roles makes one.
    await db.insertInto('staff').values({ name: 'desk', password_hash: 'scrypt$16$1$1$x$x' }).execute();
    expect(await ask()).toContain('name="password"');
    expect(await db.selectFrom('staff').select('role').execute()).toEqual([{ role: 'owner' }]);
  } finally {
    await empty.drop();
  }
});
