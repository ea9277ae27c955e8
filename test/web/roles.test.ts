import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isAtLeast, ROLES, type Role } from '../../src/domain/roles.ts';
import { DESK_ACCESS, type DeskRoute } from '../../src/web/desk/access.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addOutlet } from '../newsroom/rank/newsroom.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { makeEdition, makeNewsletter, makeSubscriber, openSite, type TestSite } from './support.ts';

const ROUTES = Object.keys(DESK_ACCESS) as DeskRoute[];
const STAFF_ROUTES = ROUTES.filter((route) => DESK_ACCESS[route] !== null);

let database: TestDatabase;
let site: TestSite;
let draft: number;
let running: number;
let outlet: number;
const desks = {} as Record<Role, SignedIn>;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db, { SMTP_URL: 'smtp://relay.example' });
  const newsletter = await makeNewsletter(database.db);
  draft = await makeEdition(database.db, newsletter.id, { date: '2026-11-24', state: 'draft' });
  running = await makeEdition(database.db, newsletter.id, { date: '2026-11-23', state: 'submitting' });
  await makeSubscriber(site, newsletter.id, 'ann@reader.example');
  outlet = await addOutlet(database.db, newsletter.id);
  for (const role of ROLES) desks[role] = await signIn(site, `the ${role}`, role);
});
afterAll(() => database.drop());

/** A path of the route's: it names an edition and a newsletter that do not exist. */
const emptyPath = (route: DeskRoute): string =>
  route.split(' ')[1]!.replace(':id', '999999999').replace(':position', '1').replace(':slug', 'none');

function ask(role: Role, route: DeskRoute, path: string = emptyPath(route)): Promise<Response> {
  const { cookie, act } = desks[role];
  return route.startsWith('POST')
    ? act(path)
    : Promise.resolve(site.app.request(path, { headers: { cookie }, redirect: 'manual' }));
}

/** All rows that a form of the desk could change. */
async function everything(): Promise<unknown> {
  const { db } = site;
  return {
    editions: await db.selectFrom('editions').selectAll().orderBy('id').execute(),
    stories: await db.selectFrom('edition_stories').selectAll().orderBy('edition_id').orderBy('position').execute(),
    newsletters: await db.selectFrom('newsletters').selectAll().execute(),
    staff: await db.selectFrom('staff').selectAll().orderBy('id').execute(),
    subscriptions: await db.selectFrom('subscriptions').selectAll().execute(),
    audit: await db.selectFrom('audit_log').select('id').execute(),
    jobs: [...site.jobs],
  };
}

describe('the table of roles', () => {
  test('has every route of the desk, and no other', () => {
    const routes = site.app.routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/desk'));
    expect(
      [...new Set(routes.map(({ method, path }) => `${method} ${path.replaceAll('{[0-9]+}', '')}`))].toSorted(),
    ).toEqual(ROUTES.toSorted());
  });

  test('says what editors, senders and owners are for', () => {
    const least = (end: string): Role | null =>
      DESK_ACCESS[ROUTES.find((route) => route.startsWith('POST') && route.endsWith(end))!];
    for (const end of ['/outlets', '/outlets/:id', '/agencies', '/sending/letter', '/doctor'])
      expect([end, least(end)]).toEqual([end, 'editor']);
    for (const end of ['/words', '/fix', '/drop', '/picks', '/test', '/compose', '/sign-up', '/pause'])
      expect([end, least(end)]).toEqual([end, 'editor']);
    for (const end of ['/approve', '/send', '/resume', '/cancel', '/correct', '/rate', '/resend', '/audience'])
      expect([end, least(end)]).toEqual([end, 'sender']);
    expect([least('/settings'), least('/staff'), least('/new'), least('/signing')]).toEqual(Array(4).fill('owner'));
    expect(least('/schedule')).toBe('sender');
  });

  test.each(ROLES)('is what a request of the %s meets on every route', async (role) => {
    // The sign-out comes last: it ends the session.
    const routes = STAFF_ROUTES.filter((route) => route !== 'POST /desk/logout');
    for (const route of routes) {
      const { status } = await ask(role, route);
      expect([route, status === 403]).toEqual([route, !isAtLeast(role, DESK_ACCESS[route]!)]);
    }
    expect((await ask(role, 'POST /desk/logout')).status).toBe(303);
    desks[role] = await signIn(site, `the ${role} again`, role);
  });

  test('asks strangers to sign in on every route', async () => {
    for (const route of STAFF_ROUTES) {
      const [method, path] = [route.split(' ')[0]!, emptyPath(route)];
      const answer = await site.app.request(path, { method });
      expect([route, answer.status]).toEqual([route, method === 'GET' ? 303 : 403]);
    }
  });
});

describe('a role that is too low', () => {
  test('changes nothing, on any form of real editions and newsletters', async () => {
    const before = await everything();
    for (const role of ROLES)
      for (const route of STAFF_ROUTES.filter((each) => !isAtLeast(role, DESK_ACCESS[each]!)))
        for (const id of [draft, running]) {
          const path = emptyPath(route).replace('999999999', String(id)).replace('none', 'daily');
          expect([route, (await ask(role, route, path)).status]).toEqual([route, 403]);
        }
    expect(await everything()).toEqual(before);
  });

  test('is told which role is needed, and who can give it', async () => {
    const answer = await desks.editor.act(`/desk/editions/${running}/cancel`, { sure: 'yes' });
    const page = await answer.text();
    expect(answer.status).toBe(403);
    expect(page).toContain('<h1>This needs the role sender</h1>');
    expect(page).toContain(
      'Nothing was changed. Your role is editor; this needs sender. Owners can give it to you: the owner, the owner again.',
    );
    expect(page).toContain(`href="/desk/editions/${running}"`);
  });

  test('is told so as JSON when the form came as JSON', async () => {
    const { cookie, formToken } = desks.viewer;
    const answer = await site.app.request(`/desk/editions/${draft}/send`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ form_token: formToken, readers: '1' }),
    });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
  });

  test('may look a reader up, and may not unsubscribe, suppress or erase', async () => {
    const email = 'ann@reader.example';
    const found = await (await desks.viewer.act('/desk/subscribers', { email, action: 'find' })).text();
    expect(found).toContain('Changing a reader needs the role sender.');
    expect(found).not.toContain('value="erase"');
    for (const action of ['unsubscribe', 'suppress', 'erase'])
      expect((await desks.editor.act('/desk/subscribers', { email, action, typed: email })).status).toBe(403);
    expect(await site.db.selectFrom('subscriptions').select('status').execute()).toEqual([{ status: 'active' }]);
    const shown = await (await desks.sender.act('/desk/subscribers', { email, action: 'find' })).text();
    expect(shown).toContain('value="erase"');
  });
});

describe('the pages', () => {
  const patterns = ROUTES.map((route) => ({
    route,
    is: new RegExp(`^${route.replaceAll(/:\w+/g, '[^/]+')}$`),
  }));
  const routeOf = (action: string): DeskRoute => patterns.find(({ is }) => is.test(`POST ${action}`))!.route;

  test.each(ROLES)('show the %s every form that the role may use, and no other', async (role) => {
    const seen = async (by: Role): Promise<Set<DeskRoute>> => {
      const pages = [
        '/desk',
        '/desk/account',
        '/desk/audit',
        '/desk/staff',
        '/desk/subscribers',
        '/desk/newsletters/daily/sign-up',
        '/desk/newsletters/daily/settings',
        '/desk/newsletters/daily/schedule',
        '/desk/newsletters/new',
        '/desk/outlets',
        `/desk/outlets/${outlet}`,
        '/desk/agencies',
        '/desk/sending',
        '/desk/doctor',
        ...[draft, running].map((id) => `/desk/editions/${id}`),
      ];
      const texts = await Promise.all(pages.map((path) => desks[by].get(path)));
      // A form without a button only shows what is stored.
      const forms = texts.flatMap((text) =>
        Array.from(text.matchAll(/<form[^>]*method="post"[^>]*action="([^"]+)"[^>]*>(.*?)<\/form>/gs)),
      );
      return new Set(forms.filter(([, , body]) => body!.includes('<button')).map(([, action]) => routeOf(action!)));
    };
    const all = await seen('owner');
    expect(all.size).toBeGreaterThan(12);
    const allowed = [...all].filter((route) => isAtLeast(role, DESK_ACCESS[route]!));
    expect([...(await seen(role))].toSorted()).toEqual(allowed.toSorted());
  });

  test('say which role is needed where a form is missing', async () => {
    const page = await desks.viewer.get(`/desk/editions/${draft}`);
    for (const sentence of [
      'Sending needs the role sender.',
      'Sending a test copy needs the role editor.',
      'Approving needs the role sender.',
      'Changing them needs the role editor.',
    ])
      expect(page).toContain(sentence);
    expect(await desks.editor.get('/desk/newsletters/daily/settings')).toMatch(
      /Changing these settings needs the role owner\.[^]*<fieldset\s+disabled/,
    );
  });

  test('let an editor pause a send, and not resume it', async () => {
    expect((await desks.editor.act(`/desk/editions/${running}/pause`)).status).toBe(303);
    const row = site.db.selectFrom('editions').select('state').where('id', '=', running);
    expect(await row.executeTakeFirst()).toEqual({ state: 'paused' });
    const page = await desks.editor.get(`/desk/editions/${running}`);
    expect(page).toContain('Resuming, cancelling or changing the rate needs the role sender.');
    expect(page).not.toContain('/resume"');
    expect((await desks.editor.act(`/desk/editions/${running}/resume`)).status).toBe(403);
    expect((await desks.sender.act(`/desk/editions/${running}/resume`)).status).toBe(303);
  });

  test('follow a change of the role from the next request on', async () => {
    await site.db.updateTable('staff').set({ role: 'viewer' }).where('name', '=', 'the sender again').execute();
    expect((await ask('sender', 'POST /desk/editions/:id/send')).status).toBe(403);
  });
});
