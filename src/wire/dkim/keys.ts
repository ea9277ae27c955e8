import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { recordAudit } from '../../platform/audit.ts';
import type { Db, Tx } from '../../platform/db/client.ts';
import { ReveilleError } from '../../domain/errors.ts';

type DkimAlgorithm = 'rsa-sha256' | 'ed25519-sha256';
export type DkimKey = { domain: string; selector: string; algorithm: DkimAlgorithm; privateKey: KeyObject };
/** A key with its history. An inactive key no longer signs, but mail that it signed may still be on its way. */
export type KeptDkimKey = DkimKey & { isActive: boolean; createdAt: Date };

// RFC 8301, 3.2: at least 1024 bits, 2048 recommended. Longer keys do not fit one TXT string and are slower.
const RSA_BITS = 2048;
const generate = promisify(generateKeyPair);
const DOMAIN = /^(?=.{4,200}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;

/** A domain name for a signature: lower-case A-labels without a final dot. Throws INVALID_INPUT. */
export function parseDkimDomain(text: string): string {
  const domain = domainToASCII(text.trim().replace(/\.$/, '')).toLowerCase();
  if (!DOMAIN.test(domain))
    throw new ReveilleError('INVALID_INPUT', 'This is not a domain; expected a name such as news.paper.example.');
  return domain;
}

/** The signing domain of a sender: the domain of From, with which DMARC aligns. Throws INVALID_INPUT. */
export function signingDomainOf(fromAddress: string): string {
  return parseDkimDomain(fromAddress.slice(fromAddress.lastIndexOf('@') + 1));
}

/** All keys of the domain: active ones first, then the newest. */
export async function listDkimKeys({ db }: { db: Db }, domain: string): Promise<KeptDkimKey[]> {
  const { rows } = await sql<{
    selector: string;
    algorithm: DkimAlgorithm;
    private_key: string;
    is_active: boolean;
    created_at: Date;
  }>`
    select selector, algorithm, private_key, is_active, created_at from dkim_keys
    where domain = ${domain}
    order by is_active desc, created_at desc, algorithm desc, selector
  `.execute(db);
  return rows.map((row) => ({
    domain,
    selector: row.selector,
    algorithm: row.algorithm,
    privateKey: createPrivateKey(row.private_key),
    isActive: row.is_active,
    createdAt: row.created_at,
  }));
}

/** The keys that sign for `domain` (from parseDkimDomain). Without keys, its mail is not signed. */
export async function loadDkimKeys({ db }: { db: Db }, domain: string): Promise<DkimKey[]> {
  return (await listDkimKeys({ db }, domain)).filter((key) => key.isActive);
}

/** Serializes changes: two concurrent commands would each make keys. */
const lockDomain = (tx: Tx, domain: string): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`dkim:${domain}`}, 0))`.execute(tx);

/** A selector with the date and a number: a verifier may have cached an earlier key of the same name. */
function newSelector(prefix: 'r' | 'e', at: Date, taken: ReadonlySet<string>): string {
  const dated = prefix + at.toISOString().slice(0, 10).replaceAll('-', '');
  for (let number = 1; ; number++) {
    const selector = number === 1 ? dated : `${dated}-${number}`;
    if (!taken.has(selector)) return selector;
  }
}

/**
 * Makes an RSA-2048 and an Ed25519 key for a domain without keys. With `rotate` it makes new ones that replace the
 * active keys. They sign from now on. Returns whether it made any: without `rotate`, a domain keeps its keys, active or
 * not.
 */
export function makeDkimKeys(
  { db, now }: { db: Db; now: () => Date },
  domain: string,
  { actor, rotate = false }: { actor: string; rotate?: boolean },
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    await lockDomain(tx, domain);
    const kept = await tx.selectFrom('dkim_keys').select('selector').where('domain', '=', domain).execute();
    if (kept.length > 0 && !rotate) return false;
    const taken = new Set(kept.map(({ selector }) => selector));
    const at = now();
    const rsa = await generate('rsa', { modulusLength: RSA_BITS });
    const ed25519 = await generate('ed25519', {});
    const made = [
      { selector: newSelector('r', at, taken), algorithm: 'rsa-sha256', pair: rsa },
      { selector: newSelector('e', at, taken), algorithm: 'ed25519-sha256', pair: ed25519 },
    ] as const;
    await tx.updateTable('dkim_keys').set({ is_active: false }).where('domain', '=', domain).execute();
    const rows = made.map(({ selector, algorithm, pair }) => ({
      domain,
      selector,
      algorithm,
      private_key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }),
      created_at: at,
    }));
    await tx.insertInto('dkim_keys').values(rows).execute();
    const detail = { domain, selectors: made.map(({ selector }) => selector) };
    await recordAudit(tx, { actor, action: kept.length > 0 ? 'dkim.rotate' : 'dkim.make', detail });
    return true;
  });
}

/** Turns signing off for a domain, or on again with its latest keys. Returns how many keys changed. */
export function setDkimSigning(
  { db }: { db: Db },
  domain: string,
  { isOn, actor }: { isOn: boolean; actor: string },
): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await lockDomain(tx, domain);
    const { rows } = await sql<{ selector: string }>`
      update dkim_keys set is_active = ${isOn}
      where domain = ${domain} and is_active <> ${isOn}
        and (not ${isOn} or created_at = (select max(created_at) from dkim_keys where domain = ${domain}))
      returning selector
    `.execute(tx);
    const detail = { domain, selectors: rows.map(({ selector }) => selector) };
    if (rows.length > 0) await recordAudit(tx, { actor, action: isOn ? 'dkim.on' : 'dkim.off', detail });
    return rows.length;
  });
}
