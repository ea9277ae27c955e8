import { cheapHash } from '../support/staff.ts';
import type { Role } from '../../src/domain/roles.ts';
import { post, type TestSite } from './support.ts';

/** The desk as one member of staff uses it. */
export type SignedIn = {
  cookie: string;
  formToken: string;
  get: (path: string) => Promise<string>;
  act: (path: string, fields?: Record<string, string> | URLSearchParams) => Promise<Response>;
};

/** Makes an account, an owner's by default, signs in with it, and reads the token that its forms carry. */
export async function signIn(site: TestSite, name: string = 'desk', role: Role = 'owner'): Promise<SignedIn> {
  const password = 'correct horse';
  await site.db
    .insertInto('staff')
    .values({ name, role, password_hash: cheapHash(password) })
    .execute();
  const response = await post(site.app, '/desk/login', { name, password });
  const cookie = response.headers.get('set-cookie')!.split(';')[0]!;
  const get = async (path: string): Promise<string> => (await site.app.request(path, { headers: { cookie } })).text();
  const formToken = /name="form_token" value="([^"]+)"/.exec(await get('/desk'))![1]!;
  return {
    cookie,
    formToken,
    get,
    act: async (path, fields = {}) => {
      const body = new URLSearchParams(fields);
      body.set('form_token', formToken);
      return site.app.request(path, { method: 'POST', body, headers: { cookie } });
    },
  };
}
