import { sql } from 'kysely';
import type { DigestFormat } from '../../../domain/choices.ts';
import { readId } from '../../../domain/numbers.ts';
import type { LoadedEdition } from '../../../editions/load.ts';
import { variantFor, type Variant } from '../../../editions/variants.ts';
import { displayAddress } from '../../../readers/addresses.ts';
import { wantsEdition } from '../../../readers/audience.ts';
import type { Web, WebContext } from '../../web.ts';

/** A subscriber as whom the digest is looked at. */
export type ReaderSeen = {
  id: number;
  /** For people to read. */
  address: string;
  firstName: string;
  variant: Variant;
  /** Why they do not get this edition; null if they do. */
  whyNot: 'no subscription' | 'not active' | 'suppressed' | 'not wanted' | null;
};

type Row = {
  email: string;
  firstName: string;
  language: string | null;
  format: DigestFormat | null;
  isActive: boolean;
  isWanted: boolean;
  isSuppressed: boolean;
};

function whyNot({ format, isActive, isSuppressed, isWanted }: Row): ReaderSeen['whyNot'] {
  if (format === null) return 'no subscription';
  if (isSuppressed) return 'suppressed';
  if (!isActive) return 'not active';
  return isWanted ? null : 'not wanted';
}

/**
 * The subscriber with that number, and in which format and language the edition is theirs. Null if there is none. Nothing
 * of it lets anybody act for the reader: it holds no token.
 */
export async function findReaderSeen(
  { db }: Pick<Web, 'db'>,
  { edition, newsletter }: LoadedEdition,
  id: number,
): Promise<ReaderSeen | null> {
  const { rows } = await sql<Row>`
    select r.email, r.first_name as "firstName", r.language, s.format,
      coalesce(s.status = 'active', false) as "isActive",
      coalesce(${wantsEdition({ kind: edition.kind, date: edition.date })}, false) as "isWanted",
      exists (select from suppressions x where x.address_hash = r.address_hash) as "isSuppressed"
    from subscribers r left join subscriptions s on s.subscriber_id = r.id and s.newsletter_id = ${newsletter.id}
    where r.id = ${id}`.execute(db);
  const [row] = rows;
  if (!row) return null;
  const { email, firstName, language, format } = row;
  const variant = variantFor({ format: format ?? 'full', language }, newsletter.language);
  return { id, address: displayAddress(email), firstName, variant, whyNot: whyNot(row) };
}

/** The subscriber whom the page's address names, by number: addresses stand in no path, because paths are logged. */
export async function namedReader(web: Web, c: WebContext, loaded: LoadedEdition): Promise<ReaderSeen | null> {
  const id = readId(c.req.query('reader') ?? '');
  return id === null ? null : findReaderSeen(web, loaded, id);
}
