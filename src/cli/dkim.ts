import type { Db } from '../platform/db/client.ts';
import { makeDkimKeys, parseDkimDomain, setDkimSigning, signingDomainOf } from '../wire/dkim/keys.ts';
import { zoneFileLine } from '../wire/dkim/records.ts';
import { findNewsletter } from '../editions/newsletters/newsletters.ts';
import { listSigningKeys, type SigningKey } from '../editions/newsletters/signing.ts';
import { type Output, openOutput, withRuntime } from './command.ts';
import type { Run } from './run.ts';

export type DkimOptions = {
  newsletter?: string;
  domain?: string;
  rotate?: boolean;
  off?: boolean;
  on?: boolean;
  json?: boolean;
};

async function chooseDomain(db: Db, { domain, newsletter = null }: { domain?: string; newsletter?: string | null }) {
  if (domain !== undefined) return parseDkimDomain(domain);
  return signingDomainOf((await findNewsletter({ db }, newsletter)).from_address);
}

function printRecord(output: Output, key: SigningKey): void {
  const { record, selector, algorithm, isActive, advice } = key;
  output.result(
    { ...record, selector, algorithm, active: isActive },
    [
      `${algorithm}, ${advice}`,
      `  name   ${record.name}`,
      `  type   ${record.type}`,
      `  value  ${record.value}`,
      `  in a zone file:`,
      `  ${zoneFileLine(record)}`,
      '',
    ].join('\n'),
  );
}

function noteState({ note }: Output, domain: string, keys: readonly SigningKey[], isRotated: boolean): void {
  if (!keys.some((key) => key.isActive)) {
    note(`Mail from ${domain} is not signed. --on signs with the latest keys, --rotate makes new ones.`);
    return;
  }
  note(
    `Mail from ${domain} is signed from the next run of the mailer. Signing before the records are published ` +
      'does no harm: a signature that cannot be verified counts as no signature (RFC 6376, 6.1).',
  );
  if (isRotated)
    note(
      'But the earlier keys no longer sign. Until the new records are published, mail counts as unsigned, ' +
        'and a strict DMARC policy may refuse it. Publish the records before the next edition.',
    );
}

/** `dkim`. */
export async function printDkim(run: Run, options: DkimOptions): Promise<void> {
  await withRuntime(run, async ({ db, now }) => {
    const output = openOutput(run, options);
    const { rotate = false, off = false, on = false } = options;
    const domain = await chooseDomain(db, options);
    if (!off) await makeDkimKeys({ db, now }, domain, { actor: 'cli', rotate });
    if (off || on) await setDkimSigning({ db }, domain, { isOn: on, actor: 'cli' });
    const keys = await listSigningKeys({ db }, domain);
    for (const key of keys) printRecord(output, key);
    noteState(output, domain, keys, rotate && keys.some((key) => !key.isActive));
  });
}
