import type { Selectable } from 'kysely';
import { ReveilleError } from '../domain/errors.ts';
import type { Db } from '../platform/db/client.ts';
import type { Outlets } from '../platform/db/tables/outlets.ts';

export type StoredOutlet = Selectable<Outlets>;

/** The outlets of a newsletter, or of all where it is null, in the order in which they were added. */
export function listOutlets({ db }: { db: Db }, newsletterId: number | null): Promise<StoredOutlet[]> {
  const all = db.selectFrom('outlets').selectAll().where('is_guest', '=', false).orderBy('id');
  return (newsletterId === null ? all : all.where('newsletter_id', '=', newsletterId)).execute();
}

/** An outlet by its number or its address, of one newsletter or (null) of any. Throws NOT_FOUND, and USAGE if several have it. */
export async function findOutlet(
  { db }: { db: Db },
  which: string,
  newsletterId: number | null,
): Promise<StoredOutlet> {
  const isNumber = /^\d{1,9}$/.test(which);
  let query = db.selectFrom('outlets').selectAll();
  query = isNumber ? query.where('id', '=', Number(which)) : query.where('url', '=', URL.parse(which)?.href ?? which);
  if (newsletterId !== null) query = query.where('newsletter_id', '=', newsletterId);
  const [found, ...others] = await query.execute();
  if (!found)
    throw new ReveilleError('NOT_FOUND', `There is no outlet ${which}; "reveille outlets list" shows the outlets.`);
  if (others.length > 0)
    throw new ReveilleError('USAGE', `Several newsletters have the outlet ${which}; choose one with --newsletter.`);
  return found;
}

/** The id of a newsletter's outlet at this address, as it would be stored. Null if there is none. */
export async function findAt({ db }: { db: Db }, url: string, newsletterId: number): Promise<number | null> {
  const address = URL.parse(url.trim());
  if (!address) return null;
  address.hash = '';
  const found = await db
    .selectFrom('outlets')
    .select('id')
    .where('newsletter_id', '=', newsletterId)
    .where('url', '=', address.href)
    .executeTakeFirst();
  return found?.id ?? null;
}

/** The number of an outlet's stored items. */
export async function countStored({ db }: { db: Db }, outletId: number): Promise<number> {
  const row = await db
    .selectFrom('items')
    .select((items) => items.fn.countAll<number>().as('count'))
    .where('outlet_id', '=', outletId)
    .executeTakeFirstOrThrow();
  return row.count;
}
