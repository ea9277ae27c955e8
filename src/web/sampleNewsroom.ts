import { respondSample } from '../newsroom/sample/respond.ts';
import type { Web, WebContext } from './web.ts';

/** True if there is a sample newsletter. */
export async function hasSample({ db }: Pick<Web, 'db'>): Promise<boolean> {
  const row = await db.selectFrom('newsletters').select('id').where('is_sample', '=', true).executeTakeFirst();
  return row !== undefined;
}

/** Serves the sample outlets, to our own fetches and to people, while there is a sample newsletter. */
export async function showSample(web: Web, c: WebContext): Promise<Response> {
  if (!(await hasSample(web))) return c.notFound();
  const url = new URL(c.req.url);
  const at = url.pathname.indexOf('/sample');
  const base = `${url.origin}${url.pathname.slice(0, at)}/sample`;
  const answer = respondSample(url.pathname.slice(at + '/sample'.length), base, web.now());
  if (!answer) return c.notFound();
  for (const [name, value] of Object.entries(answer.headers)) c.header(name, value);
  if (c.req.header('if-none-match') === answer.headers.etag) return c.body(null, 304);
  return c.body(answer.body);
}
