import { sql } from 'kysely';
import type { Db } from '../../src/platform/db/client.ts';
import type { Keys } from '../../src/platform/keys.ts';
import { hashAddress } from '../../src/readers/addresses.ts';

const DOMAINS = 40;
const REFUSING = 'town0.example';
const GREYLISTING = new Set(['town1.example', 'town2.example', 'town3.example']);

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);
export const isRefusing = (address: string): boolean => domainOf(address) === REFUSING;
export const isGreylisting = (address: string): boolean => GREYLISTING.has(domainOf(address));

const addressOf = (slug: string, index: number): string => `${slug}-reader${index}@town${index % DOMAINS}.example`;

type Reader = { subscriberId: number; email: string };
export type Made = { newsletterId: number; editionId: number; readers: Reader[] };

/** Creates a newsletter with active readers in forty domains, and an approved edition with one story. */
export async function makeEdition(
  { db, keys }: { db: Db; keys: Keys },
  readers: number,
  slug = 'chaos',
): Promise<Made> {
  const newsletter = await db
    .insertInto('newsletters')
    .values({
      slug,
      name: 'Chaos Headlines',
      from_name: 'Chaos Headlines',
      from_address: 'news@paper.example',
      legal_name: 'Paper Press',
      postal_address: '1 Wharf Road',
      privacy_url: 'https://paper.example/privacy',
      // The maximum, so that no delivery fails because the run is slow or a clock jumps.
      max_lateness_minutes: 1440,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const made = await makeReaders({ db, keys }, newsletter.id, slug, readers);
  const edition = await db
    .insertInto('editions')
    .values({
      newsletter_id: newsletter.id,
      date: new Date().toISOString().slice(0, 10),
      state: 'approved',
      subject: 'Ferries sail again',
      composed_at: new Date(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('edition_stories')
    .values({
      edition_id: edition.id,
      position: 1,
      url: 'https://paper.example/ferries',
      headline: 'Ferries sail again',
      summary: 'After three days of storm the harbour has opened, and the first boat left at dawn.',
      outlet_name: 'The Paper',
      reasons: JSON.stringify([]),
    })
    .execute();
  return { newsletterId: newsletter.id, editionId: edition.id, readers: made };
}

async function makeReaders(
  { db, keys }: { db: Db; keys: Keys },
  newsletterId: number,
  slug: string,
  readers: number,
): Promise<Reader[]> {
  const emails = Array.from({ length: readers }, (_, index) => addressOf(slug, index));
  const hashes = emails.map((email) => hashAddress(keys, email).toString('hex'));
  const { rows } = await sql<Reader>`
    insert into subscribers (email, email_key, address_hash)
    select email, email, decode(hash, 'hex')
    from unnest(${emails}::text[], ${hashes}::text[]) as made (email, hash)
    returning id as "subscriberId", email`.execute(db);
  await sql`
    insert into subscriptions (subscriber_id, newsletter_id, status)
    select id, ${newsletterId}, 'active' from unnest(${rows.map((row) => row.subscriberId)}::integer[]) as made (id)`.execute(
    db,
  );
  await sql`analyze subscribers`.execute(db);
  await sql`analyze subscriptions`.execute(db);
  return rows;
}
