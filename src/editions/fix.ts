import { sql } from 'kysely';
import { recordAudit } from '../platform/audit.ts';
import type { Db, Tx } from '../platform/db/client.ts';
import type { StoryText } from '../platform/db/tables/editions.ts';
import { findSection } from '../domain/sections.ts';
import { ReveilleError } from '../domain/errors.ts';
import type { Queues } from '../platform/queue/queue.ts';
import { recordAct } from './acts.ts';
import { ledgerOf } from './ledgerCounts.ts';
import { loadEdition, type EditionStory, type LoadedEdition } from './load.ts';
import { enqueueRevision, followHeadlines, takeRevision } from './revise.ts';
import {
  changedFields,
  checkChanges,
  FIELD_WORDS,
  type CheckedChanges,
  type FixField,
  type StoryChanges,
} from './storyChanges.ts';
import { countCharacters, flattenText } from './text.ts';
import { isAnyOf, OPEN, RECEIVED, STARTED } from '../domain/states.ts';

export type FixOrder = {
  editionId: number;
  position: number;
  changes: StoryChanges;
  note?: string;
  actor: string;
  /** The item of the story when its text was shown. If the story now has another item, nothing changes. */
  itemId?: number | null;
  /** The story's text when the change was written. If a changed field now has another text, nothing changes. */
  seen?: Seen;
  /** It takes an earlier fix back, which is on record already. */
  isUndo?: boolean;
};

/** A story's fields as a person saw them: for a picture its address, and "" for no picture or no section. */
export type Seen = Partial<Record<FixField, string>>;

/**
 * `revision`: the revision with the new text. `isChanged`: false if the story had this text already. `overtaken`: the
 * current text, if nothing was written because somebody else changed `fields` in the meantime.
 */
export type Fixed = {
  revision: number;
  isChanged: boolean;
  overtaken?: { fields: FixField[]; now: StoryText };
};

/** The actor of fixes that take an outlet's newer copy by the newsletter's policy (src/newsroom/compose/recheck.ts). */
export const RECHECK = 'recheck';

/** SQL: true for a row of edition_fixes that readers of an earlier text may need to know about. An outlet's newer copy
 * is no mistake in what they got, and neither is a change of section or of an alternative text. */
export const isMistake = sql<boolean>`(actor <> ${RECHECK}
  and before - 'section' #- '{image,alt}' <> after - 'section' #- '{image,alt}')`;

const NOTE_LENGTH = 1_000;

const invalid = (message: string): ReveilleError => new ReveilleError('INVALID_INPUT', message);

/** A note to readers or staff, in plain text. Throws INVALID_INPUT. */
export function checkNote(note: string | undefined): string {
  const trimmed = (note ?? '').trim();
  if (countCharacters(trimmed) > NOTE_LENGTH) throw invalid(`A note has at most ${NOTE_LENGTH} characters.`);
  return trimmed;
}

/** The section's name in the newsletter's spelling. Throws INVALID_INPUT if there is no such section. */
function checkSection(name: string, { sections }: LoadedEdition['newsletter']): string {
  const section = sections.find((each) => each.name.toLowerCase() === name.trim().toLowerCase());
  if (section) return section.name;
  const names = sections.map((each) => each.name).join(', ');
  throw invalid(
    names === ''
      ? 'The newsletter has no sections; "reveille newsletters set" sets them.'
      : `The sections are ${names}.`,
  );
}

const textOf = ({ headline, summary, url, image, section }: EditionStory): StoryText => ({
  headline,
  summary,
  url,
  image,
  section,
});

/** Throws EDITION_STATE if no reader would get a change of the edition's stories any more. */
export function assertFixable({ id, state }: Pick<LoadedEdition['edition'], 'id' | 'state'>): void {
  if (!isAnyOf([...OPEN, ...STARTED], state))
    throw new ReveilleError('EDITION_STATE', `Edition ${id} is ${state}, so no reader would get the fix.`);
}

/** Locks the edition, so that two fixes get different revisions. Throws NOT_FOUND, EDITION_STATE, CONFLICT. */
async function lockEdition(tx: Tx, { editionId, position, itemId }: FixOrder): Promise<[LoadedEdition, EditionStory]> {
  await sql`select from editions where id = ${editionId} for no key update`.execute(tx);
  const loaded = await loadEdition({ db: tx }, editionId);
  if (!loaded) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
  const { edition, stories } = loaded;
  assertFixable(edition);
  const story = stories.find((each) => each.position === position);
  if (itemId !== undefined && story?.item_id !== itemId)
    throw new ReveilleError('CONFLICT', 'Another story is at this place now. Reload the page.');
  if (!story)
    throw new ReveilleError(
      'NOT_FOUND',
      `Edition ${editionId} has no story ${position}; it has ${stories.length === 0 ? 'none' : `1 to ${stories.at(-1)!.position}`}.`,
    );
  return [loaded, story];
}

/** The value of a story's field as a person sees it. */
function asSeen(text: StoryText, field: FixField, { sections }: LoadedEdition['newsletter']): string {
  if (field === 'image') return text.image?.url ?? '';
  if (field === 'alt') return flattenText(text.image?.alt ?? '');
  if (field === 'section') return findSection([text.section ?? null], sections) ?? '';
  return flattenText(text[field]);
}

/** Handles a fix that changes nothing: only a fix that could not be rendered is tried again. */
async function repeatFix(tx: Tx, { edition }: LoadedEdition, position: number): Promise<Fixed> {
  const { rows } = await sql<{ next_revision: number }>`
    update editions e set next_revision = f.revision
    from (select max(revision) as revision from edition_fixes
          where edition_id = ${edition.id} and position = ${position}) f
    where e.id = ${edition.id} and e.state = any(${STARTED}::text[]) and e.next_revision is null
      and f.revision > e.revision
    returning e.next_revision`.execute(tx);
  return { revision: rows[0]?.next_revision ?? edition.next_revision ?? edition.revision, isChanged: false };
}

/** A story's text after the changes. The outlet's own section stays where it maps to the one that was chosen. */
function changeText(before: StoryText, { alt, ...changes }: CheckedChanges, { newsletter }: LoadedEdition): StoryText {
  const after = { ...before, ...changes };
  if (alt !== undefined && after.image && flattenText(after.image.alt ?? '') !== alt)
    after.image = { ...after.image, alt: alt || null };
  if (changes.section) {
    const section = checkSection(changes.section, newsletter);
    after.section = findSection([before.section ?? null], newsletter.sections) === section ? before.section! : section;
  }
  return after;
}

async function applyFix(tx: Tx, order: FixOrder, changes: CheckedChanges, at: Date): Promise<Fixed> {
  const [loaded, story] = await lockEdition(tx, order);
  const before = textOf(story);
  const after = changeText(before, changes, loaded);
  // The picture went meanwhile: there is nothing left to describe.
  const isAltLost = changes.alt !== undefined && changes.alt !== '' && after.image === null && before.image === null;
  const changed = [...changedFields(before, after), ...(isAltLost ? ['alt' as const] : [])];
  if (changed.length === 0) return repeatFix(tx, loaded, order.position);
  const { seen = {} } = order;
  const fields = changed.filter(
    (field) => seen[field] !== undefined && flattenText(seen[field]) !== asSeen(before, field, loaded.newsletter),
  );
  if (fields.length > 0)
    return { revision: loaded.edition.revision, isChanged: false, overtaken: { fields, now: before } };
  if (isAltLost) throw invalid('The story has no picture to describe.');
  return saveText(tx, order, { loaded, story, after, at });
}

type NewText = { loaded: LoadedEdition; story: EditionStory; after: StoryText; at: Date };

/** Stores a story's text with the record of the change. */
async function saveText(tx: Tx, order: FixOrder, { loaded, story, after, at }: NewText): Promise<Fixed> {
  const { editionId, position, actor } = order;
  const note = checkNote(order.note);
  const before = textOf(story);
  const changed = changedFields(before, after);
  const stories = loaded.stories.map((each) => (each.position === position ? { ...each, ...after } : each));
  const revision = await takeRevision(tx, editionId, followHeadlines(loaded, stories));
  await tx
    .updateTable('edition_stories')
    .set({ ...after, image: after.image && JSON.stringify(after.image) })
    .where('edition_id', '=', editionId)
    .where('position', '=', position)
    .execute();
  const { id } = await tx
    .insertInto('edition_fixes')
    .values({
      edition_id: editionId,
      revision,
      position,
      item_id: story.item_id,
      before: JSON.stringify(before),
      after: JSON.stringify(after),
      note,
      actor,
      at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await recordAudit(tx, { actor, action: 'fix', editionId, detail: { revision, position, changed } });
  if (!order.isUndo)
    await recordAct(tx, {
      editionId,
      kind: 'fix',
      actor,
      at,
      said: `Edited “${after.headline}”: ${changed.map((field) => FIELD_WORDS[field]).join(', ')}.`,
      after: { fix: id },
    });
  return { revision, isChanged: true };
}

/**
 * Takes a fix back in its transaction: the fields that it changed get their former text, unless somebody changed one of
 * them since (`overtaken`). Null if the story has left the edition. Throws NOT_FOUND, EDITION_STATE.
 */
export async function revertFix(
  tx: Tx,
  { fixId, editionId, actor, at }: { fixId: number; editionId: number; actor: string; at: Date },
): Promise<Fixed | null> {
  const fix = await tx
    .selectFrom('edition_fixes')
    .selectAll()
    .where('id', '=', fixId)
    .where('edition_id', '=', editionId)
    .executeTakeFirstOrThrow();
  if (fix.position === 0) return null;
  const order: FixOrder = { editionId, position: fix.position, changes: {}, actor, isUndo: true };
  const [loaded, story] = await lockEdition(tx, order);
  const now = textOf(story);
  const fields = changedFields(fix.before, fix.after);
  const others = changedFields(now, fix.after).filter(
    (field) => fields.includes(field) || (field === 'image' && fields.includes('alt')),
  );
  if (others.length > 0)
    return { revision: loaded.edition.revision, isChanged: false, overtaken: { fields: others, now } };
  const former = Object.fromEntries(
    fields.map((field) => (field === 'alt' ? ['image', fix.before.image] : [field, fix.before[field]])),
  ) as Partial<StoryText>;
  return saveText(tx, order, { loaded, story, after: { ...now, ...former }, at });
}

/**
 * Changes the text of one story of an edition. A draft stays a draft, and keeps the change when it is composed again
 * (src/newsroom/compose/written.ts). During the send and after it, the text gets a revision of its own, which a
 * renderer makes; from then on no message is sent with an older one. Concurrent fixes are applied one after another.
 * Repeating a fix changes nothing, but a fix that could not be rendered is tried again. If the current text differs
 * from
 * `seen`, nothing is written. Throws NOT_FOUND, INVALID_INPUT, EDITION_STATE or, if the place now has another story
 * than that of `itemId`, CONFLICT.
 */
export async function fixStory(
  { db, queues, now }: { db: Db; queues: Queues; now: () => Date },
  order: FixOrder,
): Promise<Fixed> {
  const changes = checkChanges(order.changes);
  const fixed = await db.transaction().execute((tx) => applyFix(tx, order, changes, now()));
  await enqueueRevision({ db, queues }, order.editionId);
  return fixed;
}

/**
 * Counts copies of an edition's latest send: how many readers got (or may have got) a revision below this one, and how
 * many still wait for this one or a later one.
 */
export async function countCopies(
  { db }: { db: Db },
  editionId: number,
  revision: number,
): Promise<{ earlier: number; left: number }> {
  const { rows } = await sql<{ earlier: number; left: number }>`
    select coalesce(sum(d.readers) filter (where d.revision < ${revision}
             and (d.state = any(${RECEIVED}::text[]) or d.is_started)), 0) as earlier,
           coalesce(sum(d.readers) filter (where d.state = 'pending' or (d.state = 'submitting' and not d.is_started)), 0) as "left"
    from editions e join ${await ledgerOf(db, editionId)} d on d.is_rehearsal = e.is_rehearsal
    where e.id = ${editionId}`.execute(db);
  return rows[0]!;
}
