/** Somebody who is signed in at the desk. */
type DeskVisitor = {
  get: (path: string) => Promise<string>;
  post: (path: string, fields: Record<string, string>) => Promise<void>;
};

async function submit(url: string, fields: Record<string, string>, cookie = ''): Promise<Response> {
  const response = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { origin: new URL(url).origin, ...(cookie ? { cookie } : {}) },
    redirect: 'manual',
  });
  if (response.status !== 303) throw new Error(`POST ${url} answered ${response.status}: ${await response.text()}`);
  return response;
}

/** Signs in at `url`/desk with the form that people use. Throws where the desk answers otherwise than it should. */
export async function signIn(url: string, account: { name: string; password: string }): Promise<DeskVisitor> {
  const answer = await submit(`${url}/desk/login`, { name: account.name, password: account.password });
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const get = async (path: string): Promise<string> => {
    const response = await fetch(`${url}${path}`, { headers: { cookie }, redirect: 'manual' });
    if (response.status !== 200) throw new Error(`GET ${url}${path} answered ${response.status}`);
    return response.text();
  };
  const token = /name="form_token" value="([^"]+)"/.exec(await get('/desk'))?.[1];
  if (!token) throw new Error('the desk shows no form to somebody who signed in');
  return {
    get,
    post: async (path, fields) => void (await submit(`${url}${path}`, { ...fields, form_token: token }, cookie)),
  };
}
