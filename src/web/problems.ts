import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { isReveilleError, type ErrorCode } from '../errors.ts';
import { redactTokens } from '../log.ts';
import { isJsonRequest } from './forms.ts';
import { messagePage } from './views/layout.ts';
import type { Web, WebContext } from './web.ts';

type Answer = { status: ContentfulStatusCode; heading: string; text?: string };

// One answer for every token that does not work: which of them it is, nobody has to know.
const BROKEN_LINK: Answer = {
  status: 404,
  heading: 'This link does not work',
  text: 'It may be incomplete, or too old. Nothing was changed. Open it again from the latest mail, or sign up anew.',
};

const ANSWERS: Partial<Record<ErrorCode, Answer>> = {
  TOKEN_INVALID: BROKEN_LINK,
  TOKEN_EXPIRED: BROKEN_LINK,
  NOT_FOUND: { status: 404, heading: 'Not found' },
  ADDRESS_INVALID: { status: 422, heading: 'Please check the address' },
  INVALID_INPUT: { status: 422, heading: 'That did not work' },
  EDITION_STATE: { status: 409, heading: 'Not in this state' },
  EDITION_TOO_FEW_STORIES: { status: 409, heading: 'Too few stories' },
  RENDER_FAILED: { status: 422, heading: 'This cannot be rendered' },
  CONFLICT: { status: 409, heading: 'That did not work' },
};

/** A plain page for what went wrong, or the same in JSON to who sent JSON. */
export async function problem(
  { site }: Web,
  c: WebContext,
  status: ContentfulStatusCode,
  heading: string,
  text: string,
): Promise<Response> {
  if (isJsonRequest(c)) return c.json({ ok: false, error: { message: text } }, status);
  return c.html(messagePage(site, { heading, text }), status);
}

export function notFound(web: Web, c: WebContext): Promise<Response> {
  return problem(web, c, 404, 'Not found', 'There is no such page here.');
}

export function tooLarge(web: Web, c: WebContext): Promise<Response> {
  return problem(web, c, 413, 'Too much at once', 'The form is larger than this page takes.');
}

/** Answers what a handler threw: our own errors with their sentence, others with none of their detail. */
export function answerError(web: Web, c: WebContext, error: Error): Promise<Response> {
  const known = isReveilleError(error) ? ANSWERS[error.code] : undefined;
  if (known) return problem(web, c, known.status, known.heading, known.text ?? error.message);
  web.log.error({ err: error, path: redactTokens(c.req.path), method: c.req.method }, 'a request failed');
  return problem(web, c, 500, 'Something went wrong', 'The fault is ours and has been written down. Please try again.');
}
