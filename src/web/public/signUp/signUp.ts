import { ReveilleError } from '../../../domain/errors.ts';
import { loadEdition } from '../../../editions/load.ts';
import { findNewsletter, listNewsletters, type Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { signUpWords } from '../../../editions/newsletters/signUpWords.ts';
import { safeUrl } from '../../../domain/safeUrl.ts';
import { setPolicy } from '../../headers.ts';
import { pageLanguage, visitorLanguage } from '../../language.ts';
import { embedPage } from './embed.ts';
import { frontPage, signUpPage, type Sample } from './signUpPage.ts';
import type { SignUpForm } from './signUpForm.ts';
import type { Web, WebContext } from '../../web.ts';
import { listPublished } from '../edition/archive.ts';
import { accentStyle, lookOf, type Look } from './look.ts';
import { issueStamp } from './stamp.ts';

const LATEST_EDITIONS = 5;
const SAMPLE_STORIES = 5;

/** The newsletter that the request's path names. Throws NOT_FOUND. */
export async function namedNewsletter({ db }: Web, c: WebContext): Promise<Newsletter> {
  const slug = c.req.param('slug') ?? '';
  // What is no slug is not asked for: Postgres takes no NUL.
  if (!/^[a-z0-9-]+$/.test(slug)) throw new ReveilleError('NOT_FOUND', 'There is no such newsletter.');
  return findNewsletter({ db }, slug);
}

/** What a form shows again: what was typed, why it was not taken, and the stamp that it came with. */
export type Again = Partial<Pick<SignUpForm, 'given' | 'error' | 'isAddressWrong' | 'hasWarned' | 'pageUrl' | 'stamp'>>;

function formOf(web: Web, newsletter: Newsletter, language: string, look: Look | null, again: Again): SignUpForm {
  return {
    slug: newsletter.slug,
    words: signUpWords(newsletter, language),
    language,
    look,
    stamp: issueStamp(web.keys, newsletter.slug, web.now()),
    ...again,
  };
}

/** The sign-up page, also with what was typed and why it was not taken. */
export async function answerSignUp(
  web: Web,
  c: WebContext,
  newsletter: Newsletter,
  { language, again = {}, status = 200 }: { language: string; again?: Again; status?: 200 | 422 },
): Promise<Response> {
  const [latest, ...past] = await listPublished(web, newsletter.id, { limit: LATEST_EDITIONS });
  const loaded = latest ? await loadEdition(web, latest.id) : null;
  const sample: Sample | null = loaded && { ...loaded, stories: loaded.stories.slice(0, SAMPLE_STORIES) };
  setPolicy(c, 'scripted');
  const form = formOf(web, newsletter, language, null, again);
  return c.html(signUpPage(web.site, newsletter, { sample, past }, form), status);
}

/** The same as the block in another site's page. */
export function answerEmbed(
  web: Web,
  c: WebContext,
  newsletter: Newsletter,
  { language, again = {}, status = 200 }: { language: string; again?: Again; status?: 200 | 422 },
): Response | Promise<Response> {
  const look = allowEmbed(c);
  return c.html(embedPage(web.site, { ...formOf(web, newsletter, language, look, again), look }), status);
}

/** Lets an answer stand in other sites' pages, in the looks that its request asks for. */
export function allowEmbed(c: WebContext): Look {
  const look = lookOf(c);
  setPolicy(c, 'embed', accentStyle(look)?.source);
  c.header('Cross-Origin-Resource-Policy', 'cross-origin');
  return look;
}

export async function showFront(web: Web, c: WebContext): Promise<Response> {
  const newsletters = await listNewsletters(web);
  const [only] = newsletters;
  if (only && newsletters.length === 1) return answerSignUp(web, c, only, { language: pageLanguage(c, only.language) });
  return c.html(frontPage(web.site, newsletters, visitorLanguage(c)));
}

export async function showSignUp(web: Web, c: WebContext): Promise<Response> {
  const newsletter = await namedNewsletter(web, c);
  return answerSignUp(web, c, newsletter, { language: pageLanguage(c, newsletter.language) });
}

export async function showEmbed(web: Web, c: WebContext): Promise<Response> {
  const newsletter = await namedNewsletter(web, c);
  const again = { pageUrl: safeUrl(c.req.header('referer') ?? null) };
  return answerEmbed(web, c, newsletter, { language: pageLanguage(c, newsletter.language), again });
}
