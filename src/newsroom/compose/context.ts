import type { Tx } from '../../platform/db/client.ts';
import { ReveilleError } from '../../domain/errors.ts';
import { lockEdition } from './editionRows.ts';
import type { Context, Newsletter } from './pool.ts';

/** Loads what composing reads of a newsletter. Throws NOT_FOUND. */
export async function loadNewsletter(tx: Tx, newsletterId: number): Promise<Newsletter> {
  const newsletter = await tx
    .selectFrom('newsletters')
    .select([
      'id',
      'slug',
      'name',
      'language',
      'languages',
      'zone',
      'territories',
      'story_count',
      'min_stories',
      'standby_count',
      'own_stories',
      'max_per_outlet',
      'max_per_section',
      'sections',
      'kinds',
    ])
    .where('id', '=', newsletterId)
    .executeTakeFirst();
  if (newsletter === undefined) throw new ReveilleError('NOT_FOUND', `There is no newsletter ${newsletterId}.`);
  return newsletter;
}

/** Locks an edition that exists, whatever its state, for a change of its stories. Throws NOT_FOUND. */
export async function openContext(
  tx: Tx,
  { now, isRehearsal = false }: { now: () => Date; isRehearsal?: boolean },
  editionId: number,
): Promise<Context> {
  const key = await tx
    .selectFrom('editions')
    .select(['newsletter_id as newsletterId', 'date', 'kind', 'number'])
    .where('id', '=', editionId)
    .executeTakeFirst();
  if (key === undefined) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
  const edition = await lockEdition(tx, key);
  const newsletter = await loadNewsletter(tx, key.newsletterId);
  return { tx, newsletter, key, edition, now: now(), countsRehearsals: isRehearsal };
}
