import { decodeCharset, decodeTransfer, textOfHtml } from './decode.ts';
import { parseContentType, parseFields, type Field, valueOf } from './headers.ts';

/**
 * A mail or one of its parts. `text` is the decoded text of a leaf, '' for a container. `parts` are the parts of a
 * multipart, or the mail in a message/rfc822 (or in a block of its headers).
 */
export type MailPart = { type: string; fields: Field[]; text: string; parts: MailPart[] };

// A returned mail nests a report in a wrapper, and the original in the report. Deeper nesting is an attack.
const MAX_DEPTH = 8;
const MAX_PARTS = 100;
const MAX_LEAF = 256 * 1024;

const HOLDS_MAIL =
  /^(?:message\/(?:rfc822|global|news)|(?:text|message)\/(?:rfc822|global)-headers|message\/rfc822-header)$/;
const HOLDS_TEXT = /^(?:text\/|message\/)/;

type Budget = { parts: number };

/**
 * Parses a mail (RFC 5322, 2045, 2046) into decoded parts. It never throws, and is linear in the length. Broken
 * boundaries, charsets and headers affect only their own parts. `binary` has one byte per character.
 */
export function parseMail(binary: string): MailPart {
  return parseEntity(binary.replace(/^\s{1,100}/, ''), { parts: 0 }, 0);
}

function parseEntity(binary: string, budget: Budget, depth: number): MailPart {
  budget.parts++;
  const { fields, body } = splitHeader(binary);
  const { type, parameters } = parseContentType(valueOf(fields, 'content-type'));
  const part: MailPart = { type, fields, text: '', parts: [] };
  if (depth >= MAX_DEPTH || budget.parts >= MAX_PARTS) return part;
  if (type.startsWith('multipart/')) {
    const pieces = splitParts(body, parameters.get('boundary'));
    part.parts = pieces
      .slice(0, Math.max(0, MAX_PARTS - budget.parts))
      .map((piece) => parseEntity(piece, budget, depth + 1));
    if (pieces.length > 0) return part;
  }
  const bytes = decodeTransfer(body.slice(0, MAX_LEAF), valueOf(fields, 'content-transfer-encoding'));
  if (HOLDS_MAIL.test(type)) part.parts = [parseEntity(bytes.replace(/^\s{1,100}/, ''), budget, depth + 1)];
  else if (HOLDS_TEXT.test(type) || type.startsWith('multipart/')) {
    const text = decodeCharset(bytes, parameters.get('charset')).replaceAll('\0', ' ');
    part.text = type === 'text/html' ? textOfHtml(text) : text;
  }
  return part;
}

// A longer block is not a header.
const MAX_HEADER = 128 * 1024;

function splitHeader(binary: string): { fields: Field[]; body: string } {
  const lines = binary.slice(0, MAX_HEADER).split('\n');
  const { fields, rest } = parseFields(lines.map((line) => line.replace(/\r$/, '')));
  let at = 0;
  for (let line = 0; line < rest; line++) at += lines[line]!.length + 1;
  return { fields, body: binary.slice(at).replace(/^\r?\n/, '') };
}

/** Splits a body at its boundaries. The last part may have no end. If the boundary is not declared, it is detected. */
function splitParts(body: string, named: string | undefined): string[] {
  const boundary = named && body.includes(`--${named}`) ? named : findBoundary(body);
  if (!boundary) return [];
  const pieces: string[] = [];
  let start = -1;
  for (let at = body.indexOf(`--${boundary}`); at >= 0; at = body.indexOf(`--${boundary}`, at + 1)) {
    if (at > 0 && body[at - 1] !== '\n') continue;
    const after = at + boundary.length + 2;
    const isEnd = body.startsWith('--', after);
    const lineEnd = body.indexOf('\n', after);
    // The boundary of an inner part may begin with the outer boundary.
    if (!isEnd && body.slice(after, lineEnd < 0 ? undefined : Math.min(lineEnd, after + 20)).trim() !== '') continue;
    if (start >= 0) pieces.push(body.slice(start, at));
    start = lineEnd < 0 ? body.length : lineEnd + 1;
    if (isEnd) return pieces;
  }
  if (start >= 0) pieces.push(body.slice(start));
  return pieces;
}

function findBoundary(body: string): string | undefined {
  return /^--([^\s-][^\r\n]{0,98}[^\s])[ \t]{0,9}\r?\ncontent-/im.exec(body.slice(0, 64 * 1024))?.[1];
}

/** Yields a part and all parts in it, in the order of the mail. */
export function* walk(part: MailPart): Generator<MailPart> {
  yield part;
  for (const inner of part.parts) yield* walk(inner);
}

/** True for a part that contains a mail or its header. */
export function holdsMail({ type }: MailPart): boolean {
  return HOLDS_MAIL.test(type);
}
