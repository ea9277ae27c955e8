import { z } from 'zod';
import { editionPath, OPINION_PATH, parseEditionName } from '../../../editions/address.ts';
import { findEdition, type LoadedEdition } from '../../../editions/load.ts';
import { addVote } from '../../../editions/votes.ts';
import { ReveilleError } from '../../../domain/errors.ts';
import { VOTE_ANSWERS } from '../../../domain/votes.ts';
import { wordsIn } from '../../../language/catalogues.ts';
import { chargeAll, type Allowance } from '../../../platform/allowances.ts';
import { clientAddress, networkOf } from '../../clientAddress.ts';
import { readForm, text } from '../../forms.ts';
import { pageLanguage } from '../../language.ts';
import { html, type Html } from '../../markup/html.ts';
import { formatDay } from '../../markup/dates.ts';
import { namedNewsletter } from '../../namedNewsletter.ts';
import { href } from '../../site.ts';
import { readerPage } from '../readerPage.ts';
import type { Web, WebContext } from '../../web.ts';
import { isPublicForm } from '../../ownForm.ts';
import { isPublished } from './archive.ts';

/** Answers of one network about one edition. An office shares one; a robot reaches it at once. */
const PER_NETWORK: Allowance = { count: 30, windowMs: 3_600_000 };

const OpinionForm = z.object({
  answer: text.pipe(z.enum(VOTE_ANSWERS, 'The answer must be one of the buttons.')),
});

/** The published edition of the path. Throws NOT_FOUND. */
async function namedEdition(web: Web, c: WebContext): Promise<LoadedEdition> {
  const newsletter = await namedNewsletter(web, c);
  const name = parseEditionName(c.req.param('date') ?? '', c.req.param('which'));
  const loaded = name && (await findEdition(web, newsletter.slug, name));
  if (!loaded || !isPublished(loaded.edition)) throw new ReveilleError('NOT_FOUND', 'There is no such edition.');
  return loaded;
}

function say(
  web: Web,
  { edition, newsletter }: LoadedEdition,
  language: string,
  said: { heading: string; text: string },
) {
  const body = html`<section class="message" role="status">
    <h1>${said.heading}</h1>
    <p>${said.text}</p>
    <p>
      <a href="${href(web.site, editionPath(newsletter.slug, edition))}"
        >${newsletter.name}, ${formatDay(edition.date, newsletter.language)}</a
      >
    </p>
  </section>`;
  return readerPage(web.site, newsletter, { title: said.heading, language, body });
}

function opinionPage(web: Web, { edition, newsletter }: LoadedEdition, language: string): Html {
  const words = wordsIn(language).edition.opinion;
  const path = href(web.site, editionPath(newsletter.slug, edition) + OPINION_PATH);
  const buttons = VOTE_ANSWERS.map(
    (answer) => html`<button type="submit" name="answer" value="${answer}" class="quiet">${words[answer]}</button>`,
  );
  const body = html`<section class="message">
    <h1>${words.heading}</h1>
    <p class="fine">${newsletter.name}, ${formatDay(edition.date, newsletter.language)}</p>
    <p>${words.text}</p>
    <form method="post" action="${path}" class="choices">${buttons}</form>
  </section>`;
  return readerPage(web.site, newsletter, { title: words.heading, language, body });
}

function ask(web: Web, c: WebContext, loaded: LoadedEdition, status: 200 | 403): Response | Promise<Response> {
  // Without a Referer, browsers without Sec-Fetch-Site send “Origin: null”, as forms of other sites may. The path has no token.
  c.header('Referrer-Policy', 'same-origin');
  return c.html(opinionPage(web, loaded, pageLanguage(c, loaded.newsletter.language)), status);
}

/** Asks whether an edition was worth its reader's time. Link scanners open it: a GET counts nothing. */
export async function showOpinion(web: Web, c: WebContext): Promise<Response> {
  return ask(web, c, await namedEdition(web, c), 200);
}

/**
 * Counts an answer, and nothing about who gave it. A network may answer a few times: offices share one. A form of another
 * site counts nothing, because its visitors did not choose the answer: it leads to the question.
 */
export async function postOpinion(web: Web, c: WebContext): Promise<Response> {
  const loaded = await namedEdition(web, c);
  if (!isPublicForm(web, c)) return ask(web, c, loaded, 403);
  const { answer } = await readForm(c, OpinionForm);
  const language = pageLanguage(c, loaded.newsletter.language);
  const words = wordsIn(language).edition.opinion;
  const address = clientAddress(c, web.config.trustProxy);
  const key = `opinion:${loaded.edition.id}:${address === null ? 'none' : networkOf(address)}`;
  const refused = await chargeAll(web, [{ key, allowance: PER_NETWORK }]);
  if (refused) {
    c.header('Retry-After', String(refused.retryAfterSeconds));
    return c.html(say(web, loaded, language, words.tooMany), 429);
  }
  await addVote(web, loaded.edition.id, answer);
  return c.html(say(web, loaded, language, words.thanks));
}
