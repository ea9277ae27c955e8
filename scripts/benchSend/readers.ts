import { sql } from 'kysely';
import type { Db } from '../../src/platform/db/client.ts';

/** Creates a newsletter without readers. Returns its id. */
export async function makeNewsletter(db: Db, slug: string): Promise<number> {
  const { id } = await db
    .insertInto('newsletters')
    .values({
      slug,
      name: 'Benchmark Headlines',
      from_name: 'Benchmark Headlines',
      from_address: 'news@paper.example',
      legal_name: 'Paper Press',
      postal_address: '1 Wharf Road',
      story_count: 12,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Creates a newsletter with `readers` active readers inside Postgres. Returns its id. */
export async function makeReaders(db: Db, slug: string, readers: number): Promise<number> {
  const id = await makeNewsletter(db, slug);
  await sql`
    with made as (
      insert into subscribers (email, email_key, address_hash)
      select email, email, sha256(email::bytea)
      from (select ${slug}::text || '-reader-' || n || '@domain' || n % 500 || '.example' as email
            from generate_series(1, ${readers}::integer) n) as addresses
      returning id)
    insert into subscriptions (subscriber_id, newsletter_id, status) select id, ${id}, 'active' from made`.execute(db);
  await sql`analyze subscribers`.execute(db);
  await sql`analyze subscriptions`.execute(db);
  return id;
}

const WORDS = 'harbour convoy ministry exercise patrol squadron review budget garrison treaty'.split(' ');
const prose = (seed: number, words: number): string =>
  Array.from({ length: words }, (_, at) => WORDS[(at * 7 + seed * 3 + ((at * at) % 11)) % WORDS.length]).join(' ');

/** An approved edition of twelve stories whose mail has about `bytes` bytes. Returns its id. */
export async function makeEdition(db: Db, newsletterId: number, number: number, bytes = 60_000): Promise<number> {
  const { id } = await db
    .insertInto('editions')
    .values({
      newsletter_id: newsletterId,
      date: '2026-11-24',
      number,
      state: 'approved',
      subject: 'Ferries sail again, and eleven more',
      composed_at: new Date(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  // Each summary is in the mail twice, in HTML and in text. The rest of the mail is about 41 KB.
  const words = Math.max(10, Math.round((bytes - 41_200) / 12 / 2 / 9));
  await db
    .insertInto('edition_stories')
    .values(
      Array.from({ length: 12 }, (_, index) => ({
        edition_id: id,
        position: index + 1,
        url: `https://paper.example/stories/${number}-${index + 1}`,
        headline: `Story ${index + 1}: ${prose(index, 7)}`,
        summary: `${prose(index + 20, words)}.`,
        outlet_name: 'The Paper',
        reasons: JSON.stringify([]),
      })),
    )
    .execute();
  return id;
}
