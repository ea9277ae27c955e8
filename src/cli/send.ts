import { triggerSend } from '../editions/control.ts';
import { countReaders } from '../editions/correct.ts';
import { loadEdition } from '../editions/load.ts';
import { requestTestCopy } from '../editions/testCopy.ts';
import { isRehearsalOf } from '../editions/rehearsal.ts';
import { ReveilleError } from '../domain/errors.ts';
import { isHeld } from '../platform/leases.ts';
import type { Runtime } from '../platform/runtime.ts';
import { describeFinding } from './lint.ts';
import { openOutput, parseEditionId, withRuntime, type Output } from './command.ts';
import type { Run } from './run.ts';
import { submitOutboxHere } from './sendHere.ts';
import { confirmReaders, followSend, type Consent } from './sending.ts';

export type SendOptions = Consent & { to?: string; wait?: boolean; json?: boolean };

/** Prints lint errors before the send is confirmed. Links are checked only by the `lint` command itself. */
async function sayErrors(runtime: Runtime, editionId: number, isRehearsal: boolean, output: Output): Promise<void> {
  const { db, log, now, config } = runtime;
  // Imported here because it loads the renderer, which other commands do not need.
  const { lintEdition } = await import('../checks/lint/lint.ts');
  const deps = { db, log, now, publicUrl: config.publicUrl, isRehearsal, fetcher: null, support: null };
  const { findings } = await lintEdition(deps, editionId);
  for (const finding of findings.filter(({ severity }) => severity === 'error')) output.note(describeFinding(finding));
}

async function sendToAll(
  run: Run,
  runtime: Runtime,
  editionId: number,
  options: SendOptions,
  output: Output,
): Promise<void> {
  const loaded = await loadEdition(runtime, editionId);
  if (!loaded) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
  const isRehearsal = isRehearsalOf(runtime, loaded.edition, loaded.edition.kind === 'correction');
  await sayErrors(runtime, editionId, isRehearsal, output);
  const readers = await countReaders(runtime, loaded, { isRehearsal });
  await confirmReaders(run, runtime, { editionId, readers, isRehearsal }, options);
  await triggerSend(runtime, { editionId, actor: 'cli', isRehearsal });
  await followSend(run, runtime, { editionId, readers, wait: options.wait }, output);
}

async function sendTestCopy(runtime: Runtime, editionId: number, to: string, output: Output): Promise<void> {
  const outboxId = await requestTestCopy(runtime, { editionId, to, actor: 'cli' });
  if (!(await isHeld(runtime, 'process:mailer'))) await submitOutboxHere(runtime, outboxId);
  output.result({ edition: editionId, to, outbox: outboxId }, `A test copy of edition ${editionId} was sent to ${to}.`);
}

/** `send`. */
export async function send(run: Run, edition: string, options: SendOptions): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const output = openOutput(run, options);
    const editionId = parseEditionId(edition);
    if (options.to === undefined) await sendToAll(run, runtime, editionId, options, output);
    else await sendTestCopy(runtime, editionId, options.to, output);
  });
}
