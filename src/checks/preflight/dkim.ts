import { createPublicKey } from 'node:crypto';
import type { Db } from '../../platform/db/client.ts';
import { loadDkimKeys, type DkimKey } from '../../wire/dkim/keys.ts';
import { dkimRecord } from '../../wire/dkim/records.ts';
import { fail, pass, warn, type Finding } from './preflightFinding.ts';
import type { Resolver } from './resolver.ts';

// RFC 8301 3.2: verifiers must accept 1024 bits. Gmail and Yahoo require 2048.
const MIN_RSA_BITS = 1024;
const GOOD_RSA_BITS = 2048;

/** The tags of a DKIM key record (RFC 6376 3.2), without white space inside values. */
function parseTags(record: string): Map<string, string> {
  const tags = new Map<string, string>();
  for (const part of record.split(';')) {
    const equals = part.indexOf('=');
    if (equals > 0) tags.set(part.slice(0, equals).trim(), part.slice(equals + 1).replaceAll(/\s+/g, ''));
  }
  return tags;
}

const bitsOf = (key: DkimKey): number => createPublicKey(key.privateKey).asymmetricKeyDetails?.modulusLength ?? 0;

/** Checks one key: its record is published as ours, and the key is long enough. */
async function checkKey(resolver: Resolver, key: DkimKey): Promise<Finding> {
  const ours = dkimRecord(key);
  const kind = key.algorithm === 'rsa-sha256' ? `RSA-${bitsOf(key)}` : 'Ed25519';
  const publish = `Publish TXT ${ours.name} as "reveille dkim" prints it.`;
  const records = (await resolver.txt(ours.name)).filter((record) => parseTags(record).has('p'));
  const [record] = records;
  if (record === undefined) return fail('dkim', `${ours.name} (${kind}) is not published.`, publish);
  if (records.length > 1)
    return fail('dkim', `${ours.name} has ${records.length} key records, and receivers may use any of them.`, publish);
  const [published, wanted] = [parseTags(record), parseTags(ours.value)];
  if (published.get('p') === '') return fail('dkim', `${ours.name} (${kind}) is published as revoked.`, publish);
  if (published.get('p') !== wanted.get('p') || (published.get('k') ?? 'rsa') !== wanted.get('k'))
    return fail('dkim', `${ours.name} (${kind}) is published with another key than ours.`, publish);
  if ((published.get('v') ?? 'DKIM1') !== 'DKIM1' || !(published.get('h') ?? 'sha256').split(':').includes('sha256'))
    return fail('dkim', `${ours.name} (${kind}) is published for another version or hash than ours.`, publish);
  if (key.algorithm === 'rsa-sha256' && bitsOf(key) < MIN_RSA_BITS)
    return fail(
      'dkim',
      `${ours.name} has ${bitsOf(key)} bits, too few to be accepted.`,
      'Create new keys with "reveille dkim --rotate".',
    );
  if (key.algorithm === 'rsa-sha256' && bitsOf(key) < GOOD_RSA_BITS)
    return warn(
      'dkim',
      `${ours.name} has ${bitsOf(key)} bits; 2048 are recommended.`,
      'Create new keys with "reveille dkim --rotate".',
    );
  if (published.get('t')?.split(':').includes('y'))
    return warn('dkim', `${ours.name} (${kind}) is published as a test (t=y).`, 'Remove t=y when mail is signed.');
  return pass('dkim', `${ours.name} (${kind}) is published correctly.`);
}

/** Checks the domain's signing keys against DNS. `published`: the domains of keys that verify. */
export async function checkDkim(
  { db, resolver }: { db: Db; resolver: Resolver },
  domain: string,
): Promise<{ findings: Finding[]; published: string[] }> {
  const keys = await loadDkimKeys({ db }, domain);
  if (keys.length === 0) {
    const none = fail(
      'dkim',
      `No key signs for ${domain}, so its mail is not signed.`,
      'Make keys with "reveille dkim", and publish their records.',
    );
    return { findings: [none], published: [] };
  }
  const findings = await Promise.all(keys.map((key) => checkKey(resolver, key)));
  const published = keys.filter((_key, index) => findings[index]?.outcome !== 'fail').map((key) => key.domain);
  // RFC 8463 asks for both: receivers that do not support Ed25519 see no signature.
  if (keys.every((key) => key.algorithm === 'ed25519-sha256'))
    findings.push(
      fail(
        'dkim',
        'Only an Ed25519 key signs, and not every provider verifies Ed25519.',
        'Create both kinds of keys with "reveille dkim --rotate".',
      ),
    );
  return { findings, published };
}
