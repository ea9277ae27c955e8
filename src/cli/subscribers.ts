import { once } from 'node:events';
import { recordAudit } from '../platform/audit.ts';
import { ReveilleError } from '../domain/errors.ts';
import { readNote } from '../domain/note.ts';
import { findNewsletter } from '../editions/newsletters/newsletters.ts';
import { exportSubscribers } from '../readers/exportCsv.ts';
import { importSubscribers, importedCounts } from '../readers/import/importList.ts';
import { openList } from '../readers/import/listFiles.ts';
import type { InvalidRow, ListFile } from '../readers/import/listRows.ts';
import { bareAddress } from '../readers/pasted.ts';
import { eraseWithin } from '../readers/erase.ts';
import { showSubscriber } from '../readers/record.ts';
import { liftSuppression } from '../readers/suppressions.ts';
import { loadNetworkAddressDays, setNetworkAddressDays } from '../readers/retention.ts';
import { openOutput, withRuntime, type Output } from './command.ts';
import type { Run } from './run.ts';
import { describeImport } from './importReport.ts';
import { describeRecord } from './record.ts';

export type ImportFlags = {
  newsletter?: string;
  consent: string;
  unsubscribed?: string;
  ignoreColumn: string[];
  dryRun?: boolean;
  json?: boolean;
};

const MAX_PRINTED = 20;

async function* openLists({ stdin }: Run, file: string, unsubscribed: string | undefined): AsyncGenerator<ListFile> {
  yield* openList(file, { stdin });
  if (unsubscribed !== undefined) yield* openList(unsubscribed, { stdin, wish: 'unsubscribed' });
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

/** `subscribers import`. */
export async function importList(run: Run, file: string, flags: ImportFlags): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const newsletter = await findNewsletter(runtime, flags.newsletter ?? null);
    const { consent, unsubscribed, ignoreColumn, dryRun = false, json = false } = flags;
    const output = openOutput(run, { json });
    const record = (detail: Record<string, unknown>): Promise<void> =>
      recordAudit(runtime.db, { actor: 'cli', action: 'subscribers.import', newsletterId: newsletter.id, detail });
    let merged = 0;
    const report = await importSubscribers(runtime, openLists(run, file, unsubscribed), {
      newsletterId: newsletter.id,
      consent,
      dryRun,
      tellsWhoLeft: unsubscribed !== undefined,
      ignoreColumns: ignoreColumn,
      onInvalid: printInvalid(output, json),
      onProgress: (progress) => (merged = progress.merged),
    }).catch(async (error: unknown) => {
      // The batches that were merged before the error stay.
      if (!dryRun && merged > 0) await record({ merged: `${Math.floor(merged * 100)} %` });
      throw error;
    });
    if (!dryRun && report.added + report.inactive > 0) await record(importedCounts(report));
    output.result({ ...report, dryRun }, describeImport(report, dryRun));
    if (report.invalid.count > 0) output.markFailed();
  });
}

/** `subscribers export`. */
export async function exportList(run: Run, options: { newsletter?: string }): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const newsletter = options.newsletter ? await findNewsletter(runtime, options.newsletter) : null;
    const detail = newsletter ? {} : { everything: true };
    const entry = { actor: 'cli', action: 'subscribers.export' as const, newsletterId: newsletter?.id ?? null, detail };
    await recordAudit(runtime.db, entry);
    for await (const chunk of exportSubscribers(runtime, { newsletterId: newsletter?.id ?? null }))
      if (!run.stdout.write(chunk)) await once(run.stdout, 'drain');
  });
}

/** `subscribers show`. */
export async function show(run: Run, given: string, options: { json?: boolean }): Promise<void> {
  const address = bareAddress(given);
  await withRuntime(run, async (runtime) => {
    const record = await showSubscriber(runtime, address);
    if (!record) throw new ReveilleError('NOT_FOUND', 'There is no data about this address.');
    const detail = { subscriber: record.subscriber?.id ?? null };
    await recordAudit(runtime.db, { actor: 'cli', action: 'subscriber.data', detail });
    openOutput(run, options).result(record, describeRecord(address, record));
  });
}

/** `subscribers retention`. */
export async function setRetention(run: Run, options: { networkAddressDays?: string; json?: boolean }): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const given = options.networkAddressDays;
    if (given !== undefined) await setNetworkAddressDays(runtime, given.trim() ? Number(given) : NaN, 'cli');
    const networkAddressDays = await loadNetworkAddressDays(runtime);
    openOutput(run, options).result(
      { networkAddressDays },
      `Full IP addresses are kept for ${networkAddressDays} days.`,
    );
  });
}

/** `subscribers lift`. */
export async function lift(run: Run, address: string, options: { note: string; json?: boolean }): Promise<void> {
  const { note, problem } = readNote(options.note, { isRequired: true });
  if (problem !== null) throw new ReveilleError('USAGE', `--note: ${problem}`);
  await withRuntime(run, async (runtime) => {
    const lifted = await liftSuppression(runtime, bareAddress(address));
    if (lifted) await recordAudit(runtime.db, { actor: 'cli', action: 'subscriber.lift', detail: { note } });
    openOutput(run, options).result(
      { lifted },
      lifted ? 'Lifted: this address receives its newsletters again.' : 'This address is not suppressed.',
    );
  });
}

/** `subscribers erase`. */
export async function erase(run: Run, address: string, options: { json?: boolean }): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const { wasHeld } = await runtime.db.transaction().execute(async (tx) => {
      const erased = await eraseWithin(tx, runtime, bareAddress(address));
      const detail = { subscriber: erased.subscriberId };
      await recordAudit(tx, { actor: 'cli', action: 'subscriber.erase', detail });
      return erased;
    });
    openOutput(run, options).result(
      { erased: wasHeld },
      wasHeld ? 'Erased.' : 'There was no data about this address. It is suppressed now.',
    );
  });
}
