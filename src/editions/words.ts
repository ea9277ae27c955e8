import { sql } from 'kysely';
import { recordAudit } from '../platform/audit.ts';
import type { Db, Tx } from '../platform/db/client.ts';
import { ReveilleError } from '../domain/errors.ts';
import { isAnyOf, OPEN, STARTED } from '../domain/states.ts';
import type { Queues } from '../platform/queue/queue.ts';
import { joinNames } from '../language/words.ts';
import { recordAct } from './acts.ts';
import { checkNote } from './fix.ts';
import { loadEdition, type Edition, type LoadedEdition } from './load.ts';
import { refuseEdition } from './refuse.ts';
import { enqueueRevision, followHeadlines, takeRevision } from './revise.ts';
import { countCharacters, flattenText } from './text.ts';

/** The most visible characters. Mail programs show far fewer: see `VISIBLE_WIDTHS`. */
const MAX_SUBJECT_LENGTH = 200;
const MAX_PREHEADER_LENGTH = 300;

/**
 * Staff's own words over an edition. `subject` and `preheader`: one line of plain text; "" builds the text from the
 * headlines again. `note`: paragraphs above the stories, one a line.
 */
export type EditionWords = { subject?: string; preheader?: string; note?: string };

/** The field of an edition whose text somebody else has changed, with its text now. */
export type OvertakenWords = { field: keyof EditionWords; now: string };

export type WordsOrder = {
  editionId: number;
  words: EditionWords;
  actor: string;
  /** The text when the change was written. If a changed field now has another text, nothing changes. */
  seen?: EditionWords;
  /** It takes an earlier change back, which is on record already. */
  isUndo?: boolean;
};

/** `revision`: the revision with the new text. `isChanged`: false if the edition had these words already. */
export type WordsSet = { revision: number; isChanged: boolean; overtaken: OvertakenWords[] };

/** A word of staff that cannot be used. `field` is the one at fault. */
export type WordsFault = { field: keyof EditionWords; message: string };

const LIMITS = { subject: MAX_SUBJECT_LENGTH, preheader: MAX_PREHEADER_LENGTH } as const;

/** What is wrong with words of staff, by field; empty where they can be used. */
export function findWordsFaults(words: EditionWords): WordsFault[] {
  const faults: WordsFault[] = [];
  for (const field of ['subject', 'preheader'] as const) {
    const length = words[field] === undefined ? 0 : countCharacters(flattenText(words[field]));
    if (length > LIMITS[field])
      faults.push({ field, message: `A ${field} has at most ${LIMITS[field]} characters; this one has ${length}.` });
  }
  try {
    checkNote(words.note);
  } catch (error) {
    faults.push({ field: 'note', message: (error as Error).message });
  }
  return faults;
}

function checkWords({ subject, preheader, note }: EditionWords): EditionWords {
  const words = {
    ...(subject === undefined ? {} : { subject: flattenText(subject) }),
    ...(preheader === undefined ? {} : { preheader: flattenText(preheader) }),
    ...(note === undefined ? {} : { note: checkNote(note).replaceAll('\r\n', '\n') }),
  };
  const [fault] = findWordsFaults(words);
  if (fault) throw new ReveilleError('INVALID_INPUT', fault.message);
  if (Object.keys(words).length === 0)
    throw new ReveilleError('INVALID_INPUT', 'Say what to change: subject, preheader or note.');
  return words;
}

/** An edition's words as staff sees them in a form. */
export function wordsOf({ subject, preheader, note }: Pick<Edition, 'subject' | 'preheader' | 'note'>) {
  return { subject, preheader, note };
}

/** The words after the change: what staff gave, or the text built from the headlines where they gave none. */
function wordsAfter(loaded: LoadedEdition, words: EditionWords, actor: string) {
  const { edition } = loaded;
  const by = {
    subject_by: words.subject === undefined ? edition.subject_by : words.subject === '' ? null : actor,
    preheader_by: words.preheader === undefined ? edition.preheader_by : words.preheader === '' ? null : actor,
  };
  // Staff's own subject says nothing about the words for the lead.
  const subject = edition.subject_by === null ? edition.subject : '';
  const built = followHeadlines({ ...loaded, edition: { ...edition, subject, ...by } }, loaded.stories);
  const text = (field: 'subject' | 'preheader'): string =>
    words[field] === undefined ? edition[field] : words[field] || built[field];
  return { by, subject: text('subject'), preheader: text('preheader') };
}

/** What undoes a change: the former words, "" for those that were built from the headlines. */
function formerWords(edition: Edition, changed: readonly (keyof EditionWords)[]): EditionWords {
  const { subject_by: subjectBy, preheader_by: preheaderBy, note } = edition;
  const former = {
    subject: subjectBy === null ? '' : edition.subject,
    preheader: preheaderBy === null ? '' : edition.preheader,
    note,
  };
  return Object.fromEntries(changed.map((field) => [field, former[field]]));
}

/** The same in the transaction of a caller, with checked words. */
export async function applyWords(tx: Tx, order: WordsOrder, words: EditionWords, at: Date): Promise<WordsSet> {
  const { editionId, actor, seen = {} } = order;
  await sql`select from editions where id = ${editionId} for no key update`.execute(tx);
  const loaded = await loadEdition({ db: tx }, editionId);
  if (!loaded || !isAnyOf([...OPEN, ...STARTED], loaded.edition.state))
    return refuseEdition(tx, editionId, 'no reader would get the new words');
  const { edition } = loaded;
  const { by, subject, preheader } = wordsAfter(loaded, words, actor);
  const after = { subject, preheader, note: words.note ?? edition.note };
  const before = wordsOf(edition);
  const changed = (Object.keys(words) as (keyof EditionWords)[]).filter((field) => after[field] !== before[field]);
  const overtaken = changed
    .filter((field) => seen[field] !== undefined && flattenText(seen[field]) !== flattenText(before[field]))
    .map((field) => ({ field, now: before[field] }));
  if (changed.length === 0 || overtaken.length > 0)
    return { revision: edition.next_revision ?? edition.revision, isChanged: false, overtaken };
  await tx
    .updateTable('editions')
    .set({ ...by, note: after.note })
    .where('id', '=', editionId)
    .execute();
  const revision = await takeRevision(tx, editionId, { subject, preheader });
  const detail = { revision, changed, before: Object.fromEntries(changed.map((field) => [field, before[field]])) };
  await recordAudit(tx, { actor, action: 'words', editionId, detail });
  if (!order.isUndo)
    await recordAct(tx, {
      editionId,
      kind: 'words',
      actor,
      at,
      said: `Changed the ${joinNames(changed, 'en')}.`,
      before: formerWords(edition, changed),
      after: Object.fromEntries(changed.map((field) => [field, after[field]])),
    });
  return { revision, isChanged: true, overtaken: [] };
}

/**
 * Sets the subject, preheader or note of an edition. They stay when the draft is composed again, until an empty text
 * takes them back. During the send, the text gets a revision of its own; from then on no message carries an older one.
 * If the current text differs from `seen`, nothing is written. Throws NOT_FOUND, INVALID_INPUT, EDITION_STATE.
 */
export async function setWords(
  { db, queues, now }: { db: Db; queues: Queues; now: () => Date },
  order: WordsOrder,
): Promise<WordsSet> {
  const words = checkWords(order.words);
  const set = await db.transaction().execute((tx) => applyWords(tx, order, words, now()));
  await enqueueRevision({ db, queues }, order.editionId);
  return set;
}

/**
 * About how many characters of a text common mail programs show, widest phone and window settings of their makers'
 * defaults: what stands after them is cut.
 */
export const VISIBLE_WIDTHS = [
  { program: 'Gmail on a phone', subject: 38, preheader: 40 },
  { program: 'Apple Mail on an iPhone', subject: 41, preheader: 85 },
  { program: 'Outlook on a phone', subject: 38, preheader: 75 },
  { program: 'Gmail on the web', subject: 70, preheader: 100 },
  { program: 'Apple Mail on a Mac', subject: 64, preheader: 140 },
  { program: 'Outlook for Windows', subject: 60, preheader: 55 },
] as const;
