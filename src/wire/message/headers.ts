import { domainToASCII } from 'node:url';
import { ReveilleError } from '../../domain/errors.ts';

/** RFC 5322, 2.1.1: a line should have at most 78 characters and must have at most 998. */
const SHOULD_LINE = 78;
const MUST_LINE = 998;
/** RFC 2047, 2: an encoded-word has at most 75 characters, and its line at most 76, including the header's name. */
const MAX_WORD = 75;
const ENCODED_LINE = 76;
const WORD_OVERHEAD = '=?UTF-8?B??='.length;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Refuses text that could end a header and start another. Throws HEADER_INJECTION. */
function assertHeaderText(what: string, text: string): void {
  // oxlint-disable-next-line no-control-regex -- controls are what it refuses
  if (/[\r\n\u0000]/.test(text))
    throw new ReveilleError('HEADER_INJECTION', `${what} has a line break or a NUL, which headers must not contain.`);
}

// Only the characters that RFC 2047 allows in a phrase (5.3), the strictest place for an encoded-word.
const Q_SAFE = /[^A-Za-z0-9!*+/-]/g;
const toQ = (text: string): string =>
  Array.from(Buffer.from(text), (byte) => {
    const character = String.fromCharCode(byte);
    if (byte === 32) return '_';
    return byte < 128 && character.replace(Q_SAFE, '')
      ? character
      : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
const toB = (text: string): string => Buffer.from(text).toString('base64');
const lengthInB = (text: string): number => Math.ceil(Buffer.byteLength(text) / 3) * 4;

/**
 * Encodes a text as RFC 2047 encoded-words, which the caller joins with folds. No grapheme cluster is split, unless a
 * single one does not fit in a word; then it is split between characters. `firstRoom` is the number of characters that
 * the first line still has.
 */
function encodeWords(text: string, firstRoom: number): string[] {
  const wellFormed = text.toWellFormed();
  // Q if most of the text is ASCII, because people and filters can read it. B is shorter for other text.
  const isMostlyAscii = toQ(wellFormed).length <= lengthInB(wellFormed);
  const encode = isMostlyAscii ? toQ : toB;
  const measure = isMostlyAscii ? (part: string) => toQ(part).length : lengthInB;
  const words: string[] = [];
  let word = '';
  const room = (): number => (words.length === 0 ? Math.min(firstRoom, MAX_WORD) : MAX_WORD) - WORD_OVERHEAD;
  const flush = (): void => {
    words.push(`=?UTF-8?${isMostlyAscii ? 'Q' : 'B'}?${encode(word)}?=`);
    word = '';
  };
  for (const { segment } of graphemes.segment(wellFormed)) {
    // The first word cannot move to a longer line.
    const widest = word === '' ? room() : MAX_WORD - WORD_OVERHEAD;
    const parts = measure(segment) > widest ? Array.from(segment) : [segment];
    for (const part of parts) {
      if (word !== '' && measure(word + part) > room()) flush();
      word += part;
    }
  }
  if (word !== '') flush();
  return words;
}

/** Folds at single spaces, so that lines have at most 78 characters if possible. */
function fold(name: string, value: string): string {
  const lines: string[] = [];
  const [first = '', ...words] = value.split(' ');
  // The first word stays on the line of the name: a line with the name alone confuses some parsers.
  let line = `${name}: ${first}`;
  for (const word of words) {
    if (line.length + 1 + word.length > SHOULD_LINE) {
      lines.push(line);
      line = '';
    }
    line += ` ${word}`;
  }
  lines.push(line);
  return `${lines.join('\r\n')}\r\n`;
}

/** True if a text can stand in a header unencoded: plain words, folded at single spaces. */
function isPlain(text: string): boolean {
  return (
    /^[!-~]+( [!-~]+)*$/.test(text) &&
    !text.includes('=?') &&
    text.split(' ').every((word) => word.length < SHOULD_LINE - 20)
  );
}

/**
 * Builds one header of free text, such as Subject, with its CRLF: unencoded if possible, otherwise in encoded-words.
 * Throws HEADER_INJECTION.
 */
export function buildTextHeader(name: string, text: string): string {
  assertHeaderText(name, text);
  if (text === '') return `${name}:\r\n`;
  if (isPlain(text)) return fold(name, text);
  return `${name}: ${encodeWords(text, ENCODED_LINE - name.length - 2).join('\r\n ')}\r\n`;
}

/**
 * Builds one header of structured ASCII, such as List-Unsubscribe, with its CRLF. Nothing is encoded, and it is folded
 * only at its spaces. Throws HEADER_INJECTION, also if the value is not ASCII or too long for a line.
 */
export function buildHeader(name: string, value: string): string {
  if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(name))
    throw new ReveilleError('HEADER_INJECTION', 'This is not a valid header name.');
  assertHeaderText(name, value);
  if (!/^[ -~]*$/.test(value)) throw new ReveilleError('HEADER_INJECTION', `${name} is not ASCII.`);
  const header = fold(name, value);
  if (header.split('\r\n').some((line) => line.length > MUST_LINE))
    throw new ReveilleError('HEADER_INJECTION', `${name} has a line of more than ${MUST_LINE} characters.`);
  return header;
}

/** An address for a header, with its domain as A-labels. Throws ADDRESS_INVALID if ASCII cannot express it. */
export function headerAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = domainToASCII(address.slice(at + 1));
  if (at < 1 || !domain || !/^[!-~]+$/.test(local) || /[<>,;:\\[\]()"]/.test(local))
    throw new ReveilleError('ADDRESS_INVALID', 'The sender address cannot be written in a header.');
  return `${local}@${domain}`;
}

/** The From header, with the name quoted or in encoded-words. Throws HEADER_INJECTION or ADDRESS_INVALID. */
export function buildFromHeader(from: { name: string; address: string }): string {
  assertHeaderText('From', from.name);
  assertHeaderText('From', from.address);
  const address = `<${headerAddress(from.address)}>`;
  if (from.name === '') return `From: ${address}\r\n`;
  const quoted = `"${from.name.replace(/["\\]/g, '\\$&')}"`;
  const isShort = /^[ -~]+$/.test(from.name) && !from.name.includes('=?') && quoted.length < SHOULD_LINE - 6;
  const header = `From: ${isShort ? quoted : encodeWords(from.name, ENCODED_LINE - 6).join('\r\n ')}`;
  const lastLine = header.length - (header.lastIndexOf('\n') + 1);
  const gap = lastLine + 1 + address.length > (isShort ? SHOULD_LINE : ENCODED_LINE) ? '\r\n ' : ' ';
  return `${header}${gap}${address}\r\n`;
}

/**
 * What stands before the address in a To header: the name, quoted or as one encoded-word, and the space or fold after it.
 * Empty without a name, or if the name does not fit in one encoded-word.
 */
export function formatToName(name: string, address: string): string {
  if (name === '') return '';
  const isShort = /^[ !#-[\]-~]{1,60}$/.test(name) && !name.includes('=?');
  const [word = '', ...more] = isShort ? [`"${name}"`] : encodeWords(name, ENCODED_LINE - 'To: '.length);
  if (more.length > 0) return '';
  const length = 'To: '.length + word.length + ' <>'.length + address.length;
  return word + (length > (isShort ? SHOULD_LINE : ENCODED_LINE) ? '\r\n ' : ' ');
}

let lastDate = { second: NaN, text: '' };

/** A time in RFC 5322 format, in UTC, with 31 characters. The last result is cached: a wave's messages share it. */
export function formatHeaderDate(date: Date): string {
  const second = Math.floor(date.getTime() / 1000);
  if (lastDate.second !== second) lastDate = { second, text: date.toUTCString().replace(/GMT$/, '+0000') };
  return lastDate.text;
}
