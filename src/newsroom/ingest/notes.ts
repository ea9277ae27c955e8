import { AGENCY } from './agencyNames.ts';
import { parseDate } from './dates/dates.ts';
import { findReservation } from '../rights/rightsNotes.ts';
import { localName, walk, type MarkupNode } from './markup.ts';

/** Instructions of a source to editors. They are followed, but never shown. */
export type Instructions = {
  editorsNote: string | null;
  /** ISO 8601 UTC: not to be published before */
  embargoUntil: string | null;
  /** killed, withdrawn or cancelled by its source */
  isWithdrawn: boolean;
};

export const NO_INSTRUCTIONS: Instructions = { editorsNote: null, embargoUntil: null, isWithdrawn: false };

// Openings of notes to editors. "Editor's note:" is not one, because papers use it to address readers.
const NOTE_START =
  /^[([]?\s*(?:(?:EDS|Eds|EDITORS|Editors)\s*[:.–—-]|(?:ATTENTION|Attention) (?:EDITORS|Editors)\b|EDITORS['’] NOTE\b|(?:NOTE TO|Note to) (?:EDITORS|Editors|editors)\b|EMBARGOED\b|EMBARGO\s?(?::|UNTIL|TILL|FOR)|Embargoed (?:until|for|to|till)\b|HOLD FOR RELEASE\b|NOT FOR (?:RELEASE|PUBLICATION|USE)\b|(?:STRICT(?:LY)? )EMBARGO)/u;
const EMBARGO = /\b(?:EMBARGO(?:ED)?|Embargoed|HOLD FOR RELEASE|NOT FOR (?:RELEASE|PUBLICATION|USE))\b([^\n]{0,160})/u;
const WITHDRAWN =
  /^(?:STORY (?:REMOVED|WITHDRAWN|KILLED)|MANDATORY (?:KILL|WITHDRAWAL)|KILL(?:ED)?(?: NOTICE| STORY)?|WITHDRAWN|RETRACTED)\s*[:–—-]/u;
const DATELINE_BEHIND = new RegExp(
  `[.!;)\\]]\\s+(?=\\p{Lu}[^.!?]{1,60}\\((?:${AGENCY})[^()]{0,20}\\)\\s*(?:—|–|--|-|\\.-))`,
  'u',
);
const MAX_NOTE = 1000;
const MAX_HEAD = 200;
// An embargo with an unreadable end lasts until a person checks it.
const NEVER = '9999-12-31T00:00:00.000Z';

/** True if a text begins with a note to editors. */
export function addressesEditors(text: string): boolean {
  return NOTE_START.test(text);
}

/** True of a paragraph that addresses editors. */
export function isEditorsNote(node: MarkupNode): boolean {
  if (localName(node) !== 'p') return false;
  let head = '';
  let steps = 0;
  for (const child of walk(node)) {
    if (child.type === 'text') head += (child.data ?? '').slice(0, MAX_HEAD);
    // A paragraph may contain all following text, so only its beginning is read.
    if (head.trimStart().length > 40 || ++steps > 50) break;
  }
  return addressesEditors(head.trimStart());
}

function isShouted(sentence: string): boolean {
  const letters = sentence.match(/\p{L}/gu)?.length ?? 0;
  return (sentence.match(/\p{Lu}/gu)?.length ?? 0) > 0.5 * letters;
}

/**
 * Splits a note to editors from the beginning of a one-line text. It ends at the dateline, else after its first
 * sentence
 * and following capitals. A note in brackets ends with the bracket.
 */
export function splitNote(text: string): { note: string | null; rest: string } {
  if (!addressesEditors(text)) return { note: null, rest: text };
  const cut = (end: number): { note: string; rest: string } => ({
    note: text.slice(0, end).trim(),
    rest: text.slice(end).trim(),
  });
  if (/^[([]/u.test(text)) {
    const end = text.search(/[)\]]/u);
    if (end > 0) return cut(end + 1);
  }
  const dateline = DATELINE_BEHIND.exec(text.slice(0, MAX_NOTE));
  if (dateline) return cut(dateline.index + dateline[0].length);
  let end = 0;
  for (const [sentence] of text.slice(0, MAX_NOTE).matchAll(/[^.!]+(?:[.!](?!\s)[^.!]*)*[.!]?\s*/gu)) {
    if (end > 0 && !isShouted(sentence)) break;
    end += sentence.length;
  }
  return cut(end || text.length);
}

/** Parses "… UNTIL 00:01 GMT, WEDNESDAY, MARCH 29, 2023" in any order. A missing zone means UTC. Null without a day. */
export function embargoInstant(text: string): string | null {
  const iso = /\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?\s*(?:Z|[+-]\d{2}:?\d{2}|[A-Z]{2,4})?)?/u.exec(
    text,
  );
  if (iso) return parseDate(iso[0]);
  const day =
    /(\p{L}{3,9})\.?\s(\d{1,2})(?:st|nd|rd|th)?,?\s(\d{4})/iu.exec(text) ??
    /(\d{1,2})(?:st|nd|rd|th)?\s(?:of\s)?(\p{L}{3,9})\.?,?\s(\d{4})/iu.exec(text);
  if (!day) return null;
  const others = text.replace(day[0], ' ');
  const clock =
    /(\d{1,2})[:.](\d{2})\s*([ap]\.?m\.?)?\s*\(?([A-Z]{2,4})?\b/iu.exec(others) ??
    /(\d{1,2})()\s*([ap]\.?m\.?)\s*\(?([A-Z]{2,4})?\b/iu.exec(others) ??
    /\b(\d{2})(\d{2})()\s*(?:hrs?\s)?\(?(GMT|UTC|BST|CET|CEST|E[SD]?T)\b/iu.exec(others);
  const noon = /\bnoon\b\s*([A-Z]{2,4})?/iu.exec(others);
  const time = clock ? `${clock[1]}:${clock[2] || '00'} ${clock[3] ?? ''}` : noon ? '12:00' : '00:00';
  const zone = clock?.[4] ?? noon?.[1] ?? '';
  const date = /^\d/u.test(day[1] ?? '') ? `${day[1]} ${day[2]} ${day[3]}` : `${day[2]} ${day[1]} ${day[3]}`;
  return parseDate(`${date} ${time.trim()} ${zone}`) ?? parseDate(`${date} ${time.trim()}`);
}

/** Reads instructions from notes and headline. `texts`: texts that may forbid to publish the story elsewhere. */
export function readInstructions(title: string, notes: (string | null)[], texts: readonly string[] = []): Instructions {
  const reserved = texts.map(findReservation).find((sentence) => sentence !== null) ?? null;
  const editorsNote = [...new Set([...notes, reserved].filter((note) => note !== null && note !== ''))]
    .join(' ')
    .slice(0, MAX_NOTE);
  const until = EMBARGO.exec(editorsNote)?.[0] ?? null;
  return {
    editorsNote: editorsNote || null,
    embargoUntil: until ? (embargoInstant(until) ?? NEVER) : null,
    isWithdrawn: WITHDRAWN.test(title),
  };
}

/** Adds a source's own fields to the instructions in its texts. `status`: pubstatus of IPTC, state of MRSS. */
export function withDeclared(
  found: Instructions,
  declared: { status: string | null; embargo: string | null; note: string | null },
): Instructions {
  return {
    editorsNote:
      [declared.note, found.editorsNote]
        .filter((note) => note !== null)
        .join(' ')
        .slice(0, MAX_NOTE) || null,
    embargoUntil:
      parseDate(declared.embargo) ?? (declared.embargo ? embargoInstant(declared.embargo) : null) ?? found.embargoUntil,
    isWithdrawn:
      found.isWithdrawn ||
      /^(?:stat:|http\S*\/)?(?:cancel+ed|withheld|killed|withdrawn|deleted|blocked)$/iu.test(
        declared.status?.trim() ?? '',
      ),
  };
}
