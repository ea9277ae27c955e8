import { evaluateDmarc } from 'mailauth/lib/dmarc/index.js';
import { fail, pass, skip, warn, type Finding } from './preflightFinding.ts';
import { forMailauth, type Resolver } from './resolver.ts';

/** What DMARC compares: the domain of From with those that authenticate. */
export type Identities = {
  /** Of the From header. */
  from: string;
  /** The envelope sender's domain; null where SPF fails. */
  spf: string | null;
  /** d= of the DKIM keys that are published. */
  dkim: readonly string[];
};

const SUGGESTED = '"v=DMARC1; p=none; rua=mailto:YOUR-ADDRESS"';

/**
 * The DMARC record and the alignment of SPF and DKIM with From (RFC 7489, RFC 9989, by mailauth). The
 * organisational domain is found by RFC 9989's walk up the labels to a record, not by a list of public suffixes:
 * receivers that still use a list may be more generous with a subdomain that has a record of its own.
 */
export async function checkDmarc(resolver: Resolver, { from, spf, dkim }: Identities): Promise<Finding[]> {
  const { response } = await evaluateDmarc({
    headerFrom: `nobody@${from}`,
    spfDomains: spf === null ? [] : [spf],
    dkimDomains: dkim.map((domain) => ({ domain })),
    resolver: forMailauth(resolver),
  });
  if (response === false)
    return [
      fail('dmarc', `${from} is not a domain that DMARC can be used with.`, 'Send from a domain of your own.'),
      noRecord,
    ];
  const { result } = response.status;
  if (result === 'none') return [await whyNone(resolver, from), noRecord];
  // A lookup failed before the record was there.
  if (response.p === undefined)
    return [fail('dmarc', `DNS did not answer whether ${from} has a DMARC record.`, 'Check its DNS.'), noRecord];
  const where = response.policyDomain === from ? '' : `, inherited from ${response.policyDomain}`;
  const record = pass('dmarc', `p=${response.policy} for ${from}${where}: "${response.rr}".`);
  const { alignment } = response;
  const modes = `DKIM ${alignment.dkim.strict ? 'strict' : 'relaxed'}, SPF ${alignment.spf.strict ? 'strict' : 'relaxed'}`;
  return [record, judge(from, Boolean(alignment.dkim.result), Boolean(alignment.spf.result), modes)];
}

const noRecord = skip('alignment', 'Not checked, because there is no DMARC record.');

function judge(from: string, isDkimAligned: boolean, isSpfAligned: boolean, modes: string): Finding {
  if (isDkimAligned && isSpfAligned) return pass('alignment', `DKIM and SPF both align with ${from} (${modes}).`);
  if (isDkimAligned) return pass('alignment', `DKIM aligns with ${from}, SPF does not (${modes}); one is enough.`);
  if (isSpfAligned)
    return warn(
      'alignment',
      `SPF alone aligns with ${from} (${modes}), and it breaks when a reader’s mail is forwarded.`,
      `Sign with a published DKIM key of ${from}; "reveille dkim" creates one.`,
    );
  return fail(
    'alignment',
    `Neither DKIM nor SPF aligns with ${from} (${modes}).`,
    `Publish the DKIM key of ${from}, or an SPF record that passes.`,
  );
}

/** Why no policy applies: none, too many, or one that cannot be read. */
async function whyNone(resolver: Resolver, from: string): Promise<Finding> {
  const name = `_dmarc.${from}`;
  const records = (await resolver.txt(name)).filter((record) => /^v\s*=\s*DMARC1\s*(;|$)/i.test(record));
  if (records.length > 1)
    return fail('dmarc', `${name} has ${records.length} DMARC records. Receivers ignore all of them.`, 'Leave one.');
  if (records.length === 1)
    return fail('dmarc', `"${records[0]}" at ${name} has no valid policy.`, `Publish TXT ${name} ${SUGGESTED}.`);
  return fail(
    'dmarc',
    `There is no DMARC record for ${from} or for a domain above it.`,
    `Publish TXT ${name} ${SUGGESTED}.`,
  );
}
