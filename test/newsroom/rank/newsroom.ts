import type { Insertable } from 'kysely';
import type { Db } from '../../../src/platform/db/client.ts';
import type { Newsletters } from '../../../src/platform/db/tables/newsletters.ts';
import type { Outlets } from '../../../src/platform/db/tables/outlets.ts';
import type { Items } from '../../../src/platform/db/tables/stories.ts';

let count = 0;

/** A newsletter in English; returns its id. */
export async function addNewsletter(db: Db, values: Partial<Insertable<Newsletters>> = {}): Promise<number> {
  const newsletter = {
    slug: `news-${++count}`,
    name: 'Amsel Headlines',
    from_name: 'Amsel',
    from_address: 'news@paper.example',
  };
  const { id } = await db
    .insertInto('newsletters')
    .values({ ...newsletter, ...values })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Adds an outlet without rights except the given ones. Returns its id. */
export async function addOutlet(
  db: Db,
  newsletterId: number,
  values: Partial<Insertable<Outlets>> = {},
): Promise<number> {
  const number = ++count;
  const outlet = { newsletter_id: newsletterId, url: `https://outlet${number}.example/feed`, name: `Outlet ${number}` };
  const { id } = await db
    .insertInto('outlets')
    .values({ ...outlet, ...values })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** An item with an address of its own, seen as soon as it was published; returns its id. */
export async function addItem(
  db: Db,
  outletId: number,
  values: Partial<Insertable<Items>> & { title: string },
): Promise<number> {
  const url = `https://outlet.example/story/${++count}`;
  const { id } = await db
    .insertInto('items')
    .values({
      outlet_id: outletId,
      guid: url,
      url,
      description: values.summary ?? '',
      ...(values.published_at ? { first_seen_at: values.published_at } : {}),
      ...values,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
