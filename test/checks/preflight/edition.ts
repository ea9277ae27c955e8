import type { Db } from '../../../src/platform/db/client.ts';

/** A draft with one story. */
export async function addEdition(db: Db, newsletterId: number, date: string): Promise<void> {
  const { id } = await db
    .insertInto('editions')
    .values({ newsletter_id: newsletterId, date, subject: 'Ferries sail again' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('edition_stories')
    .values({
      edition_id: id,
      position: 1,
      url: 'https://paper.example/ferries',
      headline: 'Ferries sail again',
      summary: 'The harbour opened at dawn.',
      outlet_name: 'The Harbour Post',
    })
    .execute();
}
