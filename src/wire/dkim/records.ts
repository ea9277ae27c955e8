import { createPublicKey } from 'node:crypto';
import type { DkimKey } from './keys.ts';

/** `value` is in one piece. The forms of most DNS providers accept that and split it themselves. */
type DnsRecord = { name: string; type: 'TXT'; value: string };

/** RFC 1035, 3.3: a character-string has at most 255 octets. */
const MAX_STRING = 255;
/** An Ed25519 key's DER ends with its 32 bytes. */
const ED25519_BYTES = 32;

/**
 * The DNS record that verifies the key's signatures: an RSA key as SubjectPublicKeyInfo (RFC 6376, 3.6.1), an Ed25519
 * key as its 32 bytes (RFC 8463, 4.2).
 */
export function dkimRecord(key: DkimKey): DnsRecord {
  const der = createPublicKey(key.privateKey).export({ type: 'spki', format: 'der' });
  const isRsa = key.algorithm === 'rsa-sha256';
  const bytes = isRsa ? der : der.subarray(-ED25519_BYTES);
  return {
    name: `${key.selector}._domainkey.${key.domain}`,
    type: 'TXT',
    value: `v=DKIM1; k=${isRsa ? 'rsa' : 'ed25519'}; p=${bytes.toString('base64')}`,
  };
}

/** The record as a line of a zone file (RFC 1035, 5.1), with its value split into short strings. */
export function zoneFileLine({ name, type, value }: DnsRecord): string {
  const strings: string[] = [];
  for (let at = 0; at < value.length; at += MAX_STRING) strings.push(`"${value.slice(at, at + MAX_STRING)}"`);
  return `${name}. IN ${type} ${strings.length > 1 ? `( ${strings.join(' ')} )` : strings.join('')}`;
}
