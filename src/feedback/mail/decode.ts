/**
 * Decodes bytes (one per character) as a charset. With an unknown charset, they are read as UTF-8 if valid, else as
 * latin1.
 */
export function decodeCharset(binary: string, charset: string | undefined): string {
  const bytes = Buffer.from(binary, 'latin1');
  try {
    return new TextDecoder(charset?.trim() || 'utf-8', { fatal: !charset }).decode(bytes);
  } catch {
    return looksLikeUtf8(bytes) ? bytes.toString('utf8') : binary;
  }
}

function looksLikeUtf8(bytes: Buffer): boolean {
  return !bytes.toString('utf8').includes('\uFFFD');
}

const HEX = /=([0-9a-f]{2})/gi;
const fromHex = (_: string, hex: string): string => String.fromCharCode(Number.parseInt(hex, 16));

/** Decodes a transfer encoding (RFC 2045 6) from bytes to bytes, one per character. Invalid input stays unchanged. */
export function decodeTransfer(binary: string, encoding: string | undefined): string {
  const name = encoding?.trim().toLowerCase();
  if (name === 'base64') return Buffer.from(binary, 'base64').toString('latin1');
  if (name !== 'quoted-printable') return binary;
  return binary.replace(/=[ \t]{0,9}\r?\n/g, '').replace(HEX, fromHex);
}

const WORD = /=\?([\w.:-]{1,40})(?:\*[\w-]{0,20})?\?([bq])\?([^?\s]{0,400})\?=/gi;
const GAP = /(\?=)[ \t]{1,20}(?==\?)/g;

/** Decodes the encoded-words (RFC 2047) in a header's value. Raw UTF-8 (RFC 6532) is decoded too. */
export function decodeWords(binary: string): string {
  // The fields of a report are already text, because their part was decoded.
  const text = /[^\0-\xFF]/.test(binary) ? binary : decodeCharset(binary, undefined);
  if (!text.includes('=?')) return text;
  return text.replace(GAP, '$1').replace(WORD, (_, charset: string, encoding: string, word: string) => {
    const bytes =
      encoding.toLowerCase() === 'b' ? decodeTransfer(word, 'base64') : word.replaceAll('_', ' ').replace(HEX, fromHex);
    return decodeCharset(bytes, charset);
  });
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', nbsp: ' ', apos: "'" };

/** The text of an HTML notice, one line for each block. Only for analysis, never for display. Linear. */
export function textOfHtml(html: string): string {
  const parts: string[] = [];
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open < 0) break;
    parts.push(html.slice(at, open));
    const close = html.indexOf('>', open);
    if (close < 0) return joinHtml(parts);
    const tag = /^\/?[a-z]{1,10}/i.exec(html.slice(open + 1, open + 12))?.[0].toLowerCase() ?? '';
    if (/^\/?(?:p|br|div|tr|li|td|h\d|table|hr|ul|pre)$/.test(tag)) parts.push('\n');
    const end = tag === 'style' || tag === 'script' ? html.indexOf(`</${tag}`, close) : close;
    at = (end < 0 ? html.length : end) + (end === close ? 1 : 0);
  }
  parts.push(html.slice(at));
  return joinHtml(parts);
}

function joinHtml(parts: readonly string[]): string {
  return parts
    .join('')
    .replace(/&(#\d{1,6}|[a-z]{2,6});/gi, (whole, name: string) =>
      name.startsWith('#') ? codePoint(Number(name.slice(1)), whole) : (ENTITIES[name.toLowerCase()] ?? whole),
    );
}

function codePoint(code: number, whole: string): string {
  return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : whole;
}
