import { once } from 'node:events';
import type { Command } from 'commander';
import { recordAudit } from '../platform/audit.ts';
import { ReveilleError } from '../domain/errors.ts';
import { findNewsletter } from '../editions/newsletters/newsletters.ts';
import { exportSubscribers } from '../readers/exportCsv.ts';
import { importSubscribers } from '../readers/import/importList.ts';
import { openList } from '../readers/import/listFiles.ts';
import type { InvalidRow, ListFile } from '../readers/import/listRows.ts';
import { eraseSubscriber, liftSuppression, showSubscriber } from '../readers/record.ts';
import { loadNetworkAddressDays, setNetworkAddressDays } from '../readers/retention.ts';
import { markFailed, openOutput, withRuntime, type Output } from './command.ts';
import { registerChoices } from './choices.ts';
import { describeImport } from './importReport.ts';
import { describeRecord } from './record.ts';

type ImportFlags = {
  newsletter?: string;
  consent: string;
  unsubscribed?: string;
  ignoreColumn: string[];
  dryRun?: boolean;
  json?: boolean;
};

const MAX_PRINTED = 20;

async function* openLists(file: string, unsubscribed: string | undefined): AsyncGenerator<ListFile> {
  yield* openList(file);
  if (unsubscribed !== undefined) yield* openList(unsubscribed, 'unsubscribed');
}

/** Prints rows that are not imported: the first ones for a person, all of them as JSON lines. */
function printInvalid({ result, note }: Output, json: boolean): (row: InvalidRow) => void {
  let printed = 0;
  return (row) => {
    const text = `${row.file ? `${row.file}, ` : ''}line ${row.line}: ${row.reason}`;
    if (json) result({ invalid: row }, text);
    else if (printed++ < MAX_PRINTED) note(text);
    else if (printed === MAX_PRINTED + 1) note('… and more; --json prints all of them');
  };
}

/** `subscribers import | export | show | set | erase | retention`. */
export function registerSubscribers(program: Command): void {
  const subscribers = program.command('subscribers').description('manage the subscribers');
  subscribers
    .command('import')
    .description('import a CSV file (columns in any order, any common delimiter) or Mailchimp’s export ZIP')
    .argument('<file>', 'the file, or - for standard input')
    .option('--newsletter <slug>')
    .option('--unsubscribed <file>', 'a file of unsubscribed addresses, if the list itself does not contain the status')
    .requiredOption('--consent <text>', 'where the readers’ consent comes from; stored with every reader')
    .option(
      '--ignore-column <name>',
      'ignore a column that is not understood; repeatable',
      (name: string, names: string[]) => [...names, name],
      [],
    )
    .option('--dry-run', 'print what the import would do, and change nothing')
    .option('--json', 'print JSON lines')
    .action((file: string, flags: ImportFlags) =>
      withRuntime(async (runtime) => {
        const newsletter = await findNewsletter(runtime, flags.newsletter ?? null);
        const { consent, unsubscribed, ignoreColumn, dryRun = false, json = false } = flags;
        const output = openOutput({ json });
        const report = await importSubscribers(runtime, openLists(file, unsubscribed), {
          newsletterId: newsletter.id,
          consent,
          dryRun,
          tellsWhoLeft: unsubscribed !== undefined,
          ignoreColumns: ignoreColumn,
          onInvalid: printInvalid(output, json),
        });
        output.result({ ...report, dryRun }, describeImport(report, dryRun));
        if (report.invalid.count > 0) markFailed();
      }),
    );
  subscribers
    .command('export')
    .description('print the subscribers as CSV')
    .option('--newsletter <slug>')
    .action((options: { newsletter?: string }) =>
      withRuntime(async (runtime) => {
        const newsletter = options.newsletter ? await findNewsletter(runtime, options.newsletter) : null;
        for await (const chunk of exportSubscribers(runtime, { newsletterId: newsletter?.id ?? null }))
          if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
      }),
    );
  subscribers
    .command('show')
    .description('print all data stored about an address')
    .argument('<address>')
    .option('--json', 'print JSON lines')
    .action((address: string, options: { json?: boolean }) =>
      withRuntime(async (runtime) => {
        const record = await showSubscriber(runtime, address);
        if (!record) throw new ReveilleError('NOT_FOUND', 'There is no data about this address.');
        openOutput(options).result(record, describeRecord(address, record));
      }),
    );
  registerChoices(subscribers);
  subscribers
    .command('retention')
    .description('set how long full IP addresses are kept; after that, only their network (IPv4 /24, IPv6 /48) remains')
    .option('--network-address-days <n>', 'number of days, 0 to 3650')
    .option('--json', 'print JSON lines')
    .action((options: { networkAddressDays?: string; json?: boolean }) =>
      withRuntime(async (runtime) => {
        const given = options.networkAddressDays;
        if (given !== undefined) await setNetworkAddressDays(runtime, given.trim() ? Number(given) : NaN, 'cli');
        const networkAddressDays = await loadNetworkAddressDays(runtime);
        openOutput(options).result(
          { networkAddressDays },
          `Full IP addresses are kept for ${networkAddressDays} days.`,
        );
      }),
    );
  subscribers
    .command('lift')
    .description('remove an address from the suppression list after a bounce, a complaint or an entry by staff')
    .argument('<address>')
    .requiredOption('--note <text>', 'the reason, for the audit log; do not include the address')
    .option('--json', 'print JSON lines')
    .action((address: string, { note, json }: { note: string; json?: boolean }) =>
      withRuntime(async (runtime) => {
        const lifted = await liftSuppression(runtime, address);
        if (lifted) await recordAudit(runtime.db, { actor: 'cli', action: 'subscriber.lift', detail: { note } });
        openOutput({ json }).result(
          { lifted },
          lifted ? 'Lifted: this address receives its newsletters again.' : 'This address is not suppressed.',
        );
      }),
    );
  subscribers
    .command('erase')
    .description('forget a person; a keyed hash stays, so that no import brings the address back')
    .argument('<address>')
    .option('--json', 'print JSON lines')
    .action((address: string, options: { json?: boolean }) =>
      withRuntime(async (runtime) => {
        const { wasHeld } = await eraseSubscriber(runtime, address);
        openOutput(options).result(
          { erased: wasHeld },
          wasHeld ? 'Erased.' : 'There was no data about this address. It is suppressed now.',
        );
      }),
    );
}
