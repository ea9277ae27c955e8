import { ReveilleError } from '../domain/errors.ts';
import type { WebContext } from './web.ts';

export const MAX_BODY_BYTES = 64 * 1024;

/** Text fields by name. The last value of a repeated field counts; files are ignored. */
export type Fields = Readonly<Record<string, string>>;

/** True if the request's body is JSON. The answer should then be JSON too. */
export function isJsonRequest(c: WebContext): boolean {
  return /^application\/json\b/i.test(c.req.header('content-type') ?? '');
}

/** True if the answer should be JSON: the request is JSON, or accepts JSON but no HTML. */
export function wantsJson(c: WebContext): boolean {
  const accept = c.req.header('accept') ?? '';
  return isJsonRequest(c) || c.req.path.endsWith('.json') || (/\bjson\b/i.test(accept) && !/\bhtml\b/i.test(accept));
}

function textFields(body: unknown): Fields {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new ReveilleError('INVALID_INPUT', 'The body must be an object of fields.');
  const fields: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(body)) if (typeof value === 'string') fields[name] = value;
  return fields;
}

/** The fields of a form (urlencoded or multipart) or of a JSON object. Throws INVALID_INPUT. */
export async function readFields(c: WebContext): Promise<Fields> {
  try {
    return textFields(isJsonRequest(c) ? await c.req.json() : await c.req.parseBody());
  } catch (error) {
    if (error instanceof ReveilleError) throw error;
    throw new ReveilleError('INVALID_INPUT', 'The form could not be read.', { cause: error });
  }
}

/** All values of a repeated field (a form's ticked boxes, or a JSON array), in their order. Throws INVALID_INPUT. */
export async function readList(c: WebContext, name: string): Promise<string[]> {
  await readFields(c);
  const body: unknown = isJsonRequest(c) ? await c.req.json() : await c.req.parseBody({ all: true });
  const values = (body as Record<string, unknown>)[name];
  return [values].flat().filter((value) => typeof value === 'string');
}
