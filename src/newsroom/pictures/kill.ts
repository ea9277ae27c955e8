import { sql } from 'kysely';
import { recordAudit } from '../../platform/audit.ts';
import type { Db, Tx } from '../../platform/db/client.ts';
import { type EditionState, isAnyOf, UNDER_WAY } from '../../domain/states.ts';
import { fixStory } from '../../editions/fix.ts';
import { dropSlotPictures } from '../../editions/slotPictures.ts';
import { isReveilleError, ReveilleError } from '../../domain/errors.ts';
import type { Queues } from '../../platform/queue/queue.ts';
import { hashIn } from './file.ts';

type Order = {
  /** A picture's address at its outlet, its hash, or an address of ours. */
  which: string;
  reason?: string;
  actor: string;
};
/**
 * `pictures`: the number of removed pictures. `stories`: the number of edition stories that lost theirs. `slots`: the number
 * of editions whose sponsor's slot or house notice lost it.
 */
type Killed = { pictures: number; stories: number; slots: number };

type Known = { hash: string; sourceHash: string; sourceUrl: string };

const REASON_LENGTH = 500;

/** The address in the form that items have. Throws INVALID_INPUT. */
function parseAddress(text: string): string {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  if (url && /^https?:$/.test(url.protocol)) return url.href;
  throw new ReveilleError('INVALID_INPUT', `"${text}" is neither the URL nor the hash of a picture.`);
}

/** All pictures made from the same bytes as the named one. */
async function findPictures(tx: Tx, hash: string | null, url: string | null): Promise<Known[]> {
  const { rows } = await sql<Known>`
    select p.hash, p.source_hash as "sourceHash", p.source_url as "sourceUrl" from pictures p
    where p.source_hash in (
      select source_hash from pictures where hash = ${hash}::text or source_url = ${url}::text
      union
      select q.source_hash from items i join pictures q on q.hash = i.picture_hash
      where i.picture_url = ${url}::text)`.execute(tx);
  return rows;
}

async function recordKills(tx: Tx, known: readonly Known[], url: string | null, { actor, reason = '' }: Order) {
  const urls = [...new Set([...known.map(({ sourceUrl }) => sourceUrl), ...(url ? [url] : [])])];
  const hashes = [...new Set(known.map(({ sourceHash }) => sourceHash))];
  await sql`
    insert into picture_kills (source_url, source_hash, reason, actor)
    select k.url, k.hash, ${reason.trim().slice(0, REASON_LENGTH)}, ${actor}
    from (select unnest(${urls}::text[]) as url, null as hash
          union all select null, unnest(${hashes}::text[])) k
    on conflict do nothing`.execute(tx);
}

type Shown = { editionId: number; position: number; state: EditionState };

async function findShown(tx: Tx, hashes: readonly string[]): Promise<Shown[]> {
  const { rows } = await sql<Shown>`
    select s.edition_id as "editionId", s.position, e.state
    from edition_stories s join editions e on e.id = s.edition_id
    where s.image is not null and s.image -> 'stored' ->> 'hash' = any(${hashes}::text[])`.execute(tx);
  return rows;
}

/** Clears the picture in drafts, not as a decision of staff, and in finished editions, without a new text. */
async function clearOthers(tx: Tx, shown: readonly Shown[]): Promise<void> {
  const others = shown.filter(({ state }) => !isAnyOf(UNDER_WAY, state));
  if (others.length === 0) return;
  await sql`
    update edition_stories s set image = null
    from unnest(${others.map((each) => each.editionId)}::int[], ${others.map((each) => each.position)}::int[])
      as t(edition_id, position)
    where s.edition_id = t.edition_id and s.position = t.position`.execute(tx);
  // Earlier digests of a draft must not count as its current content.
  await sql`
    update editions set revision = revision + 1
    where state = 'draft' and id = any(${others.map((each) => each.editionId)}::int[])`.execute(tx);
}

/**
 * Removes a picture everywhere within our reach. From now on its address answers 410, its bytes are deleted, no edition
 * carries it, and it is not fetched or shown again under any address. Running editions get a fix, which readers who
 * were
 * not mailed yet see. A picture that was not shown yet can be blocked by its address. Copies in the caches of mail
 * programs are out of reach. A second call changes nothing. Throws INVALID_INPUT, and NOT_FOUND for an unknown hash.
 */
export async function killPicture(deps: { db: Db; queues: Queues; now: () => Date }, order: Order): Promise<Killed> {
  const hash = hashIn(order.which.trim());
  const url = hash ? null : parseAddress(order.which);
  const { known, shown } = await deps.db.transaction().execute(async (tx) => {
    const known = await findPictures(tx, hash, url);
    if (hash && known.length === 0) throw new ReveilleError('NOT_FOUND', `There is no picture ${hash}.`);
    await recordKills(tx, known, url, order);
    const hashes = known.map((picture) => picture.hash);
    await tx
      .deleteFrom('picture_renditions')
      .where('hash', 'in', hashes.length > 0 ? hashes : [''])
      .execute();
    await sql`
      update items set picture_hash = null, picture_fault = 'PICTURE_KILLED'
      where picture_hash = any(${hashes}::text[]) or picture_url = ${url}::text`.execute(tx);
    const shown = await findShown(tx, hashes);
    await clearOthers(tx, shown);
    await recordAudit(tx, {
      actor: order.actor,
      action: 'kill picture',
      detail: { hashes, url, reason: order.reason },
    });
    return { known, shown };
  });
  for (const { editionId, position } of shown.filter(({ state }) => isAnyOf(UNDER_WAY, state)))
    await dropFromEdition(deps, editionId, position, order);
  const slots = await dropSlotPictures(
    deps,
    known.map((picture) => picture.hash),
    order.actor,
  );
  return { pictures: known.length, stories: shown.length, slots };
}

async function dropFromEdition(
  deps: Parameters<typeof fixStory>[0],
  editionId: number,
  position: number,
  { actor, reason }: Order,
): Promise<void> {
  const order = { editionId, position, changes: { image: null }, actor };
  try {
    await fixStory(deps, reason ? { ...order, note: reason.slice(0, REASON_LENGTH) } : order);
  } catch (error) {
    // The edition ended in the meantime, or was composed again. The address answers 410 in any case.
    if (!isReveilleError(error, 'EDITION_STATE', 'NOT_FOUND')) throw error;
  }
}
