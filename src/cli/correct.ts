import type { Command } from 'commander';
import { triggerSend } from '../editions/control.ts';
import { correctEdition } from '../editions/correct.ts';
import { loadEdition } from '../editions/load.ts';
import { isRehearsalOf } from '../editions/rehearsal.ts';
import { ReveilleError } from '../domain/errors.ts';
import type { Runtime } from '../platform/runtime.ts';
import { openOutput, parseEditionId, withRuntime, type Output } from './command.ts';
import { askNumber, followSend } from './sending.ts';

type Options = { note?: string; yes?: boolean; wait?: boolean; json?: boolean };

async function correct(runtime: Runtime, corrected: number, options: Options, output: Output): Promise<void> {
  const { note, yes, wait } = options;
  const loaded = await loadEdition(runtime, corrected);
  if (!loaded) throw new ReveilleError('NOT_FOUND', `There is no edition ${corrected}.`);
  const isRehearsal = isRehearsalOf(runtime, loaded.edition, true);
  const { editionId, readers } = await correctEdition(runtime, {
    editionId: corrected,
    actor: 'cli',
    ...(note === undefined ? {} : { note }),
  });
  output.note(`Edition ${editionId} corrects edition ${corrected}; "reveille preview ${editionId}" shows it.`);
  if (!yes)
    await askNumber(
      `The correction goes to the ${readers} readers who got an earlier text. Type the number of readers to send: `,
      readers,
      `Not sent: this is not the number of readers. "reveille send ${editionId}" sends the correction, "reveille cancel ${editionId}" cancels it.`,
    );
  await triggerSend(runtime, { editionId, actor: 'cli', isRehearsal });
  await followSend(runtime, { editionId, readers, wait }, output);
}

/** `correct`. */
export function registerCorrect(program: Command): void {
  program
    .command('correct')
    .description('send a correction to the readers who got a story before it was fixed, and to no others')
    .argument('<edition>')
    .option('--note <text>', 'text above the corrected stories; default: the notes of the fixes')
    .option('--yes', 'send without asking for the number of readers')
    .option('--wait', 'return when the send is over, not when it is queued')
    .option('--json', 'print JSON lines')
    .action((edition: string, options: Options) =>
      withRuntime((runtime) => correct(runtime, parseEditionId(edition), options, openOutput(options))),
    );
}
