import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import type { Keys } from '../../platform/keys.ts';
import { redactAddresses, type Log } from '../../platform/log.ts';
import { saveSuppression } from '../../readers/suppressions.ts';
import { findAddresses, isSame } from '../addresses.ts';
import { classifyParts, toBinary, type Feedback, type Kind, type Told } from '../classify.ts';
import { valueOf } from '../mail/headers.ts';
import { parseMail, type Part } from '../mail/parts.ts';
import { findProof, listBounceAddresses, type Proven } from './proof.ts';
import { isWornOut, loadPast, SOFT_BOUNCES_TO_SUPPRESS } from './worn.ts';

type Deps = { db: Db; keys: Keys; log: Log; now: () => Date };

/**
 * What became of a mail. `recorded`: a delivery's feedback, once; `isSuppressed` where the reader is never mailed again
 * for it. `known`: nothing that was not on record, or need not be, such as an automatic reply. `unproven`: it says something, and proves nothing. `foreign`: it is no
 * returned mail, nor addressed to where those go.
 */
export type Taken =
  | { outcome: 'recorded'; kind: Kind; action: Told['action']; isSuppressed: boolean }
  | { outcome: 'known' | 'unproven' | 'foreign'; kind: Kind };

type Reader = { email: string; hash: Buffer; hasMoved: boolean };

/** The reader, locked before their suppression, as everywhere; null: erased meanwhile. */
async function lockReader(tx: Db, { subscriberId, submittedAt }: Proven): Promise<Reader | null> {
  const { rows } = await sql<Reader>`
    select r.email, r.address_hash as hash, exists (
      select from consent_events c
      where c.subscriber_id = r.id and c.kind = 'address_changed' and c.at > ${submittedAt}) as "hasMoved"
    from subscribers r where r.id = ${subscriberId} for no key update`.execute(tx);
  return rows[0] ?? null;
}

/**
 * What a mail says of the one reader whom it is proved to be about: where it names them, that; where it names one
 * somebody, that, for their mail may be forwarded; where it names nobody or many others, no more than that it failed.
 */
function tellOf({ kind, recipients }: Feedback, email: string): Omit<Told, 'address'> {
  const named = recipients.find(({ address }) => isSame(address, email));
  const told = named ?? (recipients.length === 1 || kind === 'complaint' ? recipients[0] : undefined);
  if (told) return told;
  return { action: kind === 'complaint' ? 'complaint' : 'soft', status: null, diagnostic: null, isDelay: false };
}

async function saveFeedback(
  tx: Db,
  row: { at: Date; kind: 'bounce' | 'complaint'; told: Omit<Told, 'address'>; proven: Proven; source: string },
): Promise<boolean> {
  const { at, kind, told, proven, source } = row;
  const { rows } = await sql`
    insert into feedback (at, kind, action, is_delay, status, diagnostic, subscriber_id, edition_id, proof, source)
    values (${at}, ${kind}, ${told.action}, ${told.isDelay}, ${told.status}, ${told.diagnostic ?? ''},
      ${proven.subscriberId}, ${proven.editionId}, ${proven.by}, ${source})
    on conflict do nothing returning 1`.execute(tx);
  return rows.length > 0;
}

/** Why a reader is never mailed again on account of this, or null; what a suppression keeps outlives the reader. */
async function reasonToSuppress(
  tx: Db,
  told: Omit<Told, 'address'>,
  proven: Proven,
  now: Date,
): Promise<{ reason: 'bounce' | 'complaint'; detail: string } | null> {
  const said = redactAddresses([told.status, told.diagnostic].filter(Boolean).join(' '));
  if (told.action === 'complaint') return { reason: 'complaint', detail: said };
  if (told.action === 'suppress') return { reason: 'bounce', detail: said };
  if (told.action !== 'soft' || told.isDelay) return null;
  if (!isWornOut(await loadPast(tx, proven.subscriberId, now))) return null;
  return { reason: 'bounce', detail: `${SOFT_BOUNCES_TO_SUPPRESS} days in a row; at last: ${said}` };
}

async function act(deps: Deps, feedback: Feedback, proven: Proven, source: string): Promise<Taken> {
  const { kind } = feedback;
  if (kind !== 'bounce' && kind !== 'complaint') return { outcome: 'known', kind };
  const at = deps.now();
  return deps.db.transaction().execute(async (tx): Promise<Taken> => {
    const reader = await lockReader(tx, proven);
    if (!reader) return { outcome: 'known', kind };
    const told = tellOf(feedback, reader.email);
    if (!(await saveFeedback(tx, { at, kind, told, proven, source }))) return { outcome: 'known', kind };
    // What came of mail to their former address says nothing of the new one.
    const why = reader.hasMoved ? null : await reasonToSuppress(tx, told, proven, at);
    const isSuppressed = why !== null && (await saveSuppression(tx, reader.hash, why.reason, why.detail, at));
    return { outcome: 'recorded', kind, action: told.action, isSuppressed };
  });
}

/** Counts a mail that proved nothing; whom it named is not kept. */
async function countUnproven({ db, log, now }: Deps, kind: Kind): Promise<void> {
  const day = now().toISOString().slice(0, 10);
  const { rows } = await sql<{ mails: number }>`
    insert into unproven_mail as u (day, kind, mails) values (${day}, ${kind}, 1)
    on conflict (day, kind) do update set mails = u.mails + 1 returning mails`.execute(db);
  log.info({ kind, today: rows[0]?.mails }, 'a returned mail proves nothing about a message of ours');
}

async function isForUs(db: Db, texts: readonly string[]): Promise<boolean> {
  const ours = new Set((await listBounceAddresses(db)).map((address) => address.toLowerCase()));
  return texts.flatMap(findAddresses).some((address) => ours.has(address.replace(/\+[^@]*(?=@)/, '').toLowerCase()));
}

function domainOfSender({ fields }: Part): string {
  const address = findAddresses(valueOf(fields, 'from'))[0] ?? '';
  return address
    .slice(address.lastIndexOf('@') + 1)
    .slice(0, 255)
    .toLowerCase();
}

/**
 * Takes a mail that came back: classifies it, and where it proves that it is about a delivery of ours (findProof),
 * records what it says of that reader, once, and suppresses them where it says that nobody can be reached there, that
 * they complain, or that they could not be reached for days. Nothing else of it counts: whoever forges one unsubscribes
 * nobody. `texts`: whom it is for, by the envelope and its header.
 */
export async function takeReturnedMail(deps: Deps, bytes: Uint8Array, texts: readonly string[]): Promise<Taken> {
  const binary = toBinary(bytes);
  const mail = parseMail(binary);
  const feedback = classifyParts(mail);
  const addresses = feedback.recipients.map(({ address }) => address);
  const proven = feedback.kind === 'other' ? null : await findProof(deps, { binary, mail, texts, addresses });
  if (proven) return act(deps, feedback, proven, domainOfSender(mail));
  const { kind } = feedback;
  if (kind === 'other' && !(await isForUs(deps.db, texts))) return { outcome: 'foreign', kind };
  await countUnproven(deps, kind);
  return { outcome: 'unproven', kind };
}
