import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import { DIGEST_FORMATS, type DigestFormat } from '../domain/choices.ts';
import type { Newsletter } from './newsletters/newsletters.ts';
import { LANGUAGES } from '../language/catalogues.ts';

/** The format of a digest, and the language (a BCP 47 tag) of Reveille's own words in it. */
export type Variant = { format: DigestFormat; language: string };

/** A reader's choice. Language null: the newsletter's. */
export type Choice = { format: DigestFormat; language: string | null };

/** A key that is equal for equal variants. */
export function variantKey({ format, language }: Variant): string {
  return `${format} ${language}`;
}

/** The variant for readers without a choice. */
export function ownVariant({ language }: Pick<Newsletter, 'language'>): Variant {
  return { format: 'full', language };
}

const primaryOf = (language: string): string => language.toLowerCase().split('-', 1)[0] ?? '';

/** The variant for a reader: their language if it differs from the newsletter's and has a catalogue. */
export function variantFor({ format, language }: Choice, ownLanguage: string): Variant {
  const primary = primaryOf(language ?? ownLanguage);
  const isOwn = primary === primaryOf(ownLanguage) || !LANGUAGES.includes(primary);
  return { format, language: isOwn ? ownLanguage : primary };
}

/** The languages that subscribers chose, each once. The query jumps from tag to tag over the index. */
async function listTags(db: Db): Promise<string[]> {
  const { rows } = await sql<{ tag: string }>`
    with recursive tags (tag) as (
      select min(language) from subscribers where language is not null
      union all
      select (select min(language) from subscribers where language > t.tag) from tags t where t.tag is not null
    )
    select tag from tags where tag is not null`.execute(db);
  return rows.map(({ tag }) => tag);
}

/** True if an active reader has this format and one of these languages. */
async function hasReader(
  db: Db,
  newsletterId: number,
  format: DigestFormat,
  tags: readonly (string | null)[],
): Promise<boolean> {
  const named = sql`p.language = any(${tags.filter((tag) => tag !== null)}::text[])`;
  const { rows } = await sql<{ has: boolean }>`
    select exists (
      select from subscriptions s join subscribers p on p.id = s.subscriber_id
      where s.newsletter_id = ${newsletterId} and s.status = 'active'
        and s.format = ${sql.lit(format)} and ${tags.includes(null) ? sql`(p.language is null or ${named})` : named}
    ) as has`.execute(db);
  return rows[0]!.has;
}

/**
 * The variants that a newsletter's active readers chose. Its own variant comes first and is always included. The search
 * for each variant ends at the first reader, so the first mail is not delayed. Measured with 1,000,000 readers who all
 * have a language, 25,000 of them another language and 25,000 another format: 60 ms; SELECT DISTINCT takes 1.1 s.
 */
export async function listVariants(
  { db }: { db: Db },
  newsletter: Pick<Newsletter, 'id' | 'language'>,
): Promise<Variant[]> {
  const tags = Map.groupBy(
    [null, ...(await listTags(db))],
    (language) => variantFor({ format: 'full', language }, newsletter.language).language,
  );
  const own = ownVariant(newsletter);
  const variants = [own];
  for (const format of DIGEST_FORMATS)
    for (const [language, chosen] of tags) {
      const variant = { format, language };
      if (variantKey(variant) === variantKey(own)) continue;
      if (await hasReader(db, newsletter.id, format, chosen)) variants.push(variant);
    }
  return variants;
}
