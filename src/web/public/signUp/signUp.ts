import { loadEdition } from '../../../editions/load.ts';
import { listNewsletters, type Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { signUpWords } from '../../../editions/newsletters/signUpWords.ts';
import { safeUrl } from '../../../domain/safeUrl.ts';
import { setPolicy } from '../../headers.ts';
import { pageLanguage, visitorLanguage } from '../../language.ts';
import { embedPage } from './embed.ts';
import { frontPage, signUpPage, type Sample } from './signUpPage.ts';
import type { SignUpForm } from './signUpForm.ts';
import { namedNewsletter } from '../../namedNewsletter.ts';
import type { Web, WebContext } from '../../web.ts';
import { listPublished } from '../edition/archive.ts';
import { accentStyle, lookOf, type Look } from './look.ts';
import { issueStamp } from './stamp.ts';

const LATEST_EDITIONS = 5;
const SAMPLE_STORIES = 5;

/** Values that a form shows again: the typed text, the error, and the form's stamp. */
type Again = Partial<Pick<SignUpForm, 'given' | 'error' | 'isAddressWrong' | 'hasWarned' | 'pageUrl' | 'stamp'>>;

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

/** Answers with the sign-up page, after an error with the typed text and the reason. */
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

/** Answers with the sign-up block for another site's page, in the same way. */
export function answerEmbed(
  web: Web,
  c: WebContext,
  newsletter: Newsletter,
  { language, again = {}, status = 200 }: { language: string; again?: Again; status?: 200 | 422 },
): Response | Promise<Response> {
  const look = allowEmbed(c);
  return c.html(embedPage(web.site, { ...formOf(web, newsletter, language, look, again), look }), status);
}

/** Allows other sites to frame the answer, and returns the requested looks. */
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
