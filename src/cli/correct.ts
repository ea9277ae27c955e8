import { triggerSend } from '../editions/control.ts';
import { correctEdition } from '../editions/correct.ts';
import { loadEdition } from '../editions/load.ts';
import { isRehearsalOf } from '../editions/rehearsal.ts';
import { ReveilleError } from '../domain/errors.ts';
import type { Runtime } from '../platform/runtime.ts';
import { openOutput, parseEditionId, withRuntime, type Output } from './command.ts';
import type { Run } from './run.ts';
import { askNumber, followSend } from './sending.ts';

export type CorrectOptions = { subject?: string; note?: string; yes?: boolean; wait?: boolean; json?: boolean };

async function correct(
  run: Run,
  runtime: Runtime,
  corrected: number,
  options: CorrectOptions,
  output: Output,
): Promise<void> {
  const { subject, note, yes, wait } = options;
  const loaded = await loadEdition(runtime, corrected);
  if (!loaded) throw new ReveilleError('NOT_FOUND', `There is no edition ${corrected}.`);
  const isRehearsal = isRehearsalOf(runtime, loaded.edition, true);
  const { editionId, readers } = await correctEdition(runtime, {
    editionId: corrected,
    actor: 'cli',
    ...(subject === undefined ? {} : { subject }),
    ...(note === undefined ? {} : { note }),
  });
  output.note(`Edition ${editionId} corrects edition ${corrected}; "reveille preview ${editionId}" shows it.`);
  if (!yes)
    await askNumber(
      run,
      `The correction goes to the ${readers} readers who got an earlier text. Type the number of readers to send: `,
      readers,
      `Not sent: this is not the number of readers. "reveille send ${editionId}" sends the correction, "reveille cancel ${editionId}" cancels it.`,
    );
  await triggerSend(runtime, { editionId, actor: 'cli', isRehearsal });
  await followSend(run, runtime, { editionId, readers, wait }, output);
}

/** `correct`. */
export async function runCorrect(run: Run, edition: string, options: CorrectOptions): Promise<void> {
  await withRuntime(run, (runtime) =>
    correct(run, runtime, parseEditionId(edition), options, openOutput(run, options)),
  );
}
