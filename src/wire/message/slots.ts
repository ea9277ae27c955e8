import { randomBytes } from 'node:crypto';
import { ReveilleError } from '../../domain/errors.ts';
import { TOKEN_LENGTH } from '../../platform/tokens.ts';

export { TOKEN_LENGTH };

/** The places of a message that differ from reader to reader. */
export const SLOT_NAMES = ['to', 'date', 'messageId', 'unsubscribeToken', 'preferencesToken'] as const;
export type SlotName = (typeof SLOT_NAMES)[number];

/**
 * A slot that no stored template names, because earlier versions know only those of SLOT_NAMES: what stands before the
 * address in To. It is found where the template is parsed.
 */
export type AnySlot = SlotName | 'toName';

/** The slots that a text may mark. The others occur only in the headers. */
type TokenSlot = Extract<SlotName, `${string}Token`>;
const TOKEN_SLOTS = ['unsubscribeToken', 'preferencesToken'] as const satisfies readonly TokenSlot[];

/**
 * The values of the slots: a bare address, a time (formatHeaderDate), a Message-ID with angle brackets, two tokens, and
 * a name for the address (formatToName), or ''.
 */
export type SlotValues = Readonly<Record<SlotName, string> & { toName?: string }>;

/** Encoded bytes (as text, one character per byte) or a slot. */
export type Piece = string | { slot: SlotName };

const PREFIX: Readonly<Record<TokenSlot, string>> = { unsubscribeToken: 'U', preferencesToken: 'P' };
const NONCE_LENGTH = TOKEN_LENGTH - 1;

/** A nonce for one build, which the writer of a headline cannot know. */
export function newSlotNonce(): string {
  return randomBytes(NONCE_LENGTH).toString('base64url').slice(0, NONCE_LENGTH);
}

/**
 * The placeholder of a token in a template. It has the length and alphabet of a token, so that escaping, wrapping and
 * encoding treat it like one.
 */
export function slotMark(name: TokenSlot, nonce: string): string {
  if (nonce.length !== NONCE_LENGTH) throw new RangeError(`A nonce has ${NONCE_LENGTH} characters.`);
  return PREFIX[name] + nonce;
}

/** Splits a text at its marks into texts and slots, in order. */
export function splitAtMarks(text: string, nonce: string): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  // Searches for the nonce. The letter before it names the slot.
  for (let at = text.indexOf(nonce); at !== -1; at = text.indexOf(nonce, start)) {
    const slot = TOKEN_SLOTS.find((name) => PREFIX[name] === text[at - 1]);
    if (!slot) throw new RangeError('A nonce stands outside a mark.');
    pieces.push(text.slice(start, at - 1), { slot });
    start = at + nonce.length;
  }
  pieces.push(text.slice(start));
  return pieces;
}

/** Replaces every mark in the text with the same placeholder, for display. */
export function replaceMarks(text: string, nonce: string, standIn: string): string {
  return splitAtMarks(text, nonce)
    .map((piece) => (typeof piece === 'string' ? piece : standIn))
    .join('');
}

const TOKEN = new RegExp(`^[A-Za-z0-9_-]{${TOKEN_LENGTH}}$`);
/** The fixed length of a time from formatHeaderDate. */
export const DATE_LENGTH = 31;
const DATE = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000$/;
const MESSAGE_ID = /^<[!-;=?A-~]{1,120}@[A-Za-z0-9.[\]:_-]{1,255}>$/;
// The address stands in angle brackets on its own line. SMTP refuses longer ones anyway (RFC 5321).
// oxlint-disable-next-line no-control-regex -- controls are what it refuses
const ADDRESS = /^[^\u0000-\u0020\u007f-\u009f<>\u2028\u2029]{1,320}$/;

// A quoted name or one encoded-word, with the space or the fold before the address.
const TO_NAME = /^(?:(?:"[ !#-[\]-~]{1,60}"|=\?UTF-8\?[BQ]\?[!->@-~]{1,63}\?=)(?: |\r\n ))?$/;

const SHAPES: Readonly<Record<AnySlot, RegExp>> = {
  to: ADDRESS,
  toName: TO_NAME,
  date: DATE,
  messageId: MESSAGE_ID,
  unsubscribeToken: TOKEN,
  preferencesToken: TOKEN,
};

/**
 * Refuses a value that could break out of its slot. Throws HEADER_INJECTION. The message names the slot but not the
 * value, which may be a reader's address or a working token.
 */
export function assertSlotValue(name: AnySlot, value: string): void {
  if (!SHAPES[name].test(value))
    throw new ReveilleError('HEADER_INJECTION', `The value for "${name}" is not allowed in a message.`);
}
