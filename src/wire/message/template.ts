import { z } from 'zod';
import {
  type AnySlot,
  assertSlotValue,
  DATE_LENGTH,
  type Piece,
  SLOT_NAMES,
  type SlotName,
  type SlotValues,
} from './slots.ts';

/** A message with open slots. `segments` has one more entry than `slots`, and they alternate. */
export type MessageTemplate = Readonly<{
  segments: readonly Buffer[];
  slots: readonly AnySlot[];
  /** The Date in the stored text. */
  storedDate: string;
}>;

const FORMAT = 'reveille-message-1';
const StoredSlots = z.array(z.tuple([z.enum(SLOT_NAMES), z.number().int().nonnegative()]));

/**
 * Serializes a template: one line with the format's name, one JSON line with each slot and the length of the text
 * before
 * it, then the text without the slots.
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

const DATE_HEADER = '\r\nDate: ';

/**
 * Opens the slot of the Date header. It is stored as text, the time of rendering, because earlier versions send that.
 * It
 * is in the headers before the Message-ID, where no other line starts like it.
 */
function openDate(segments: Buffer[], slots: SlotName[]): string {
  const index = slots.indexOf('messageId');
  const segment = segments[index];
  const found = segment?.indexOf(DATE_HEADER) ?? -1;
  if (!segment || found < 0) throw new RangeError('These bytes are a message template without a Date.');
  const at = found + DATE_HEADER.length;
  segments.splice(index, 1, segment.subarray(0, at), segment.subarray(at + DATE_LENGTH));
  slots.splice(index, 0, 'date');
  return segment.toString('latin1', at, at + DATE_LENGTH);
}

const TO_START = 'To: <';

/** Opens a slot for the reader's name before the address. Earlier versions know no such slot, so none is stored. */
function openToName(segments: Buffer[], slots: AnySlot[]): void {
  const index = slots.indexOf('to');
  const segment = segments[index];
  if (!segment?.subarray(-TO_START.length).equals(Buffer.from(TO_START))) return;
  segments.splice(index, 1, segment.subarray(0, -1), segment.subarray(-1));
  slots.splice(index, 0, 'toName');
}

/** Opens stored bytes. The segments are views, not copies. Throws RangeError if the bytes are not a template. */
export function parseMessageTemplate(bytes: Buffer): MessageTemplate {
  const head = bytes.indexOf('\n');
  if (bytes.toString('latin1', 0, Math.max(0, head)) !== FORMAT)
    throw new RangeError('These bytes are not a message template.');
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
  const slots = stored.data.map(([name]) => name);
  const storedDate = openDate(segments, slots);
  const all: AnySlot[] = [...slots];
  openToName(segments, all);
  return { segments, slots: all, storedDate };
}

/**
 * Builds one reader's message by copying segments and values into one buffer (RFC 5322, CRLF, no dot-stuffing needed).
 * It is 7-bit unless the address is not. Throws HEADER_INJECTION if a value could break out of its slot, and RangeError
 * if a slot has no value. The result is a view of `into` if that is large enough: a sender that reuses its buffers
 * creates no garbage.
 */
export function spliceMessage(template: MessageTemplate, values: Partial<SlotValues>, into?: Buffer): Buffer {
  const fill = template.slots.map((name) => {
    const value = name === 'toName' ? (values.toName ?? '') : values[name];
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
