import { ReveilleError } from '../../errors.ts';
import { findNewsletter, listNewsletters, type Newsletter } from '../../newsletters/newsletters.ts';
import { setPolicy } from '../headers.ts';
import { embedPage, THEMES } from '../views/embed.ts';
import { safeUrl, type Html } from '../views/html.ts';
import { frontPage, signUpPage } from '../views/signUp.ts';
import type { SignUpForm } from '../views/signUpForm.ts';
import type { Web, WebContext } from '../web.ts';
import { listPublished } from './archive.ts';
import { signUpWords } from './words.ts';

const LATEST_EDITIONS = 5;

/** The newsletter that the request's path names. Throws NOT_FOUND. */
export async function namedNewsletter({ db }: Web, c: WebContext): Promise<Newsletter> {
  const slug = c.req.param('slug') ?? '';
  // What is no slug is not asked for: Postgres takes no NUL.
  if (!/^[a-z0-9-]+$/.test(slug)) throw new ReveilleError('NOT_FOUND', 'There is no such newsletter.');
  return findNewsletter({ db }, slug);
}

/** The sign-up page, also with what was typed and why it was not taken. */
export async function renderSignUp(
  web: Web,
  newsletter: Newsletter,
  given: Pick<SignUpForm, 'given' | 'error'> = {},
): Promise<Awaited<Html>> {
  const editions = await listPublished(web, newsletter.id, LATEST_EDITIONS);
  return signUpPage(web.site, newsletter, editions, { words: signUpWords(newsletter), ...given });
}

export async function showFront(web: Web, c: WebContext): Promise<Response> {
  const newsletters = await listNewsletters(web);
  const [only] = newsletters;
  if (only && newsletters.length === 1) return c.html(renderSignUp(web, only));
  return c.html(frontPage(web.site, newsletters));
}

export async function showSignUp(web: Web, c: WebContext): Promise<Response> {
  return c.html(renderSignUp(web, await namedNewsletter(web, c)));
}

export async function showEmbed(web: Web, c: WebContext): Promise<Response> {
  const newsletter = await namedNewsletter(web, c);
  setPolicy(c, 'embed');
  const asked = c.req.query('theme');
  const theme = THEMES.find((name) => name === asked) ?? 'auto';
  return c.html(
    embedPage(web.site, theme, {
      slug: newsletter.slug,
      words: signUpWords(newsletter),
      pageUrl: safeUrl(c.req.header('referer') ?? null),
    }),
  );
}
