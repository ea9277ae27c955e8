import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { isDeskPath, showDeskProblem } from './desk/problem.ts';
import { isDatabaseAway } from '../platform/db/away.ts';
import { isReveilleError, type ErrorCode } from '../domain/errors.ts';
import { redactTokens } from '../platform/log.ts';
import { wordsIn, type Words } from '../language/catalogues.ts';
import { answerAway } from './away.ts';
import { isJsonRequest } from './forms.ts';
import { visitorLanguage } from './language.ts';
import { href } from './site.ts';
import { messagePage } from './markup/layout.ts';
import type { Web, WebContext } from './web.ts';

type ProblemWords = keyof Words['page']['problems'];

/** How a program is told, in JSON: our errors' codes, and those that only HTTP has. */
const CODES: Readonly<Record<ProblemWords, string>> = {
  brokenLink: 'TOKEN_INVALID',
  notFound: 'NOT_FOUND',
  address: 'ADDRESS_INVALID',
  input: 'INVALID_INPUT',
  tooLarge: 'TOO_LARGE',
  tooMany: 'TOO_MANY',
  ours: 'INTERNAL',
  away: 'UNAVAILABLE',
};
/** `says`: the words of the catalogue; without them the error's own sentence is shown, under `heading`. */
type Answer = { status: ContentfulStatusCode } & ({ says: ProblemWords } | { heading: string });

// One answer for every token that does not work: which of them it is, nobody has to know.
const BROKEN_LINK: Answer = { status: 404, says: 'brokenLink' };

// What readers meet is in their language; what only staff can meet has the error's own sentence.
const ANSWERS: Partial<Record<ErrorCode, Answer>> = {
  TOKEN_INVALID: BROKEN_LINK,
  TOKEN_EXPIRED: BROKEN_LINK,
  NOT_FOUND: { status: 404, says: 'notFound' },
  ADDRESS_INVALID: { status: 422, says: 'address' },
  INVALID_INPUT: { status: 422, heading: 'That did not work' },
  EDITION_STATE: { status: 409, heading: 'This is not possible now' },
  EDITION_TOO_FEW_STORIES: { status: 409, heading: 'Too few stories' },
  SENDER_INCOMPLETE: { status: 409, heading: 'The footer is not complete' },
  RENDER_FAILED: { status: 422, heading: 'This cannot be rendered' },
  CONFLICT: { status: 409, heading: 'That did not work' },
};

/** A plain page for what went wrong, of the desk's below /desk, or the same in JSON to who sent JSON. */
export async function problem(
  web: Web,
  c: WebContext,
  status: ContentfulStatusCode,
  { code, heading, text, language = 'en' }: { code: string; heading: string; text: string; language?: string },
): Promise<Response> {
  if (isJsonRequest(c)) return c.json({ ok: false, error: { code, message: text } }, status);
  if (isDeskPath(c.req.path)) return showDeskProblem(web, c, status, { heading, text });
  return c.html(messagePage(web.site, { heading, text, language }), status);
}

/** A problem in the catalogue's words, in the newsletter's language or, where none is known, the visitor's. */
export function saidProblem(
  web: Web,
  c: WebContext,
  status: ContentfulStatusCode,
  says: ProblemWords,
  // The desk speaks English.
  language: string = isDeskPath(c.req.path) ? 'en' : visitorLanguage(c),
): Promise<Response> {
  return problem(web, c, status, { code: CODES[says], ...wordsIn(language).page.problems[says], language });
}

/** A path without the slashes at its end; null where it has none, or where what is left would name another host. */
function withoutSlash(path: string): string | null {
  let end = path.length;
  while (path[end - 1] === '/') end--;
  return end === path.length || end === 0 || /^\/[/\\]/.test(path) ? null : path.slice(0, end);
}

/** Somebody who typed a slash at the end meant the page without it. */
export function notFound(web: Web, c: WebContext): Response | Promise<Response> {
  const path = ['GET', 'HEAD'].includes(c.req.method) ? withoutSlash(c.req.path) : null;
  if (path !== null) return c.redirect(`${href(web.site, path)}${new URL(c.req.url).search}`, 301);
  return saidProblem(web, c, 404, 'notFound');
}

export function tooLarge(web: Web, c: WebContext): Promise<Response> {
  return saidProblem(web, c, 413, 'tooLarge');
}

/** Answers what a handler threw: our own errors with their sentence, others with none of their detail. */
export async function answerError(web: Web, c: WebContext, error: Error): Promise<Response> {
  if (isDatabaseAway(error)) return answerAway(web, c);
  const answer = isReveilleError(error) ? ANSWERS[error.code] : undefined;
  // Staff are told what it is that is not there.
  if (isReveilleError(error, 'NOT_FOUND') && isDeskPath(c.req.path))
    return problem(web, c, 404, { code: error.code, heading: 'Not found', text: error.message });
  if (answer && 'says' in answer) return saidProblem(web, c, answer.status, answer.says);
  if (answer && isReveilleError(error))
    return problem(web, c, answer.status, { code: error.code, heading: answer.heading, text: error.message });
  web.log.error({ err: error, path: redactTokens(c.req.path), method: c.req.method }, 'a request failed');
  return saidProblem(web, c, 500, 'ours');
}
