import { sql, type RawBuilder } from 'kysely';
import { SUBSCRIPTION_STATES, type SubscriptionState } from '../../domain/states.ts';
import { isAddress, parseAddress } from '../addresses.ts';
import { pastedWords } from '../pasted.ts';
import { fold, searchedSql } from './foldAccents.ts';

/** How a reader came to the list: by the sign-up, in an imported list, or added by staff. */
export const SOURCES = ['sign-up', 'import', 'desk'] as const;
export type Source = (typeof SOURCES)[number];

/** The readers to search for. Null: any. */
export type ReaderFilter = {
  /** Parts of the address or the name, separated by blanks. All of them must be found. */
  text: string;
  newsletterId: number | null;
  state: SubscriptionState | null;
  isSuppressed: boolean | null;
  source: Source | null;
  /** Added then or later. */
  since: Date | null;
};

const MAX_WORDS = 5;
/** Fewer letters have no trigram, and would match most readers. */
const MIN_PART = 3;

/** What the index of the search holds of a reader `r`: src/readers/search/searchIndexes.ts. */
const SEARCHED = sql.raw(searchedSql('r.'));

/** The words of a search in lower case, as typed or pasted. A whole address is in the form in which it is kept. Pure. */
export function wordsOf(text: string): string[] {
  const words = pastedWords(text.normalize('NFC')).slice(0, MAX_WORDS);
  return words.map((word) => (isAddress(word) ? parseAddress(word).emailKey : word.toLowerCase()));
}

/** True if no word is long enough to be found within an address: only beginnings are found. Pure. */
export function isShort(words: readonly string[]): boolean {
  return words.every((word) => Array.from(fold(word)).length < MIN_PART);
}

const escapeLike = (word: string): string => word.replaceAll(/[\\%_]/g, String.raw`\$&`);

/** All conditions of a list as one. */
export function allOf(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

/** Words that must be found anywhere in a reader's address or name; short ones at their beginnings. */
export function matchAnywhere(words: readonly string[]): RawBuilder<unknown> {
  const isTooShort = isShort(words);
  return allOf(
    words
      .map(fold)
      .map((word) =>
        isTooShort
          ? sql`(${SEARCHED} like ${`${escapeLike(word)}%`} or ${SEARCHED} like ${`% ${escapeLike(word)}%`})`
          : sql`${SEARCHED} like ${`%${escapeLike(word)}%`}`,
      ),
  );
}

/** Without an index of parts, the first word must begin the address. */
export function matchBeginning([first, ...others]: readonly string[]): RawBuilder<unknown> {
  const rest = others.map((word) => sql`${SEARCHED} like ${`%${escapeLike(fold(word))}%`}`);
  return allOf(first === undefined ? rest : [sql`r.email_key like ${`${escapeLike(first)}%`}`, ...rest]);
}

/** Conditions on a consent event `c` by the source that it proves. */
const PROOFS: Readonly<Record<Source, RawBuilder<unknown>>> = {
  'sign-up': sql`c.kind = 'requested' and c.detail ->> 'via' is distinct from 'desk'`,
  import: sql`c.kind = 'imported' and c.detail ->> 'by' is null`,
  desk: sql`(c.kind = 'imported' and c.detail ->> 'by' = 'desk' or c.kind = 'requested' and c.detail ->> 'via' = 'desk')`,
};

/** Everything but the words, as conditions on a reader `r`. */
export function otherConditions(filter: ReaderFilter): RawBuilder<unknown>[] {
  const { newsletterId, state, isSuppressed, source, since } = filter;
  const isOf = (alias: string): RawBuilder<unknown> =>
    newsletterId === null ? sql`true` : sql`${sql.ref(alias)}.newsletter_id = ${newsletterId}`;
  const conditions: RawBuilder<unknown>[] = [];
  if (newsletterId !== null || state !== null)
    conditions.push(sql`exists (select from subscriptions s where s.subscriber_id = r.id and ${isOf('s')}
      and s.status = any(${state === null ? SUBSCRIPTION_STATES : [state]}::text[]))`);
  if (isSuppressed !== null) {
    // An erased reader who signs up again is a reader like any other.
    const barred = sql`exists (select from suppressions x where x.address_hash = r.address_hash and x.reason <> 'erased')`;
    conditions.push(isSuppressed ? barred : sql`not ${barred}`);
  }
  if (source !== null)
    conditions.push(sql`exists (select from consent_events c where c.subscriber_id = r.id and ${isOf('c')}
      and ${PROOFS[source]})`);
  if (since !== null) conditions.push(sql`r.created_at >= ${since}`);
  return conditions;
}
