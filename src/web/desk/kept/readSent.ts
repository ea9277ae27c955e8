import { isJsonRequest, MAX_BODY_BYTES, storable } from '../../forms.ts';
import type { WebContext } from '../../web.ts';
import { UPLOAD_ROUTES } from '../access.ts';
import { matchRoute } from '../matchRoute.ts';

/** A form that could not be accepted: where it was posted to, and its fields in their order. */
export type SentForm = {
  /** Path and query, without the path of PUBLIC_URL. */
  path: string;
  fields: [name: string, value: string][];
  /** Files were chosen. A page cannot choose them again. */
  hadFiles: boolean;
};

// Passwords, and what proves only that the form was ours.
const NEVER_KEPT = /^(form_token|old|again|credential|.*password.*)$/i;
const MAX_FIELDS = 5_000;

const isKept = ([name]: readonly [string, unknown]): boolean => !NEVER_KEPT.test(name);
const storableField = ([name, value]: readonly [string, string]): [string, string] => [storable(name), storable(value)];

/** Only the bodies of lists have no limit of their own. */
function isList(c: WebContext): boolean {
  const route = matchRoute('POST', c.req.path);
  return route !== null && UPLOAD_ROUTES[route] === 'list';
}

/** A body as text. Null, and the rest is not read, if it is longer than a form. */
async function readLittle(c: WebContext): Promise<string | null> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of c.req.raw.body ?? []) {
    bytes += piece.length;
    if (bytes > MAX_BODY_BYTES) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

async function readFields(c: WebContext): Promise<Pick<SentForm, 'fields' | 'hadFiles'> | null> {
  if (/^multipart\/form-data\b/i.test(c.req.header('content-type') ?? '')) {
    const length = Number(c.req.header('content-length') ?? Infinity);
    // A large upload is not read: without a session, nobody may make the server read it.
    if (!(length <= MAX_BODY_BYTES)) return { fields: [], hadFiles: true };
    const entries = [...(await c.req.formData()).entries()];
    return {
      fields: entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string' && isKept(entry)),
      hadFiles: entries.some(([, value]) => typeof value !== 'string' && value.size > 0),
    };
  }
  const sent = isList(c) ? await readLittle(c) : await c.req.text();
  return sent === null ? null : { fields: [...new URLSearchParams(sent)].filter(isKept), hadFiles: false };
}

/** The form of a request, without its passwords. Null if the request was no form, or its body cannot be read. */
export async function readSent(c: WebContext): Promise<SentForm | null> {
  if (isJsonRequest(c)) return null;
  const read = await readFields(c).catch(() => null);
  if (read === null || read.fields.length > MAX_FIELDS) return null;
  const fields = read.fields.map(storableField);
  return { path: `${c.req.path}${new URL(c.req.url).search}`, fields, hadFiles: read.hadFiles };
}
