import { recordAudit } from '../platform/audit.ts';
import type { Db } from '../platform/db/client.ts';
import { ReveilleError } from '../domain/errors.ts';
import { isAnyOf, OPEN } from '../domain/states.ts';
import { loadEdition } from '../editions/load.ts';
import type { Log } from '../platform/log.ts';
import { placeStory, type Placed } from './compose/compose.ts';
import { itemAtAddress } from './ingest/ingest.ts';
import { holdAlone, scoreStories } from './rank/rank.ts';

type Deps = {
  db: Db;
  log: Log;
  now: () => Date;
  publicUrl?: string;
  isRehearsal?: boolean;
  fetchTimeoutMs?: number;
  patienceMs?: number;
};

export type AddOrder = {
  editionId: number;
  /** As a person pasted it. */
  address: string;
  /** From 1; null for the last place. */
  place: number | null;
  actor: string;
};

/** `added`: with its place and headline in the edition. `refused`: why not, as a sentence for the person. */
export type Added = { kind: 'added'; position: number; headline: string } | { kind: 'refused'; message: string };

function describe(placed: Placed): Added {
  if (placed.kind === 'there')
    return {
      kind: 'refused',
      message: `This story is in the edition already, as number ${placed.position}: “${placed.headline}”.`,
    };
  if (placed.kind === 'refused') return { kind: 'refused', message: `The story cannot be added: ${placed.reason}.` };
  return { kind: 'added', position: placed.position!, headline: placed.headline };
}

/**
 * Adds the story at an address to a draft or an approved edition, within 5 s. An item that the newsletter has brings its
 * story; another page becomes a story of its own, with the rights of its outlet, else with headline and link only. It holds
 * when the draft is composed again. What keeps it out is a value; nothing changes in the edition then. Throws NOT_FOUND and
 * EDITION_STATE.
 */
export async function addStory(deps: Deps, { editionId, address, place, actor }: AddOrder): Promise<Added> {
  const loaded = await loadEdition(deps, editionId);
  if (!loaded) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
  const { edition, newsletter } = loaded;
  if (!isAnyOf(OPEN, edition.state))
    throw new ReveilleError('EDITION_STATE', `Edition ${editionId} is ${edition.state}, so no story can be added.`);
  const operator = newsletter.legal_name ?? newsletter.name;
  const found = await itemAtAddress(deps, { newsletterId: newsletter.id, operator, address });
  if (found.kind === 'failed') return { kind: 'refused', message: found.message };
  return deps.db.transaction().execute(async (tx) => {
    const now = deps.now();
    const storyId = await holdAlone(tx, { newsletterId: newsletter.id, itemId: found.itemId }, now);
    await scoreStories(tx, newsletter.id, [storyId], now);
    const reason = 'staff added it by its address';
    const placed = await placeStory(tx, deps, { editionId, storyId, place, actor, what: 'added', reason });
    if (placed.kind === 'placed') {
      const detail = { story: storyId, address, headline: placed.headline, position: placed.position };
      await recordAudit(tx, { actor, action: 'add', editionId, detail });
    }
    return describe(placed);
  });
}
