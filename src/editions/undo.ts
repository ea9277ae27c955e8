import { sql } from 'kysely';
import { recordAudit } from '../platform/audit.ts';
import type { Db, Tx } from '../platform/db/client.ts';
import type { Queues } from '../platform/queue/queue.ts';
import { ReveilleError } from '../domain/errors.ts';
import { isAnyOf, OPEN, UNDER_WAY } from '../domain/states.ts';
import { findLastAct, listActs, recordAct, type Act, type StoredAct } from './acts.ts';
import {
  keyOf,
  loadArrangement,
  outlineOf,
  saveArrangement,
  savePicks,
  type ArrangedStory,
  type Arrangement,
  type Outline,
} from './arrangement.ts';
import { revertFix } from './fix.ts';
import { loadEdition, type Edition } from './load.ts';
import { lockArrangeable } from './order.ts';
import { refuseEdition } from './refuse.ts';
import { enqueueRevision, followHeadlines, takeRevision } from './revise.ts';
import { FIELD_WORDS } from './storyChanges.ts';
import { applyWords, type EditionWords } from './words.ts';

/**
 * `overtaken`: nothing was undone, because the same thing was changed again: what is different now, a sentence each, and
 * the changes of others since. `mustRecompose`: a draft was composed in another way meanwhile, and the decisions that
 * now hold again need another composing.
 */
export type Undone =
  | { is: 'undone'; said: string; mustRecompose: boolean }
  | { is: 'overtaken'; said: string; now: string[]; since: Act[] };

type Order = { editionId: number; actId: number; actor: string };
/** The differences that prevent the undo, or null if it is done. */
type Outcome = { now: string[] } | { now: null; mustRecompose: boolean };

const DONE: Outcome = { now: null, mustRecompose: false };
const isSame = (a: readonly string[], b: readonly string[]): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The former stories with their present texts; a removed story returns with its former text. */
function bringBack(former: readonly ArrangedStory[], now: Arrangement): ArrangedStory[] {
  const current = new Map([...now.standbys, ...now.stories].map((story) => [keyOf(story), story]));
  return former.map((story) => current.get(keyOf(story)) ?? story);
}

async function undoStories(tx: Tx, { editionId, actor }: Order, act: StoredAct, at: Date): Promise<Outcome> {
  const loaded = await lockArrangeable(tx, editionId);
  const before = act.before as Arrangement;
  const after = act.after as Outline;
  const now = await loadArrangement(tx, editionId);
  const found = outlineOf(now);
  const isDraft = loaded.edition.state === 'draft';
  const isRearranged = !isSame(found.stories, after.stories) || (isDraft && !isSame(found.standbys, after.standbys));
  if (isDraft) {
    if (!isSame(found.picks, after.picks)) return { now: ['The decisions about the stories are others now.'] };
    await savePicks(tx, editionId, before.picks, { actor, at });
    if (isRearranged) return { now: null, mustRecompose: true };
  } else if (isRearranged) return { now: ['The edition has other stories, or another order, now.'] };
  const stories = bringBack(before.stories, now);
  await saveArrangement(tx, editionId, { stories, standbys: bringBack(before.standbys, now) });
  await takeRevision(tx, editionId, followHeadlines(loaded, stories));
  return DONE;
}

async function undoFix(tx: Tx, { editionId, actor }: Order, act: StoredAct, at: Date): Promise<Outcome> {
  const { fix: fixId } = act.after as { fix: number };
  const reverted = await revertFix(tx, { fixId, editionId, actor, at });
  if (reverted === null) return { now: ['The story has left the edition.'] };
  const { overtaken } = reverted;
  if (!overtaken) return DONE;
  return {
    now: overtaken.fields.map((field) => {
      const { [field]: text = null } = { ...overtaken.now, image: null, alt: overtaken.now.image?.alt ?? null };
      return `The ${FIELD_WORDS[field]} ${text === null ? 'is another one now' : `is now “${text}”`}.`;
    }),
  };
}

async function undoWords(tx: Tx, { editionId, actor }: Order, act: StoredAct, at: Date): Promise<Outcome> {
  const { before, after } = act as { before: EditionWords; after: EditionWords };
  const { overtaken } = await applyWords(
    tx,
    { editionId, words: before, actor, seen: after, isUndo: true },
    before,
    at,
  );
  if (overtaken.length === 0) return DONE;
  return { now: overtaken.map(({ field, now }) => `The ${field} is now “${now || 'empty'}”.`) };
}

const UNDO = { stories: undoStories, fix: undoFix, words: undoWords } as const;

/**
 * True if a change can still be undone. After the send, only changes since then can be undone, because readers have the
 * texts from before.
 */
export function isUndoable(
  {
    state,
    is_rehearsal: isRehearsal,
    finished_at: finishedAt,
  }: Pick<Edition, 'state' | 'is_rehearsal' | 'finished_at'>,
  { kind, at }: Pick<Act, 'kind' | 'at'>,
): boolean {
  if (isAnyOf([...OPEN, ...UNDER_WAY], state)) return true;
  if (state !== 'submitted' || kind === 'stories') return false;
  return isRehearsal || (finishedAt !== null && at > finishedAt);
}

async function applyUndo(tx: Tx, order: Order, at: Date): Promise<Undone> {
  const { editionId, actId, actor } = order;
  await sql`select from editions where id = ${editionId} for no key update`.execute(tx);
  const act = await findLastAct(tx, editionId, actor);
  if (!act || act.id !== actId || act.kind === 'undo')
    throw new ReveilleError('CONFLICT', 'This is not your last change any more. Reload the page.');
  const loaded = await loadEdition({ db: tx }, editionId);
  if (!loaded || !isUndoable(loaded.edition, act))
    return refuseEdition(tx, editionId, 'its readers have that text: send a correction instead');
  const outcome = await UNDO[act.kind](tx, order, act, at);
  const { said } = act;
  if (outcome.now !== null) {
    const since = (await listActs({ db: tx }, editionId, act.id)).filter((each) => each.actor !== actor);
    return { is: 'overtaken', said, now: outcome.now, since };
  }
  await tx.updateTable('edition_acts').set({ undone_at: at }).where('id', '=', act.id).execute();
  await recordAudit(tx, { actor, action: 'undo', editionId, detail: { said } });
  await recordAct(tx, { editionId, kind: 'undo', actor, at, said: `Undid: ${said}` });
  return { is: 'undone', said, mustRecompose: outcome.mustRecompose };
}

/**
 * Undoes a person's last change of an edition, which `actId` names, unless the same part was changed again since. Texts
 * that were edited since a move stay. Throws NOT_FOUND, EDITION_STATE or, if it is not their last change, CONFLICT.
 */
export async function undoAct(
  { db, queues, now }: { db: Db; queues: Queues; now: () => Date },
  order: Order,
): Promise<Undone> {
  const undone = await db.transaction().execute((tx) => applyUndo(tx, order, now()));
  await enqueueRevision({ db, queues }, order.editionId);
  return undone;
}
