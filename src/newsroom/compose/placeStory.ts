import { sql } from 'kysely';
import type { Tx } from '../../platform/db/client.ts';
import type { EditionChange } from '../../platform/db/tables/editions.ts';
import { isAnyOf, OPEN } from '../../domain/states.ts';
import { ReveilleError } from '../../domain/errors.ts';
import { placePick } from '../../editions/picks.ts';
import { recordAct } from '../../editions/acts.ts';
import { loadArrangement, outlineOf } from '../../editions/arrangement.ts';
import { loadEdition } from '../../editions/load.ts';
import { openContext } from './context.ts';
import { toRow } from './editionRows.ts';
import { fillDraft } from './fill.ts';
import { showNamed, type Context } from './pool.ts';
import { finish, openPlace } from './replace.ts';
import type { Snapshot } from './snapshot.ts';

export type PlaceDeps = { now: () => Date; isRehearsal?: boolean };

/**
 * Where a story goes: a place from 1, the last place (null), or first among the standbys of a draft, last among those of an
 * approved edition.
 */
export type Place = number | null | 'standby';

export type PlaceOrder = {
  editionId: number;
  storyId: number;
  place: Place;
  actor: string;
  /** True for a story that was part of another one of the edition until now. */
  isSplit?: boolean;
  /** For the changes that the desk shows. */
  what: EditionChange['what'];
  reason: string;
};

/**
 * `placed`: it is in the edition; without a position it stands by. `there`: it was in the edition already. `refused`: it may
 * not be shown, with the reason as the end of a sentence.
 */
export type Placed =
  | { kind: 'placed'; position: number | null; headline: string }
  | { kind: 'there'; position: number; headline: string }
  | { kind: 'refused'; reason: string };

const MAX_PLACE = 40;

/** Throws EDITION_STATE unless stories of the edition may still be added, joined and split. */
export function assertOpen({ edition }: Context): void {
  if (isAnyOf(OPEN, edition.state)) return;
  throw new ReveilleError(
    'EDITION_STATE',
    `Edition ${edition.id} is ${edition.state}. This is only possible in a draft or an approved edition.`,
  );
}

async function findThere(tx: Tx, editionId: number, storyId: number, url: string | null) {
  const { rows } = await sql<{ position: number; headline: string }>`
    select position, headline from edition_stories
    where edition_id = ${editionId} and (story_id = ${storyId} or url = ${url}::text)
    order by position limit 1`.execute(tx);
  return rows[0];
}

/** The place after the last story; in a full draft the last one, unless staff placed all of them. */
async function lastPlace({ tx, newsletter, key, edition }: Context): Promise<number> {
  const { rows } = await sql<{ stories: number; pinned: number }>`
    select (select count(*) from edition_stories where edition_id = ${edition.id}) as stories,
      (select count(*) from edition_picks
       where edition_id = ${edition.id} and position is not null and not is_excluded) as pinned`.execute(tx);
  const { stories, pinned } = rows[0]!;
  const isLimited = edition.state === 'draft' && key.kind !== 'special';
  return isLimited ? Math.max(1, Math.min(stories + 1, Math.max(newsletter.story_count, pinned + 1))) : stories + 1;
}

async function placeInDraft(context: Context, order: PlaceOrder): Promise<void> {
  const { tx, edition, now } = context;
  const { storyId, place, actor } = order;
  const position = place === null ? await lastPlace(context) : place === 'standby' ? null : place;
  const pick = { editionId: edition.id, storyId, position, isExcluded: false, isStandby: place === 'standby', actor };
  await placePick(tx, pick, now);
  await fillDraft(context);
}

async function placeInApproved(context: Context, order: PlaceOrder, snapshot: Snapshot): Promise<void> {
  const { tx, edition, now } = context;
  const { place, actor, what, reason } = order;
  const loaded = (await loadEdition({ db: tx }, edition.id))!;
  const before = await loadArrangement(tx, edition.id);
  await sql`
    delete from edition_standbys where edition_id = ${edition.id} and story_id = ${snapshot.storyId}`.execute(tx);
  if (place === 'standby') {
    const { next } = await tx
      .selectFrom('edition_standbys')
      .select(({ fn }) => fn.max('position').as('next'))
      .where('edition_id', '=', edition.id)
      .executeTakeFirstOrThrow();
    await tx
      .insertInto('edition_standbys')
      .values(toRow(edition.id, snapshot, next ?? 0))
      .execute();
  } else {
    const position = Math.min(place ?? MAX_PLACE, await lastPlace(context));
    await openPlace(tx, edition.id, position);
    const reasons = [`placed at number ${position} by staff`, ...snapshot.reasons];
    await tx
      .insertInto('edition_stories')
      .values(toRow(edition.id, { ...snapshot, reasons }, position - 1))
      .execute();
  }
  await finish(tx, loaded, { actor, at: now, ...(what === 'added' ? { before } : {}) }, [
    { what, headline: snapshot.headline, reason },
  ]);
}

/**
 * Puts a story into an edition, by decision of staff: a draft is composed again with it, and keeps it; of an approved
 * edition nothing else changes. Its person can undo what was added. Throws NOT_FOUND, INVALID_INPUT (no such place) and EDITION_STATE.
 */
export async function placeStory(tx: Tx, deps: PlaceDeps, order: PlaceOrder): Promise<Placed> {
  const { editionId, storyId, place } = order;
  if (typeof place === 'number' && !(Number.isSafeInteger(place) && place >= 1 && place <= MAX_PLACE))
    throw new ReveilleError('INVALID_INPUT', `A place is a number from 1 to ${MAX_PLACE}.`);
  const context = await openContext(tx, deps, editionId);
  assertOpen(context);
  const [shown] = await showNamed(context, [storyId]);
  if (!shown) return { kind: 'refused', reason: 'its outlet has withdrawn it, or it has no headline and address' };
  const there = order.isSplit ? undefined : await findThere(tx, editionId, storyId, shown.snapshot?.url ?? null);
  if (there) return { kind: 'there', ...there };
  if (shown.refusal !== null) return { kind: 'refused', reason: shown.refusal };
  const isDraft = context.edition.state === 'draft';
  const before = isDraft && order.what === 'added' ? await loadArrangement(tx, editionId) : null;
  if (isDraft) await placeInDraft(context, order);
  else await placeInApproved(context, order, shown.snapshot);
  const placed = await findThere(tx, editionId, storyId, null);
  if (!placed && place !== 'standby')
    return { kind: 'refused', reason: 'the edition has another story with the same address' };
  const { headline } = shown.snapshot;
  if (before)
    await recordAct(tx, {
      editionId,
      kind: 'stories',
      actor: order.actor,
      at: context.now,
      said: `Added “${headline}” as ${placed ? `story ${placed.position}` : 'a standby'}.`,
      before,
      after: outlineOf(await loadArrangement(tx, editionId)),
    });
  return { kind: 'placed', position: placed?.position ?? null, headline };
}
