import { spf } from 'mailauth/lib/spf/index.js';
import { asciiDomainOf, type LocatedRelay } from './addresses.ts';
import { fail, pass, skip, warn, type Finding } from './preflightFinding.ts';
import { forMailauth, type Resolver } from './resolver.ts';

// RFC 7208 4.6.4
const MAX_LOOKUPS = 10;
const MAX_VOID_LOOKUPS = 2;
// Above the limits, so that the message can say by how much.
const COUNT_UP_TO = 60;
// RFC 7208 4.6.4: receivers give up after 20 s or more.
const TIMEOUT_MS = 20_000;
// A reserved address (RFC 1112 4): no record lists it, so the whole record is evaluated.
const NOBODY = '240.0.0.1';

type Verdict = { result: string; why: string; lookups: number; voidLookups: number };

async function evaluate(resolver: Resolver, sender: string, ip: string): Promise<Verdict> {
  const { status, lookups } = await spf({
    sender,
    ip,
    mta: 'preflight',
    resolver: forMailauth(resolver),
    maxResolveCount: COUNT_UP_TO,
    maxVoidCount: COUNT_UP_TO,
    maxElapsedTime: TIMEOUT_MS,
  });
  const comment = typeof status.comment === 'string' ? status.comment : '';
  const why = comment.slice(comment.lastIndexOf(`${sender}: `) + sender.length + 2);
  return { result: status.result, why, lookups: lookups?.count ?? 0, voidLookups: lookups?.void ?? 0 };
}

/** A suggested record: the relay's own addresses, if they are known. */
function suggest(relays: readonly LocatedRelay[]): string {
  const mechanisms = relays
    .flatMap((relay) => relay.publicAddresses)
    .map((address) => `${address.includes(':') ? 'ip6' : 'ip4'}:${address}`);
  return `"v=spf1 ${mechanisms.length > 0 ? mechanisms.join(' ') : 'include:YOUR-RELAY'} ~all"`;
}

/**
 * Checks the record of the envelope sender's domain: exactly one, valid, within the limits, ending in ~all or -all
 * (RFC 7208, by mailauth).
 */
export async function checkSpf(resolver: Resolver, sender: string, relays: readonly LocatedRelay[]): Promise<Finding> {
  const domain = asciiDomainOf(sender);
  const records = (await resolver.txt(domain)).filter((record) => /^v=spf1( |$)/i.test(record));
  const [record] = records;
  if (record === undefined)
    return fail(
      'spf',
      `${domain} has no SPF record.`,
      `Publish TXT ${domain} ${suggest(relays)}, with all servers that send mail for it.`,
    );
  if (records.length > 1)
    return fail(
      'spf',
      `${domain} has ${records.length} SPF records, which receivers treat as an error.`,
      'Merge them into one.',
    );
  const { result, why, lookups, voidLookups } = await evaluate(resolver, sender, NOBODY);
  const found = `"${record}" at ${domain}, ${lookups} of ${MAX_LOOKUPS} DNS lookups`;
  if (result === 'permerror') return fail('spf', `${found}: ${why}.`, 'Correct the record, or what it includes.');
  if (result === 'temperror') return fail('spf', `${found}: ${why}.`, 'Check the DNS of the domains that it includes.');
  if (lookups > MAX_LOOKUPS)
    return fail('spf', `${found}.`, 'Remove includes that are not needed, or replace them with ip4 and ip6.');
  if (result === 'pass')
    return fail(
      'spf',
      `${found}: it allows any server to send.`,
      'End it with ~all or -all, and list the servers that send.',
    );
  if (result !== 'softfail' && result !== 'fail')
    return warn('spf', `${found}: it does not end with ~all or -all.`, 'End it with ~all or -all.');
  if (voidLookups > MAX_VOID_LOOKUPS)
    return warn(
      'spf',
      `${found}; ${voidLookups} of them find nothing (at most 2 are allowed).`,
      'Remove the names that no longer exist.',
    );
  return pass('spf', `${found}.`);
}

/**
 * Checks whether the record permits the relays. A smarthost may send from other addresses than the one that accepts
 * mail,
 * so an uncovered address is a warning.
 */
export async function checkSpfRelays(
  resolver: Resolver,
  sender: string,
  relays: readonly LocatedRelay[],
  record: Finding,
): Promise<Finding[]> {
  if (relays.length === 0) return [skip('spf-relay', 'SMTP_URL names no relay: mail goes to the built-in inbox.')];
  if (record.outcome === 'fail') return [skip('spf-relay', 'Not checked, because there is no SPF record.')];
  return Promise.all(
    relays.map(async ({ name, addresses, publicAddresses }) => {
      if (addresses.length === 0) return skip('spf-relay', `${name} has no address in DNS.`);
      if (publicAddresses.length === 0)
        return skip(
          'spf-relay',
          `${name} has no public address, so the addresses it sends from are not known here.`,
          'Make sure that the record covers the addresses that it sends from.',
        );
      const results = await Promise.all(
        publicAddresses.map(async (ip) => ({ ip, ...(await evaluate(resolver, sender, ip)) })),
      );
      const uncovered = results.filter(({ result }) => result !== 'pass').map(({ ip }) => ip);
      if (uncovered.length === 0)
        return pass('spf-relay', `The record covers ${name} (${publicAddresses.join(', ')}).`);
      return warn(
        'spf-relay',
        `The record does not cover ${uncovered.join(', ')} of ${name}; it may send from other addresses.`,
        'Add the address, or the include that the relay’s operator names.',
      );
    }),
  );
}
