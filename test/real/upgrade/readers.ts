import { sql } from 'kysely';
import type { Db } from '../../../src/platform/db/client.ts';

/** A newsletter with so many readers and an approved edition, with columns that every version has. Returns both ids. */
export async function makeSend(db: Db, readers: number): Promise<{ newsletterId: number; editionId: number }> {
  const { rows } = await sql<{ newsletterId: number; editionId: number }>`
    with newsletter as (
      insert into newsletters (slug, name, from_name, from_address, legal_name, postal_address, privacy_url)
      values ('daily', 'Test Headlines', 'Test Headlines', 'news@paper.example', 'Paper Ltd', '1 Quay, Harbour',
              'https://paper.example/privacy')
      returning id
    ), edition as (
      insert into editions (newsletter_id, date, state, subject, composed_at)
      select id, current_date, 'approved', 'Ferries sail again', now() from newsletter returning id, newsletter_id
    ), story as (
      insert into edition_stories (edition_id, position, url, headline, summary, outlet_name, reasons)
      select id, n, 'https://paper.example/' || n, 'Story ' || n, 'What happened at the harbour.', 'The Paper', '[]'
      from edition, generate_series(1, 5) n
    ), made as (
      insert into subscribers (email, email_key, address_hash)
      select email, email, sha256(email::bytea)
      from (select 'reader-' || n || '@domain' || n % 50 || '.example' as email from generate_series(1, ${readers}::integer) n) a
      returning id
    ), subscribed as (
      insert into subscriptions (subscriber_id, newsletter_id, status)
      select made.id, newsletter.id, 'active' from made, newsletter
    )
    select newsletter_id as "newsletterId", id as "editionId" from edition`.execute(db);
  return rows[0]!;
}
