import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import type { ConsentEvents } from '../platform/db/tables/subscribers.ts';

/** What a person was shown, and where they acted, from the request. */
export type Evidence = {
  textShown: string | null;
  pageUrl: string | null;
  networkAddress: string | null;
  userAgent: string | null;
};

const MAX_CHARACTERS = 2000;

/** Limits a request's text for the record: PostgreSQL stores no NUL, and one request must not fill the table. */
function keep(text: string | null): string | null {
  return text === null ? null : text.replaceAll('\0', '').slice(0, MAX_CHARACTERS);
}

/** The version of a consent text: the start of its SHA-256. */
export function versionOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Evidence for an action without a page: nothing was shown. `channel` takes the place of the page. */
export function withoutPage(channel: 'mail' | 'cli' | 'desk'): Evidence {
  return { textShown: null, pageUrl: channel, networkAddress: null, userAgent: null };
}

/** The evidence as the record stores it. */
export function toRecord({ textShown, pageUrl, networkAddress, userAgent }: Evidence): Evidence & {
  textVersion: string | null;
} {
  const text = keep(textShown);
  return {
    textShown: text,
    textVersion: text === null ? null : versionOf(text),
    pageUrl: keep(pageUrl),
    networkAddress,
    userAgent: keep(userAgent),
  };
}

/** Appends to the record what a person was shown and did. The database refuses later changes to the row. */
export async function recordConsent(
  db: Db,
  event: {
    subscriberId: number;
    newsletterId: number | null;
    kind: ConsentEvents['kind'];
    at: Date;
    evidence: Evidence;
    detail?: Record<string, unknown>;
  },
): Promise<void> {
  const { textShown, textVersion, pageUrl, networkAddress, userAgent } = toRecord(event.evidence);
  await db
    .insertInto('consent_events')
    .values({
      subscriber_id: event.subscriberId,
      newsletter_id: event.newsletterId,
      kind: event.kind,
      at: event.at,
      text_shown: textShown,
      text_version: textVersion,
      page_url: pageUrl,
      network_address: networkAddress,
      user_agent: userAgent,
      detail: JSON.stringify(event.detail ?? {}),
    })
    .execute();
}

/**
 * Locks a subscriber against erasure until the transaction ends. False if there is none. Every change of a subscription
 * takes this lock first: in the other order it would deadlock with an erasure.
 */
export async function lockSubscriber(tx: Db, subscriberId: number): Promise<boolean> {
  const { rows } = await sql`select 1 from subscribers where id = ${subscriberId} for key share`.execute(tx);
  return rows.length > 0;
}
