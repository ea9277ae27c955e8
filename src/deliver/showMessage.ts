import { ReveilleError } from '../domain/errors.ts';
import type { Db } from '../platform/db/client.ts';
import type { Keys } from '../platform/keys.ts';
import { parseAddress } from '../readers/addresses.ts';
import type { Variant } from '../editions/variants.ts';
import { isLedgerGone } from '../editions/ledgerCounts.ts';
import { datedAt } from './ledger/claim.ts';
import { buildReaderMessage, digestCarried, digestFor, loadRevision } from './edition.ts';

/** A reader's message, rebuilt, and its row in the ledger. */
type ShownMessage = {
  subscriberId: number;
  message: Buffer;
  state: string;
  revision: number;
  variant: Variant;
  submittedAt: Date | null;
  relay: string | null;
};

/**
 * Rebuilds the message of one reader, byte for byte as it was submitted. It uses the delivery's row, the digest of the
 * revision, format and language that it carried, the reader's tokens, and the keys chosen for the edition. A delivery
 * that was not attempted yet shows what would be sent now. Throws NOT_FOUND, also if the key that signed its links
 * was removed from SECRET.
 */
export async function showMessage(
  { db, keys }: { db: Db; keys: Keys },
  editionId: number,
  address: string,
): Promise<ShownMessage> {
  const { emailKey } = parseAddress(address);
  const row = await db
    .selectFrom('deliveries as d')
    .innerJoin('editions as e', (join) =>
      join.onRef('e.id', '=', 'd.edition_id').onRef('e.is_rehearsal', '=', 'd.is_rehearsal'),
    )
    .innerJoin('subscribers as p', 'p.id', 'd.subscriber_id')
    .leftJoin('subscriptions as s', (join) =>
      join.onRef('s.subscriber_id', '=', 'p.id').onRef('s.newsletter_id', '=', 'e.newsletter_id'),
    )
    .select(datedAt('e').as('datedAt'))
    .select([
      'd.dated_at as recordedAt',
      'd.state',
      'd.revision',
      'd.submitted_at',
      'd.relay',
      'd.token_key',
      'd.format',
      'd.language',
    ])
    .select([
      'p.id',
      'p.email',
      'p.first_name as firstName',
      's.format as chosenFormat',
      'p.language as chosenLanguage',
    ])
    .where('d.edition_id', '=', editionId)
    .where('p.email_key', '=', emailKey)
    .executeTakeFirst();
  if (!row && (await isLedgerGone(db, editionId)))
    throw new ReveilleError('NOT_FOUND', `The deliveries of edition ${editionId} were removed because they are old.`);
  if (!row) throw new ReveilleError('NOT_FOUND', `Edition ${editionId} has no delivery to that address.`);
  const edition = await loadRevision({ db }, editionId, row.revision);
  if (!edition) throw new ReveilleError('NOT_FOUND', `Edition ${editionId} has no digest of revision ${row.revision}.`);
  const digest =
    row.revision === null
      ? digestFor(edition, { format: row.chosenFormat ?? 'full', language: row.chosenLanguage })
      : digestCarried(edition, row);
  if (!digest)
    throw new ReveilleError('NOT_FOUND', `Edition ${editionId} no longer has a digest of that format and language.`);
  const tokenKey = row.token_key === null ? keys.tokens[0] : keys.tokens.find(({ id }) => id === row.token_key);
  if (!tokenKey)
    throw new ReveilleError('NOT_FOUND', 'The key that signed the links of that message is no longer in SECRET.');
  // Versions before this column dated messages by the time of rendering, and recorded no date.
  const isOlder = row.revision !== null && row.recordedAt === null;
  const dated = isOlder ? { datedAt: digest.renderedAt, date: digest.template.storedDate } : { datedAt: row.datedAt };
  const reader = { subscriberId: row.id, email: row.email, firstName: row.firstName, ...dated };
  const parts = await buildReaderMessage(keys, edition, digest, reader, { tokenKey });
  const { state, submitted_at: submittedAt, relay } = row;
  return {
    subscriberId: row.id,
    message: Buffer.concat(parts),
    state,
    revision: edition.revision,
    variant: digest.variant,
    submittedAt,
    relay,
  };
}
