import { stringify } from 'csv-stringify/sync';
import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import { allOf, matchAnywhere, matchBeginning, otherConditions, wordsOf } from './search/readerFilter.ts';
import type { ReaderFilter } from './search/readerFilter.ts';
import { loadReach } from './search/searchIndexes.ts';

const PAGE_ROWS = 2000;
const COLUMNS = [
  'email',
  'first_name',
  'newsletter',
  'status',
  'suppressed',
  'created_at',
  'confirmed_at',
  'unsubscribed_at',
  'frequency',
  'format',
  'paused_until',
  'send_at',
  'zone',
  'language',
  'consent',
  'consent_at',
  'consent_text',
  'consent_page',
] as const;

type Line = { subscriberId: number; newsletterId: number } & Record<(typeof COLUMNS)[number], string | Date | null>;

/** The next page after a subscription. Pages go by key, so that a slow client holds no transaction open. */
async function loadPage(db: Db, which: RawBuilder<unknown>, after: Line | undefined): Promise<Line[]> {
  const { rows } = await sql<Line>`
    select s.subscriber_id as "subscriberId", s.newsletter_id as "newsletterId", r.email, r.first_name,
      n.slug as newsletter, s.status, x.reason as suppressed, s.created_at, s.confirmed_at, s.unsubscribed_at,
      s.frequency, s.format, s.paused_until, to_char(s.send_at, 'HH24:MI') as send_at, s.zone, r.language,
      c.kind as consent, c.at as consent_at, c.text_shown as consent_text, c.page_url as consent_page
    from subscriptions s
    join subscribers r on r.id = s.subscriber_id
    join newsletters n on n.id = s.newsletter_id
    -- an erased reader who signs up again is a pending reader like any other
    left join suppressions x on x.address_hash = r.address_hash and x.reason <> 'erased'
    -- the latest event that says how they consented
    left join lateral (
      select kind, at, text_shown, page_url from consent_events e
      where e.subscriber_id = s.subscriber_id and e.newsletter_id = s.newsletter_id
        and e.kind in ('requested', 'confirmed', 'imported')
      order by e.at desc, e.id desc limit 1) c on true
    where (s.subscriber_id, s.newsletter_id) > (${after?.subscriberId ?? 0}, ${after?.newsletterId ?? 0})
      -- without it, a merge join reads the readers from the first one for each page
      and r.id >= ${after?.subscriberId ?? 0}
      and ${which}
    order by s.subscriber_id, s.newsletter_id
    limit ${PAGE_ROWS}`.execute(db);
  return rows;
}

/** The condition on subscriptions `s` of readers `r` that a filter of the desk's search finds. */
async function found({ db }: { db: Db }, filter: ReaderFilter): Promise<RawBuilder<unknown>> {
  const words = wordsOf(filter.text);
  const match = (await loadReach({ db })) === 'anywhere' ? matchAnywhere(words) : matchBeginning(words);
  const { newsletterId, state } = filter;
  return allOf([
    match,
    ...otherConditions(filter),
    ...(newsletterId === null ? [] : [sql`s.newsletter_id = ${newsletterId}`]),
    ...(state === null ? [] : [sql`s.status = ${state}`]),
  ]);
}

/**
 * Streams the list as CSV in pieces of whole lines, with the headings first. It has every subscription, those of one
 * newsletter, or those that a search finds, with the source of the consent and the reader's choices. Times are ISO 8601
 * UTC. `suppressed` says why an address is not mailed, whatever its status. Cells that a spreadsheet would run as a
 * formula begin with '; an import removes it.
 */
export async function* exportSubscribers(
  { db }: { db: Db },
  which: { newsletterId: number | null } | { filter: ReaderFilter },
): AsyncGenerator<string> {
  const condition =
    'filter' in which
      ? await found({ db }, which.filter)
      : which.newsletterId === null
        ? sql`true`
        : sql`s.newsletter_id = ${which.newsletterId}`;
  yield stringify([[...COLUMNS]]);
  for (let page = await loadPage(db, condition, undefined); page.length > 0;) {
    yield stringify(page, {
      columns: [...COLUMNS],
      escape_formulas: true,
      cast: {
        date: (value) => value.toISOString(),
        // Where the comma is the decimal sign, spreadsheets split cells at semicolons. No part may look like a formula.
        string: (value) => value.replace(/;(?=\s*[=+\-@])/g, ','),
      },
    });
    page = page.length < PAGE_ROWS ? [] : await loadPage(db, condition, page.at(-1));
  }
}
