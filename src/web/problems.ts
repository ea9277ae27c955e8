import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { isDeskPath } from './desk/deskPath.ts';
import { showDeskProblem } from './desk/problem.ts';
import { isDatabaseAway } from '../platform/db/away.ts';
import { codeOf, isReveilleError, type ErrorCode } from '../domain/errors.ts';
import { redactTokens } from '../platform/log.ts';
import { wordsIn, type Words } from '../language/catalogues.ts';
import { answerAway } from './away.ts';
import { isJsonRequest } from './forms.ts';
import { visitorLanguage } from './language.ts';
import { href } from './site.ts';
import { messagePage } from './markup/layout.ts';
import type { Web, WebContext } from './web.ts';

type ProblemWords = keyof Words['page']['problems'];

/** The codes in JSON answers: those of our errors, and some that only HTTP has. */
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
/** `says` selects the words of the catalogue. Without it, the error's own message is shown below `heading`. */
type Answer = { status: ContentfulStatusCode } & ({ says: ProblemWords } | { heading: string });

// All invalid tokens get the same answer, so that it does not reveal the reason.
const BROKEN_LINK: Answer = { status: 404, says: 'brokenLink' };

// Problems of readers are shown in their language. Problems that only staff can have show the error's own message.
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

/** Answers a problem with a plain page (below /desk, one of the desk), or with JSON if the request was JSON. */
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

/** Answers a problem in the words of the catalogue, in the newsletter's language or, without one, the visitor's. */
function saidProblem(
  web: Web,
  c: WebContext,
  status: ContentfulStatusCode,
  says: ProblemWords,
  // The desk speaks English.
  language: string = isDeskPath(c.req.path) ? 'en' : visitorLanguage(c),
): Promise<Response> {
  return problem(web, c, status, { code: CODES[says], ...wordsIn(language).page.problems[says], language });
}

/** Removes the slashes at the end of a path. Null if there are none, or if the rest would name another host. */
function withoutSlash(path: string): string | null {
  let end = path.length;
  while (path[end - 1] === '/') end--;
  return end === path.length || end === 0 || /^\/[/\\]/.test(path) ? null : path.slice(0, end);
}

/** Redirects paths with a trailing slash to the page without it, and answers 404 to others. */
export function notFound(web: Web, c: WebContext): Response | Promise<Response> {
  const path = ['GET', 'HEAD'].includes(c.req.method) ? withoutSlash(c.req.path) : null;
  if (path !== null) return c.redirect(`${href(web.site, path)}${new URL(c.req.url).search}`, 301);
  return saidProblem(web, c, 404, 'notFound');
}

export function tooLarge(web: Web, c: WebContext): Promise<Response> {
  return saidProblem(web, c, 413, 'tooLarge');
}

/** PostgreSQL's codes for a NUL, or half of a surrogate pair, in what was sent: character_not_in_repertoire and its like in JSON. */
const UNSTORABLE = new Set(['22021', '22P05']);

/** Answers an error that a handler threw: our own errors with their message, others without any detail. */
export async function answerError(web: Web, c: WebContext, error: Error): Promise<Response> {
  if (isDatabaseAway(error)) return answerAway(web, c);
  const answer = isReveilleError(error) ? ANSWERS[error.code] : undefined;
  // Staff are told what was not found.
  if (isReveilleError(error, 'NOT_FOUND') && isDeskPath(c.req.path))
    return problem(web, c, 404, { code: error.code, heading: 'Not found', text: error.message });
  if (answer && 'says' in answer) return saidProblem(web, c, answer.status, answer.says);
  if (answer && isReveilleError(error))
    return problem(web, c, answer.status, { code: error.code, heading: answer.heading, text: error.message });
  if (UNSTORABLE.has(codeOf(error) ?? ''))
    return problem(web, c, 422, {
      code: 'INVALID_INPUT',
      heading: 'This cannot be used',
      text: 'Nothing was changed: the text has a character that cannot be stored.',
    });
  web.log.error({ err: error, path: redactTokens(c.req.path), method: c.req.method }, 'a request failed');
  return saidProblem(web, c, 500, 'ours');
}
