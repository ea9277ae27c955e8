import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import type { Keys } from '../../platform/keys.ts';
import { redactAddresses, type Log } from '../../platform/log.ts';
import { saveSuppression } from '../../readers/suppressions.ts';
import { findAddresses, isSame } from '../addresses.ts';
import { classifyParts, toBinary, type Feedback, type MailKind, type Told } from '../classify.ts';
import { valueOf } from '../mail/headers.ts';
import { parseMail, type MailPart } from '../mail/parts.ts';
import { findProof, listBounceAddresses, type Proven } from './proof.ts';
import { isWornOut, loadPast, SOFT_BOUNCES_TO_SUPPRESS } from './worn.ts';

type Deps = { db: Db; keys: Keys; log: Log; now: () => Date };

/**
 * The result for a mail. `recorded`: feedback of a delivery, stored once; `isSuppressed` if the reader is never mailed
 * again because of it. `known`: it was stored before, or need not be stored, for example an automatic reply.
 * `unproven`:
 * it reports something without proof. `foreign`: it is neither a returned mail nor addressed to a bounce address.
 */
export type Taken =
  | { outcome: 'recorded'; kind: MailKind; action: Told['action']; isSuppressed: boolean }
  | { outcome: 'known' | 'unproven' | 'foreign'; kind: MailKind };

type Reader = { email: string; hash: Buffer; hasMoved: boolean };

/** Locks the reader before the suppression, as all code does, to avoid deadlocks. Null: the reader was erased. */
async function lockReader(tx: Db, { subscriberId, submittedAt }: Proven): Promise<Reader | null> {
  const { rows } = await sql<Reader>`
    select r.email, r.address_hash as hash, exists (
      select from consent_events c
      where c.subscriber_id = r.id and c.kind = 'address_changed' and c.at > ${submittedAt}) as "hasMoved"
    from subscribers r where r.id = ${subscriberId} for no key update`.execute(tx);
  return rows[0] ?? null;
}

/**
 * What a mail says about the reader that it is proved to be about. If it names the reader, that verdict counts. If it
 * names one other address, that verdict counts too, because the reader's mail may be forwarded. If it names nobody or
 * several others, it only means that the delivery failed.
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

/**
 * The reason to suppress the reader, or null. It must not contain personal data, because a suppression outlives the
 * reader.
 */
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
    // A bounce of the former address says nothing about the new one.
    const why = reader.hasMoved ? null : await reasonToSuppress(tx, told, proven, at);
    const isSuppressed = why !== null && (await saveSuppression(tx, reader.hash, why.reason, why.detail, at));
    return { outcome: 'recorded', kind, action: told.action, isSuppressed };
  });
}

/** Counts a mail without proof. The addresses in it are not stored. */
async function countUnproven({ db, log, now }: Deps, kind: MailKind): Promise<void> {
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

function domainOfSender({ fields }: MailPart): string {
  const address = findAddresses(valueOf(fields, 'from'))[0] ?? '';
  return address
    .slice(address.lastIndexOf('@') + 1)
    .slice(0, 255)
    .toLowerCase();
}

/**
 * Processes a returned mail. It classifies the mail and, if the mail proves that it is about one of our deliveries
 * (findProof), records once what it says about that reader. The reader is suppressed after a permanent failure, a
 * complaint, or soft bounces on several days. Without proof, nothing else happens, so that a forged mail unsubscribes
 * nobody. `texts` are the recipients in the envelope and the header.
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
