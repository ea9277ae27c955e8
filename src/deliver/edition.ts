import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import type { DigestFormat } from '../domain/choices.ts';
import { listDkimKeys, signingDomainOf } from '../wire/dkim/keys.ts';
import { createSigner, type Signer } from '../wire/dkim/sign.ts';
import { variantFor, variantKey, type Choice, type Variant } from '../editions/variants.ts';
import type { Keys, TokenKey } from '../platform/keys.ts';
import { formatHeaderDate, formatToName } from '../wire/message/headers.ts';
import { messageKeyOf } from '../wire/message/messageId.ts';
import { buildReturnPath } from '../wire/message/returnPath.ts';
import { parseMessageTemplate, spliceMessage, type MessageTemplate } from '../wire/message/template.ts';
import { issueTokenWith } from '../platform/tokens.ts';

/** One digest of a revision, as the source of its readers' messages. */
export type SendableDigest = {
  variant: Variant;
  template: MessageTemplate;
  renderedAt: Date;
};

/** One revision of an edition, in the formats and languages in which it was rendered. */
type SendableEdition = {
  editionId: number;
  newsletterId: number;
  isRehearsal: boolean;
  revision: number;
  from: string;
  /** Where returned mail goes. Null: to `from`. */
  bounceAddress: string | null;
  /** Null: its mail is not signed. */
  sign: Signer | null;
  /** In the newsletter's own format and language. */
  own: SendableDigest;
  /** The others, by variantKey. */
  others: ReadonlyMap<string, SendableDigest>;
};

/** An edition that is `submitting`, with what a run needs to know. */
export type RunningEdition = SendableEdition & {
  flag: string | null;
  /** The audience is complete. */
  isFrozen: boolean;
  /** Messages per second over all mailers. Null: as fast as the relays accept them. */
  maxRate: number | null;
};

/** The format and language that a delivery carried, according to the ledger. Null: the newsletter's own. */
type Carried = { format: DigestFormat | null; language: string | null };

type Row = Omit<RunningEdition, 'own' | 'others' | 'sign'> & {
  selectors: string[] | null;
  format: DigestFormat;
  language: string;
  isOwn: boolean;
  message: Buffer;
  renderedAt: Date;
};

const SENDABLE = sql`
  e.id as "editionId", e.newsletter_id as "newsletterId", e.is_rehearsal as "isRehearsal", g.revision, e.flag,
  n.from_address as "from", n.bounce_address as "bounceAddress", e.dkim_selectors as selectors, e.frozen_at is not null as "isFrozen",
  e.max_rate as "maxRate", g.format, g.language, g.is_own as "isOwn", g.message, g.rendered_at as "renderedAt"
  from editions e
  join newsletters n on n.id = e.newsletter_id
  join digests g on g.edition_id = e.id and g.is_rehearsal = e.is_rehearsal`;

/** Loads the keys that were chosen when the edition's ledger opened, so that every try has the same bytes. */
async function loadSigner(db: Db, { from, selectors }: Pick<Row, 'from' | 'selectors'>): Promise<Signer | null> {
  if (!selectors || selectors.length === 0) return null;
  const keys = await listDkimKeys({ db }, signingDomainOf(from));
  const chosen = selectors.flatMap((selector) => keys.find((key) => key.selector === selector) ?? []);
  return chosen.length === 0 ? null : createSigner(chosen);
}

/** Builds an edition from one row per digest. Null if the newsletter's own digest is missing. */
async function toEdition(db: Db, rows: readonly Row[]): Promise<RunningEdition | null> {
  const first = rows.find((row) => row.isOwn);
  if (!first) return null;
  const open = ({ format, language, message, renderedAt }: Row): SendableDigest => ({
    variant: { format, language },
    template: parseMessageTemplate(message),
    renderedAt,
  });
  const {
    selectors: _selectors,
    format: _f,
    language: _l,
    isOwn: _own,
    message: _m,
    renderedAt: _at,
    ...edition
  } = first;
  const others = rows.filter((row) => !row.isOwn).map(open);
  return {
    ...edition,
    sign: await loadSigner(db, first),
    own: open(first),
    others: new Map(others.map((digest) => [variantKey(digest.variant), digest])),
  };
}

/** Loads an edition that is `submitting` with its current digests. Null if it is in another state or has no digests. */
export async function loadRunning({ db }: { db: Db }, editionId: number): Promise<RunningEdition | null> {
  const { rows } = await sql<Row>`
    select ${SENDABLE}
    where e.id = ${editionId} and e.state = 'submitting' and g.revision = e.revision`.execute(db);
  return toEdition(db, rows);
}

/** Loads one revision of an edition in any state. Null if there is none. */
export async function loadRevision(
  { db }: { db: Db },
  editionId: number,
  revision: number | null,
): Promise<SendableEdition | null> {
  const { rows } = await sql<Row>`
    select ${SENDABLE}
    where e.id = ${editionId} and g.revision = coalesce(${revision}::integer, e.revision)`.execute(db);
  return toEdition(db, rows);
}

/** The digest for a reader. Falls back to the newsletter's own if their choice is newer than the rendered digests. */
export function digestFor({ own, others }: SendableEdition, choice: Choice): SendableDigest {
  return others.get(variantKey(variantFor(choice, own.variant.language))) ?? own;
}

/** The digest that a delivery carried. Null if it no longer exists. */
export function digestCarried({ own, others }: SendableEdition, { format, language }: Carried): SendableDigest | null {
  if (format === null || language === null) return own;
  return others.get(variantKey({ format, language })) ?? null;
}

/** What the ledger records for a delivery that carries this digest. */
export function carriedBy({ own }: SendableEdition, digest: SendableDigest): Carried {
  return digest === own ? { format: null, language: null } : digest.variant;
}

/** Loads the state and revision, by which a run notices that its data is out of date. */
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
 * The Message-ID of one reader's copy. It is the same for every try, and it does not reveal the reader.
 * A rehearsal and a real send have different IDs (`isRehearsal`).
 */
function messageIdOf(
  keys: Keys,
  edition: Pick<SendableEdition, 'editionId' | 'isRehearsal' | 'from'>,
  subscriberId: number,
): string {
  const domain = edition.from.slice(edition.from.lastIndexOf('@') + 1);
  return `<${messageKeyOf(keys, { ...edition, subscriberId })}@${domain}>`;
}

/**
 * The envelope sender of one reader's copy. If the newsletter accepts returned mail, the address proves that a bounce
 * belongs to this copy. A rehearsal has an empty sender, so nothing is returned.
 */
export function returnPathOf(
  keys: Keys,
  { bounceAddress, from, isRehearsal, editionId }: SendableEdition,
  subscriberId: number,
): string {
  if (bounceAddress === null || isRehearsal) return from;
  return buildReturnPath(keys, bounceAddress, { subscriberId, editionId });
}

/**
 * A reader (`firstName`: '' where it is not known), and the date of their copy, which is the same for every try. `date` is the Date header if it differs
 * from `datedAt`.
 */
type Recipient = { subscriberId: number; email: string; firstName: string; datedAt: Date; date?: string };

/**
 * Builds the exact bytes of one reader's message, in parts: the signatures, if it is signed, and the message.
 * The message is a view of `into` if that buffer is large enough.
 */
export async function buildReaderMessage(
  keys: Keys,
  edition: SendableEdition,
  digest: SendableDigest,
  reader: Recipient,
  { tokenKey = keys.tokens[0], into }: { tokenKey?: TokenKey | undefined; into?: Buffer } = {},
): Promise<Buffer[]> {
  const of = { subscriberId: reader.subscriberId, newsletterId: edition.newsletterId };
  const values = {
    to: reader.email,
    toName: formatToName(reader.firstName, reader.email),
    date: reader.date ?? formatHeaderDate(reader.datedAt),
    messageId: messageIdOf(keys, edition, reader.subscriberId),
    unsubscribeToken: issueTokenWith(tokenKey, { purpose: 'unsubscribe', ...of }),
    preferencesToken: issueTokenWith(tokenKey, { purpose: 'preferences', ...of }),
  };
  const message = spliceMessage(digest.template, values, into);
  return edition.sign ? [await edition.sign(message, reader.datedAt), message] : [message];
}
