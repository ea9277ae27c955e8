import { randomBytes } from 'node:crypto';
import { buildFromHeader, buildHeader, buildTextHeader, formatHeaderDate, headerAddress } from './headers.ts';
import { encodeQuotedPrintable } from './quotedPrintable.ts';
import { type Piece, type SlotValues, newSlotNonce, splitAtMarks } from './slots.ts';
import { parseMessageTemplate, serializeTemplate, spliceMessage } from './template.ts';

export type MessageContent = {
  from: { name: string; address: string };
  /** A bare address. Null: replies go to From. */
  replyTo: string | null;
  subject: string;
  date: Date;
  /** Structured ASCII headers. A value may contain marks. */
  headers: readonly (readonly [name: string, value: string])[];
  text: string;
  html: string;
};

/** The To header with a slot for the bare address. */
const to: Piece[] = ['To: <', { slot: 'to' }, '>\r\n'];
const messageId: Piece[] = ['Message-ID: ', { slot: 'messageId' }, '\r\n'];

/** One alternative of the body, with its headers. */
function buildPart(boundary: string, subtype: string, content: string, nonce: string): Piece[] {
  return [
    `--${boundary}\r\n${buildHeader('Content-Type', `text/${subtype}; charset=utf-8`)}`,
    `${buildHeader('Content-Transfer-Encoding', 'quoted-printable')}\r\n`,
    ...encodeQuotedPrintable(content, nonce),
    '\r\n',
  ];
}

/**
 * Encodes a mail once, with slots for what differs between readers, as bytes to store: multipart/alternative
 * (text first), quoted-printable UTF-8, 7-bit. `nonce` is the one of the marks in `headers`, `text` and `html`.
 * Throws HEADER_INJECTION if a header's text contains a line break or NUL, and ADDRESS_INVALID.
 * (RFC 5322, 2045–2047, 2369, 8058)
 */
export function buildMessageTemplate(content: MessageContent, nonce: string): Buffer {
  // "=_" cannot occur in quoted-printable or in a token, so no content can contain the boundary.
  const boundary = `=_${randomBytes(18).toString('base64url')}`;
  return serializeTemplate([
    buildFromHeader(content.from),
    ...to,
    content.replyTo === null ? '' : buildHeader('Reply-To', `<${headerAddress(content.replyTo)}>`),
    buildTextHeader('Subject', content.subject),
    // Parsing the template turns this into a slot.
    buildHeader('Date', formatHeaderDate(content.date)),
    ...messageId,
    buildHeader('MIME-Version', '1.0'),
    ...content.headers.flatMap(([name, value]) => splitAtMarks(buildHeader(name, value), nonce)),
    `${buildHeader('Content-Type', `multipart/alternative; boundary="${boundary}"`)}\r\n`,
    ...buildPart(boundary, 'plain', content.text, nonce),
    ...buildPart(boundary, 'html', content.html, nonce),
    `--${boundary}--\r\n`,
  ]);
}

/**
 * Builds a complete mail to one person with the same code. `messageId` includes its angle brackets. The content has no
 * marks. Throws as buildMessageTemplate and spliceMessage do.
 */
export function buildMessage(content: MessageContent, values: Pick<SlotValues, 'to' | 'messageId'>): Buffer {
  const template = parseMessageTemplate(buildMessageTemplate(content, newSlotNonce()));
  return spliceMessage(template, { ...values, date: formatHeaderDate(content.date) });
}
