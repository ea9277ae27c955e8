import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { listDkimKeys, signingDomainOf } from '../dkim/keys.ts';
import { createSigner, type Signer } from '../dkim/sign.ts';
import type { Keys, TokenKey } from '../keys.ts';
import { parseMessageTemplate, spliceMessage, type MessageTemplate } from '../message/template.ts';
import { issueTokenWith } from '../subscribers/tokens.ts';

/** One revision of an edition, as its readers' messages are made of it. */
export type SendableEdition = {
  editionId: number;
  newsletterId: number;
  isRehearsal: boolean;
  revision: number;
  from: string;
  template: MessageTemplate;
  /** Null: its mail goes out unsigned. */
  sign: Signer | null;
};

/** What delivering needs to know of an edition that is `submitting`. */
export type RunningEdition = SendableEdition & {
  flag: string | null;
  /** The audience is complete. */
  isFrozen: boolean;
  /** Messages a second over all mailers; null: as fast as the relays take them. */
  maxRate: number | null;
};

type Row = Omit<RunningEdition, 'template' | 'sign'> & {
  message: Buffer;
  renderedAt: Date;
  selectors: string[] | null;
};

const SENDABLE = sql`
  e.id as "editionId", e.newsletter_id as "newsletterId", e.is_rehearsal as "isRehearsal", g.revision, e.flag,
  n.from_address as "from", g.message, g.rendered_at as "renderedAt", e.dkim_selectors as selectors,
  e.frozen_at is not null as "isFrozen", e.max_rate as "maxRate"
  from editions e
  join newsletters n on n.id = e.newsletter_id
  join digests g on g.edition_id = e.id and g.is_rehearsal = e.is_rehearsal and g.format = 'full'`;

/** The keys that were chosen when the edition's ledger opened, used since or not: the bytes stay the same. */
async function openSigner(db: Db, from: string, selectors: string[] | null, at: Date): Promise<Signer | null> {
  if (!selectors || selectors.length === 0) return null;
  const keys = await listDkimKeys({ db }, signingDomainOf(from));
  const chosen = selectors.flatMap((selector) => keys.find((key) => key.selector === selector) ?? []);
  // The time of rendering: a signature's time that differed from try to try could not be made again.
  return chosen.length === 0 ? null : createSigner(chosen, { now: () => at });
}

async function toEdition(db: Db, row: Row | undefined): Promise<RunningEdition | null> {
  if (!row) return null;
  const { message, renderedAt, selectors, ...edition } = row;
  const sign = await openSigner(db, edition.from, selectors, renderedAt);
  return { ...edition, template: parseMessageTemplate(message), sign };
}

/** Loads an edition that is `submitting` with its current digest; null where it is not, or has none. */
export async function loadRunning({ db }: { db: Db }, editionId: number): Promise<RunningEdition | null> {
  const { rows } = await sql<Row>`
    select ${SENDABLE}
    where e.id = ${editionId} and e.state = 'submitting' and g.revision = e.revision
    limit 1`.execute(db);
  return toEdition(db, rows[0]);
}

/** Loads one revision of an edition, whatever its state; null where there is none. */
export async function loadRevision(
  { db }: { db: Db },
  editionId: number,
  revision: number | null,
): Promise<SendableEdition | null> {
  const { rows } = await sql<Row>`
    select ${SENDABLE}
    where e.id = ${editionId} and g.revision = coalesce(${revision}::integer, e.revision)
    limit 1`.execute(db);
  return toEdition(db, rows[0]);
}

/** The state and revision by which a run notices that what it has is out of date. */
export async function loadProgress(
  { db }: { db: Db },
  editionId: number,
): Promise<{ state: string; revision: number; maxRate: number | null } | null> {
  const row = await db
    .selectFrom('editions')
    .select(['state', 'revision', 'max_rate as maxRate'])
    .where('id', '=', editionId)
    .executeTakeFirst();
  return row ?? null;
}

/**
 * A Message-ID that is the same for every try of one reader's edition, and tells nobody who the reader is.
 * `isRehearsal` sets the two apart.
 */
export function messageIdOf(
  keys: Keys,
  edition: Pick<SendableEdition, 'editionId' | 'isRehearsal' | 'from'>,
  subscriberId: number,
): string {
  const what = `message-id:${edition.editionId}:${edition.isRehearsal}:${subscriberId}`;
  const hash = createHmac('sha256', keys.addressHash).update(what).digest('base64url').slice(0, 27);
  return `<${hash}@${edition.from.slice(edition.from.lastIndexOf('@') + 1)}>`;
}

/**
 * The very bytes that one reader gets, in parts: the signatures, where it is signed, and the message, which is a
 * view of `into` where that is large enough.
 */
export async function buildReaderMessage(
  keys: Keys,
  edition: SendableEdition,
  reader: { subscriberId: number; email: string },
  { tokenKey = keys.tokens[0], into }: { tokenKey?: TokenKey | undefined; into?: Buffer } = {},
): Promise<Buffer[]> {
  const of = { subscriberId: reader.subscriberId, newsletterId: edition.newsletterId };
  const values = {
    to: reader.email,
    messageId: messageIdOf(keys, edition, reader.subscriberId),
    unsubscribeToken: issueTokenWith(tokenKey, { purpose: 'unsubscribe', ...of }),
    preferencesToken: issueTokenWith(tokenKey, { purpose: 'preferences', ...of }),
  };
  const message = spliceMessage(edition.template, values, into);
  return edition.sign ? [await edition.sign(message), message] : [message];
}
