import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import type { Keys } from '../keys.ts';
import { parseMessageTemplate, spliceMessage, type MessageTemplate } from '../message/template.ts';
import { issueToken } from '../subscribers/tokens.ts';

/** What delivering needs to know of an edition that is `submitting`. */
export type RunningEdition = {
  editionId: number;
  newsletterId: number;
  isRehearsal: boolean;
  revision: number;
  flag: string | null;
  from: string;
  template: MessageTemplate;
  /** After this instant a reader's next try comes too late: yesterday's news is not sent today. */
  deadline: Date;
};

/** Loads an edition that is `submitting` with its rendered digest; null where it is not, or has none. */
export async function loadRunning({ db }: { db: Db }, editionId: number): Promise<RunningEdition | null> {
  const { rows } = await sql<Omit<RunningEdition, 'template'> & { message: Buffer }>`
    select e.id as "editionId", e.newsletter_id as "newsletterId", e.is_rehearsal as "isRehearsal", e.revision, e.flag,
           n.from_address as "from", g.message,
           greatest(e.due_at, e.started_at) + n.max_lateness_minutes * interval '1 minute' as deadline
    from editions e
    join newsletters n on n.id = e.newsletter_id
    join digests g on g.edition_id = e.id and g.revision = e.revision and g.is_rehearsal = e.is_rehearsal
    where e.id = ${editionId} and e.state = 'submitting' and g.format = 'full'
    limit 1`.execute(db);
  const row = rows[0];
  if (!row) return null;
  const { message, ...edition } = row;
  return { ...edition, template: parseMessageTemplate(message) };
}

/**
 * A Message-ID that is the same for every try of one reader's edition, and tells nobody who the reader is.
 * `isRehearsal` sets the two apart.
 */
export function messageIdOf(
  keys: Keys,
  edition: Pick<RunningEdition, 'editionId' | 'isRehearsal' | 'from'>,
  subscriberId: number,
): string {
  const what = `message-id:${edition.editionId}:${edition.isRehearsal}:${subscriberId}`;
  const hash = createHmac('sha256', keys.addressHash).update(what).digest('base64url').slice(0, 27);
  return `<${hash}@${edition.from.slice(edition.from.lastIndexOf('@') + 1)}>`;
}

/** The very bytes that one reader gets. */
export function buildReaderMessage(
  keys: Keys,
  edition: RunningEdition,
  reader: { subscriberId: number; email: string },
): Buffer {
  const of = { subscriberId: reader.subscriberId, newsletterId: edition.newsletterId };
  return spliceMessage(edition.template, {
    to: reader.email,
    messageId: messageIdOf(keys, edition, reader.subscriberId),
    unsubscribeToken: issueToken(keys, { purpose: 'unsubscribe', ...of }),
    preferencesToken: issueToken(keys, { purpose: 'preferences', ...of }),
  });
}
