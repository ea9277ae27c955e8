import { zValidator } from '@hono/zod-validator';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import { ReveilleError } from '../domain/errors.ts';
import type { MiddlewareHandler } from 'hono';
import type { WebContext, WebEnv } from './web.ts';

export const MAX_BODY_BYTES = 64 * 1024;
/** A picture of 20 MB with the rest of its form. */
export const MAX_UPLOAD_BODY_BYTES = 20_000_000 + MAX_BODY_BYTES;

/** True if the request's body is JSON. The answer should then be JSON too. */
export function isJsonRequest(c: WebContext): boolean {
  return /^application\/json\b/i.test(c.req.header('content-type') ?? '');
}

/** True if the answer should be JSON: the request is JSON, or accepts JSON but no HTML. */
export function wantsJson(c: WebContext): boolean {
  const accept = c.req.header('accept') ?? '';
  return isJsonRequest(c) || c.req.path.endsWith('.json') || (/\bjson\b/i.test(accept) && !/\bhtml\b/i.test(accept));
}

/** A text without what PostgreSQL cannot store: NUL, and halves of surrogate pairs, which JSON can carry. */
export const storable = (value: string): string => value.replaceAll('\0', '').toWellFormed();

const allTexts = (value: unknown): string[] => [value].flat().filter((each) => typeof each === 'string');
const lastText = (value: unknown): unknown => {
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === 'string' ? last : undefined;
};

/** A text field; of a repeated field the last counts. Undefined where it is missing, or a file. */
export const optionalText = z.preprocess(lastText, z.string().optional());
/** As optionalText; empty where it is missing. */
export const text = z.preprocess(lastText, z.string().default(''));
/** A file of a form; undefined where none was chosen. */
export const lastFile = z.preprocess(
  (value: unknown) => (Array.isArray(value) ? value.at(-1) : value),
  z.instanceof(File).optional().catch(undefined),
);
/** All values of a repeated field (ticked boxes, or a JSON array), in their order. */
export const texts = z.preprocess(allTexts, z.array(z.string()));

/** A list as one text: repeated fields (ticked boxes) with commas between them, or the text as it came. */
export const joinedText = z.preprocess(
  (value) =>
    Array.isArray(value)
      ? allTexts(value)
          .filter((each) => each !== '')
          .join(',')
      : lastText(value),
  z.string().optional(),
);

type Parsed = { success: true } | { success: false; error: { readonly issues: readonly z.core.$ZodIssue[] } };

function refuse(parsed: Parsed): void {
  if (parsed.success) return;
  const [issue] = parsed.error.issues;
  const isNoObject = issue === undefined || issue.path.length === 0;
  throw new ReveilleError('INVALID_INPUT', isNoObject ? 'The body must be an object of fields.' : issue.message);
}

/**
 * A form's body (urlencoded, multipart or JSON) as `schema` parses it. Without a body, all fields are missing. Throws
 * INVALID_INPUT with the first message of the schema, or if the body cannot be read.
 */
export async function readForm<Schema extends z.ZodType>(c: WebContext, schema: Schema): Promise<z.output<Schema>> {
  const target = isJsonRequest(c) ? 'json' : 'form';
  const validate = zValidator(target, schema, refuse) as MiddlewareHandler<WebEnv>;
  try {
    await validate(c, async () => undefined);
  } catch (error) {
    if (!(error instanceof HTTPException)) throw error;
    throw new ReveilleError('INVALID_INPUT', 'The form could not be read.', { cause: error });
  }
  return c.req.valid(target as never);
}
