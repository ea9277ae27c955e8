import { z } from 'zod';
import { type Piece, SLOT_NAMES, type SlotName, type SlotValues, assertSlotValue } from './slots.ts';

/** A message with its slots open: `segments` has one more entry than `slots`, and they take turns. */
export type MessageTemplate = Readonly<{ segments: readonly Buffer[]; slots: readonly SlotName[] }>;

const FORMAT = 'reveille-message-1';
const StoredSlots = z.array(z.tuple([z.enum(SLOT_NAMES), z.number().int().nonnegative()]));

/**
 * Stores a template: one line that names the format, one of JSON with each slot and the length of the text
 * before it, then all text without the slots.
 */
export function serializeTemplate(pieces: readonly Piece[]): Buffer {
  const slots: [SlotName, number][] = [];
  let length = 0;
  let text = '';
  for (const piece of pieces) {
    if (typeof piece !== 'string') {
      slots.push([piece.slot, text.length - length]);
      length = text.length;
    } else text += piece;
  }
  return Buffer.from(`${FORMAT}\n${JSON.stringify(slots)}\n${text}`, 'latin1');
}

/** Opens stored bytes. The segments are views of them, not copies. Throws RangeError where they are no template. */
export function parseMessageTemplate(bytes: Buffer): MessageTemplate {
  const head = bytes.indexOf('\n');
  if (bytes.toString('latin1', 0, Math.max(0, head)) !== FORMAT)
    throw new RangeError('These bytes are no message template.');
  const list = bytes.indexOf('\n', head + 1);
  const stored = StoredSlots.safeParse(JSON.parse(bytes.toString('latin1', head + 1, list)));
  if (!stored.success) throw new RangeError('These bytes are a message template of another version.');
  const segments: Buffer[] = [];
  let start = list + 1;
  for (const [, length] of stored.data) {
    segments.push(bytes.subarray(start, start + length));
    start += length;
  }
  segments.push(bytes.subarray(start));
  return { segments, slots: stored.data.map(([name]) => name) };
}

/**
 * One reader's message: segments and values copied into one buffer (RFC 5322, CRLF, no dot-stuffing needed).
 * 7-bit unless the address is not. Throws HEADER_INJECTION where a value could break out of its slot, and
 * RangeError where a slot gets no value. `into`, where it is large enough, is what the result is a view of: a
 * sender that reuses its buffers leaves the garbage collector nothing to do.
 */
export function spliceMessage(template: MessageTemplate, values: Partial<SlotValues>, into?: Buffer): Buffer {
  const fill = template.slots.map((name) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`A message needs a value for "${name}".`);
    assertSlotValue(name, value);
    return value;
  });
  let size = 0;
  for (const segment of template.segments) size += segment.length;
  for (const value of fill) size += Buffer.byteLength(value);
  const message = into && into.length >= size ? into.subarray(0, size) : Buffer.allocUnsafe(size);
  let at = 0;
  template.segments.forEach((segment, index) => {
    message.set(segment, at);
    at += segment.length;
    const value = fill[index];
    if (value !== undefined) at += message.write(value, at);
  });
  return message;
}
