import type { Db } from '../platform/db/client.ts';
import {
  type KeptDkimKey,
  listDkimKeys,
  makeDkimKeys,
  parseDkimDomain,
  setDkimSigning,
  signingDomainOf,
} from '../wire/dkim/keys.ts';
import { dkimRecord, zoneFileLine } from '../wire/dkim/records.ts';
import { findNewsletter } from '../editions/newsletters/newsletters.ts';
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

/** Mail on its way, and mail that is kept and looked at again, is verified for about so long. */
const WITHDRAW_AFTER_DAYS = 7;

async function chooseDomain(db: Db, { domain, newsletter = null }: { domain?: string; newsletter?: string | null }) {
  if (domain !== undefined) return parseDkimDomain(domain);
  return signingDomainOf((await findNewsletter({ db }, newsletter)).from_address);
}

/** What to do with a key's record. */
function adviceFor(key: KeptDkimKey, newest: Date): string {
  if (key.isActive) return 'signs: publish it';
  if (key.createdAt.getTime() === newest.getTime()) return 'signing is turned off';
  const day = new Date(newest.getTime() + WITHDRAW_AFTER_DAYS * 86_400_000).toISOString().slice(0, 10);
  return `signs no more: leave it published until ${day}, then withdraw it`;
}

function printRecord(output: Output, key: KeptDkimKey, newest: Date): void {
  const record = dkimRecord(key);
  const { selector, algorithm, isActive } = key;
  output.result(
    { ...record, selector, algorithm, active: isActive },
    [
      `${algorithm}, ${adviceFor(key, newest)}`,
      `  name   ${record.name}`,
      `  type   ${record.type}`,
      `  value  ${record.value}`,
      `  in a zone file:`,
      `  ${zoneFileLine(record)}`,
      '',
    ].join('\n'),
  );
}

function noteState({ note }: Output, domain: string, keys: readonly KeptDkimKey[], isRotated: boolean): void {
  if (!keys.some((key) => key.isActive)) {
    note(`Mail from ${domain} is not signed; --on signs with the keys made last, --rotate with new ones.`);
    return;
  }
  note(
    `Mail from ${domain} is signed at once, from the next run of the mailer on. Before the records are published ` +
      'this does no harm: a signature that nobody can verify counts as none (RFC 6376, 6.1).',
  );
  if (isRotated)
    note(
      'But the former keys sign no more: until the new records are published, mail counts as unsigned, ' +
        'which a strict DMARC policy may refuse. Publish them before the next edition.',
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
    const keys = await listDkimKeys({ db }, domain);
    const newest = new Date(Math.max(...keys.map((key) => key.createdAt.getTime())));
    for (const key of keys) printRecord(output, key, newest);
    noteState(output, domain, keys, rotate && keys.some((key) => !key.isActive));
  });
}
