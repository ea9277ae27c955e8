import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import { addNewsletter, type Newsletter } from '../../editions/newsletters/newsletters.ts';
import { hashAddress, parseAddress } from '../../readers/addresses.ts';
import { ReveilleError } from '../../domain/errors.ts';
import type { Keys } from '../../platform/keys.ts';
import { SAMPLE_SECTIONS, sampleOutlets } from '../../newsroom/sample/sampleOutlets.ts';
import { SAMPLE_PRIVACY_PATH } from '../../newsroom/sample/respond.ts';
import { sampleSubscribers } from '../../newsroom/sample/subscribers.ts';

const SLUG = 'daily-headlines';
const HOLDERS = ['newsletters', 'subscribers', 'sign_ups', 'suppressions'] as const;

/** Throws CONFLICT if the database holds anything of a newspaper's own. */
export async function assertEmpty({ db }: { db: Db }): Promise<void> {
  for (const table of HOLDERS) {
    const row = await db
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    if (row.count > 0)
      throw new ReveilleError(
        'CONFLICT',
        `The demo needs an empty database, but this one has ${row.count} ${table.replace('_', '-')}. Nothing was changed. Use another database for the demo.`,
      );
  }
}

/**
 * Creates the newsletter Daily Headlines if there is no newsletter yet, with `withSample` also its sample outlets and
 * readers. Returns it if this call created it, else null. Two concurrent processes create only one.
 */
export async function makeFirstNewsletter(
  { db, keys }: { db: Db; keys: Keys },
  { withSample, webOrigin }: { withSample: boolean; webOrigin: string },
): Promise<Newsletter | null> {
  return db.transaction().execute(async (tx) => {
    await sql`lock table newsletters in share row exclusive mode`.execute(tx);
    const { rows } = await sql`select 1 from newsletters limit 1`.execute(tx);
    if (rows.length > 0) return null;
    const newsletter = await addNewsletter(
      { db: tx },
      SLUG,
      {
        name: 'Daily Headlines',
        description:
          'Sign up to receive a daily email of today’s top military news stories from our newsroom and top news outlets from around the world.',
        from: 'Daily Headlines <headlines@newsroom.example>',
        zone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC',
        isSample: withSample,
        ...(withSample ? { ...SAMPLE_SETTINGS, privacyUrl: `${webOrigin}/sample${SAMPLE_PRIVACY_PATH}` } : {}),
      },
      'first start',
    );
    if (withSample) await addSample(tx, keys, newsletter.id, webOrigin);
    return newsletter;
  });
}

const SAMPLE_SETTINGS = {
  minStories: 3,
  sections: SAMPLE_SECTIONS,
  legalName: 'The Sentinel Newsroom (a sample)',
  postalAddress: '1 Harbor Street, Port Aven',
};

async function addSample(db: Db, keys: Keys, newsletterId: number, webOrigin: string): Promise<void> {
  const outlets = sampleOutlets(`${webOrigin}/sample`);
  await db
    .insertInto('outlets')
    .values(
      outlets.map(({ url, name, isOwn, rights }) => ({
        newsletter_id: newsletterId,
        url,
        name,
        is_own: isOwn,
        rights,
        allow_private: true,
      })),
    )
    .execute();
  for (const { email, firstName } of sampleSubscribers()) {
    const address = parseAddress(email);
    const { id } = await db
      .insertInto('subscribers')
      .values({
        email: address.email,
        email_key: address.emailKey,
        address_hash: hashAddress(keys, address.emailKey),
        first_name: firstName,
        is_sample: true,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db
      .insertInto('subscriptions')
      .values({ subscriber_id: id, newsletter_id: newsletterId, status: 'active', confirmed_at: new Date() })
      .execute();
    await db
      .insertInto('consent_events')
      .values({
        subscriber_id: id,
        newsletter_id: newsletterId,
        kind: 'imported',
        text_shown: 'An invented reader of the first start; the address is not real.',
        detail: JSON.stringify({ sample: true }),
      })
      .execute();
  }
}

/**
 * Updates the URLs of the sample outlets, of their items and of the privacy notice. The web process serves these, and
 * its port may have changed since the last start.
 */
export async function followSampleOrigin({ db }: { db: Db }, webOrigin: string): Promise<void> {
  const base = `${webOrigin}/sample`;
  await sql`
    update outlets o set url = regexp_replace(o.url, '^https?://[^/]+/sample', ${base}::text)
    from newsletters n
    where n.id = o.newsletter_id and n.is_sample and o.allow_private
      and o.url ~ '^https?://[^/]+/sample/' and not starts_with(o.url, ${base}::text)`.execute(db);
  await sql`
    update newsletters set privacy_url = ${base + SAMPLE_PRIVACY_PATH}
    where is_sample and privacy_url ~ '^https?://[^/]+/sample/' and not starts_with(privacy_url, ${base}::text)`.execute(
    db,
  );
}
