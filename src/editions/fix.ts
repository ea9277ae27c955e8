import { sql } from 'kysely';
import { recordAudit } from '../platform/audit.ts';
import type { Db, Tx } from '../platform/db/client.ts';
import type { StoryText } from '../platform/db/tables/editions.ts';
import { findSection } from '../domain/sections.ts';
import { ReveilleError } from '../domain/errors.ts';
import type { Queues } from '../platform/queue/queue.ts';
import { loadEdition, type EditionStory, type LoadedEdition } from './load.ts';
import { enqueueRevision, followHeadlines, takeRevision } from './revise.ts';
import { countCharacters, flattenText, HEADLINE_LENGTH, SUMMARY_LENGTH } from './text.ts';
import { isAnyOf, OPEN, RECEIVED, STARTED } from '../domain/states.ts';

/**
 * What a fix changes of a story. `image: null` takes its picture away; `section` is one of the newsletter's, by its
 * name, or null for none.
 */
export type StoryChanges = {
  headline?: string;
  summary?: string;
  url?: string;
  image?: null;
  section?: string | null;
};
export type FixOrder = {
  editionId: number;
  position: number;
  changes: StoryChanges;
  note?: string;
  actor: string;
  /** The item that the story was made of when its text was shown: another one by now is not changed. */
  itemId?: number | null;
  /** What the story said when the change was written: where a field of the change says something else by now, nothing is changed. */
  seen?: Seen;
};

/** A story's fields as a person saw them; of a picture its address, and "" for none, as for a section. */
export type Seen = Partial<Record<keyof StoryText, string>>;

/**
 * `revision`: the one that carries the text. `isChanged`: false where the story said that already. `overtaken`: what it
 * says now, where nothing was written since somebody else had changed `fields` meanwhile.
 */
export type Fixed = {
  revision: number;
  isChanged: boolean;
  overtaken?: { fields: (keyof StoryText)[]; now: StoryText };
};

/** Who fixes a story where the newsletter's policy takes over an outlet's newer copy (src/newsroom/compose/recheck.ts). */
export const RECHECK = 'recheck';

/** SQL for a row of edition_fixes that readers of an earlier text may want to be told of: an outlet's newer copy makes
 * no mistake of what they got, nor does where a story stands. */
export const isMistake = sql<boolean>`(actor <> ${RECHECK} and before - 'section' <> after - 'section')`;

const NOTE_LENGTH = 1_000;

const invalid = (message: string): ReveilleError => new ReveilleError('INVALID_INPUT', message);

function checkText(what: string, text: string, maxLength: number): string {
  const flat = flattenText(text);
  if (countCharacters(flat) > maxLength) throw invalid(`A ${what} has at most ${maxLength} characters.`);
  return flat;
}

function checkUrl(url: string): string {
  const parsed = URL.canParse(url.trim()) ? new URL(url.trim()) : null;
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol))
    throw invalid('The story’s address must be one of the web, such as https://paper.example/story.');
  if (parsed.username !== '' || parsed.password !== '')
    throw invalid('The story’s address must hold no user name and no password: every reader would get them.');
  return parsed.href;
}

/** Cleaned as what ingest reads is. Throws INVALID_INPUT. */
function checkChanges({ headline, summary, url, image, section }: StoryChanges): Partial<StoryText> {
  const changes: Partial<StoryText> = {
    ...(headline === undefined ? {} : { headline: checkText('headline', headline, HEADLINE_LENGTH) }),
    ...(summary === undefined ? {} : { summary: checkText('summary', summary, SUMMARY_LENGTH) }),
    ...(url === undefined ? {} : { url: checkUrl(url) }),
    ...(image === undefined ? {} : { image }),
    ...(section === undefined ? {} : { section }),
  };
  if (changes.headline === '') throw invalid('A story needs a headline.');
  if (Object.keys(changes).length === 0)
    throw invalid('Say what to change: headline, summary, url, picture or section.');
  return changes;
}

/** A note to readers or staff, in plain text. Throws INVALID_INPUT. */
export function checkNote(note: string | undefined): string {
  const trimmed = (note ?? '').trim();
  if (countCharacters(trimmed) > NOTE_LENGTH) throw invalid(`A note has at most ${NOTE_LENGTH} characters.`);
  return trimmed;
}

/** The newsletter's own writing of a section's name. Throws INVALID_INPUT where it has none of that name. */
function checkSection(name: string, { sections }: LoadedEdition['newsletter']): string {
  const section = sections.find((each) => each.name.toLowerCase() === name.trim().toLowerCase());
  if (section) return section.name;
  const names = sections.map((each) => each.name).join(', ');
  throw invalid(
    names === '' ? 'The newsletter has no sections; "newsletters set" gives it some.' : `The sections are ${names}.`,
  );
}

const textOf = ({ headline, summary, url, image, section }: EditionStory): StoryText => ({
  headline,
  summary,
  url,
  image,
  section,
});

/** Waits for whoever changes the edition now, so that two fixes get two revisions. Throws NOT_FOUND, EDITION_STATE, CONFLICT. */
async function lockEdition(tx: Tx, { editionId, position, itemId }: FixOrder): Promise<[LoadedEdition, EditionStory]> {
  await sql`select from editions where id = ${editionId} for no key update`.execute(tx);
  const loaded = await loadEdition({ db: tx }, editionId);
  if (!loaded) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
  const { edition, stories } = loaded;
  if (!isAnyOf([...OPEN, ...STARTED], edition.state))
    throw new ReveilleError('EDITION_STATE', `Edition ${editionId} is ${edition.state}: nobody will get a fix of it.`);
  const story = stories.find((each) => each.position === position);
  if (itemId !== undefined && story?.item_id !== itemId)
    throw new ReveilleError('CONFLICT', 'Another story stands there by now. Load the page again.');
  if (!story)
    throw new ReveilleError(
      'NOT_FOUND',
      `Edition ${editionId} has no story ${position}; it has ${stories.length === 0 ? 'none' : `1 to ${stories.at(-1)!.position}`}.`,
    );
  return [loaded, story];
}

/** A field of a story as a person sees it. */
function asSeen(text: StoryText, field: keyof StoryText, { sections }: LoadedEdition['newsletter']): string {
  if (field === 'image') return text.image?.url ?? '';
  if (field === 'section') return findSection([text.section ?? null], sections) ?? '';
  return flattenText(text[field]);
}

/** The story says so already: only a fix that was never rendered still has something to be done. */
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

async function applyFix(tx: Tx, order: FixOrder, changes: Partial<StoryText>, at: Date): Promise<Fixed> {
  const { editionId, position, actor } = order;
  const note = checkNote(order.note);
  const [loaded, story] = await lockEdition(tx, order);
  const before = textOf(story);
  const after = { ...before, ...changes };
  // What the outlet calls it means that section already.
  if (changes.section) {
    const section = checkSection(changes.section, loaded.newsletter);
    after.section = findSection([story.section], loaded.newsletter.sections) === section ? story.section : section;
  }
  const changed = (Object.keys(changes) as (keyof StoryText)[]).filter((field) => after[field] !== before[field]);
  if (changed.length === 0) return repeatFix(tx, loaded, position);
  const { seen = {} } = order;
  const fields = changed.filter(
    (field) => seen[field] !== undefined && flattenText(seen[field]) !== asSeen(before, field, loaded.newsletter),
  );
  if (fields.length > 0)
    return { revision: loaded.edition.revision, isChanged: false, overtaken: { fields, now: before } };
  const headlines = loaded.stories.map((each) => (each.position === position ? after.headline : each.headline));
  const revision = await takeRevision(tx, editionId, followHeadlines(loaded, headlines));
  await tx
    .updateTable('edition_stories')
    .set({ ...after, image: after.image && JSON.stringify(after.image) })
    .where('edition_id', '=', editionId)
    .where('position', '=', position)
    .execute();
  await tx
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
    .execute();
  await recordAudit(tx, { actor, action: 'fix', editionId, detail: { revision, position, changed } });
  return { revision, isChanged: true };
}

/**
 * Changes what an edition says of one story. A draft stays one, and keeps the change when it is composed anew
 * (src/newsroom/compose/written.ts). While the send runs, and after it, the text gets a revision of its own, which a renderer makes: from then on
 * no message goes out with an older one. Two fixes at once take turns; the same fix again changes nothing, and has
 * one that could not be rendered tried again. Where another text was `seen` than stands there, nothing is written. Throws NOT_FOUND, INVALID_INPUT, EDITION_STATE or, where another story
 * than that of `itemId` stands there by now, CONFLICT.
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
 * Of an edition's latest send: how many readers got (or may have got) a revision below this one, and how many get
 * this one or a later one still.
 */
export async function countCopies(
  { db }: { db: Db },
  editionId: number,
  revision: number,
): Promise<{ earlier: number; left: number }> {
  const { rows } = await sql<{ earlier: number; left: number }>`
    select count(*) filter (where d.revision < ${revision}
             and (d.state = any(${RECEIVED}::text[]) or (d.state = 'submitting' and d.data_at is not null))) as earlier,
           count(*) filter (where d.state = 'pending' or (d.state = 'submitting' and d.data_at is null)) as "left"
    from editions e join deliveries d on d.edition_id = e.id and d.is_rehearsal = e.is_rehearsal
    where e.id = ${editionId} and d.edition_id = ${editionId}`.execute(db);
  return rows[0]!;
}
