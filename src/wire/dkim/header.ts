/**
 * When a field is named once more than it occurs, so that a field added later breaks the signature: always; only if the
 * field is present; or never, but it is named even if it is absent.
 */
type Seal = 'always' | 'present' | 'never';

/**
 * The fields that a signature covers, in the order of its h= tag. Readers and mailbox providers rely on these.
 * `present`: a relay may add what a message lacks (Date, Message-ID), but never a second one. Feedback-ID is covered but
 * not sealed, because some relays add one of their own above it (Amazon SES does).
 */
const SIGNED_FIELDS: readonly (readonly [name: string, seal: Seal])[] = [
  ['From', 'always'],
  ['Reply-To', 'present'],
  ['To', 'present'],
  // Our messages have no Cc. Adding one would show readers a recipient that we did not name.
  ['Cc', 'always'],
  ['Subject', 'always'],
  ['Date', 'present'],
  ['Message-ID', 'present'],
  ['MIME-Version', 'present'],
  ['Content-Type', 'present'],
  ['List-Id', 'always'],
  ['List-Unsubscribe', 'always'],
  ['List-Unsubscribe-Post', 'always'],
  ['List-Archive', 'present'],
  ['Feedback-ID', 'never'],
];
const KEYS = SIGNED_FIELDS.map(([name]) => name.toLowerCase());
const isSigned = new Set(KEYS);

const SPACE = 32;
const TAB = 9;

function timesNamed(seal: Seal, occurrences: number): number {
  if (seal === 'never') return Math.max(occurrences, 1);
  return seal === 'always' || occurrences > 0 ? occurrences + 1 : 0;
}

/** The end of the field that begins at `start`, with its folded lines but without its last CRLF. */
function endOfField(block: string, start: number): number {
  let end = block.indexOf('\r\n', start);
  for (let next = block.charCodeAt(end + 2); end !== -1 && (next === SPACE || next === TAB);) {
    end = block.indexOf('\r\n', end + 2);
    next = block.charCodeAt(end + 2);
  }
  return end === -1 ? block.length : end;
}

/**
 * A field's value in `relaxed` form (RFC 6376, 3.4.2): unfolded, with single spaces and none at its ends. One character
 * stands for one byte in any charset: \s and trim() would treat the byte A0 as a space.
 */
export function relaxValue(value: string): string {
  // Most of our values have this form already, except for the space after the colon.
  if (!/[\t\r]|  | $/.test(value)) return value.startsWith(' ') ? value.slice(1) : value;
  return value
    .replaceAll('\r\n', '')
    .replace(/[\t ]+/g, ' ')
    .replace(/^ | $/g, '');
}

/** The signed fields of a header block, by lower-case name, with unchanged values in order. */
function readSignedFields(block: string): Map<string, string[]> {
  const fields = new Map<string, string[]>();
  for (let start = 0; start < block.length;) {
    const end = endOfField(block, start);
    const colon = block.indexOf(':', start);
    if (colon !== -1 && colon < end) {
      const key = block
        .slice(start, colon)
        .replace(/[\t ]+$/, '')
        .toLowerCase();
      if (isSigned.has(key)) {
        const value = block.slice(colon + 1, end);
        const values = fields.get(key);
        if (values) values.push(value);
        else fields.set(key, [value]);
      }
    }
    start = end + 2;
  }
  return fields;
}

/**
 * What a signature covers of a header block (latin1: one character per byte): the names for its h= tag, and the fields
 * in `relaxed` form in that order, each with its CRLF (RFC 6376, 3.7, 5.4.2).
 */
export function coverHeader(block: string): { names: string; canonical: string } {
  const fields = readSignedFields(block);
  const names: string[] = [];
  let canonical = '';
  SIGNED_FIELDS.forEach(([name, seal], index) => {
    const key = KEYS[index]!;
    const values = fields.get(key) ?? [];
    for (let times = timesNamed(seal, values.length); times > 0; times--) names.push(name);
    // Of several fields, verifiers take the lowest first. A further name stands for an absent field.
    for (const value of values.toReversed()) canonical += `${key}:${relaxValue(value)}\r\n`;
  });
  return { names: names.join(':'), canonical };
}
