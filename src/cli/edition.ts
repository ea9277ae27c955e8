import type { Command } from 'commander';
import { approveEdition } from '../editions/approval.ts';
import { loadEdition } from '../editions/load.ts';
import { editionStatus } from '../editions/status.ts';
import { setWords, wordsOf, type EditionWords } from '../editions/words.ts';
import type { Runtime } from '../platform/runtime.ts';
import { awaitRendering } from './awaitRendering.ts';
import { markFailed, openOutput, parseEditionId, withRuntime, type Output } from './command.ts';
import { describeStatus } from './editions.ts';

type SetOptions = EditionWords & { json?: boolean };

async function set(runtime: Runtime, editionId: number, options: SetOptions, output: Output): Promise<void> {
  const { json: _json, ...words } = options;
  const { revision, isChanged } = await setWords(runtime, { editionId, words, actor: 'cli' });
  const { isDone, flagDetail } = await awaitRendering(runtime, editionId);
  const { edition } = (await loadEdition(runtime, editionId))!;
  output.result(
    { edition: editionId, revision, changed: isChanged, state: edition.state, ...wordsOf(edition) },
    `${isChanged ? `Edition ${editionId} is changed` : `Edition ${editionId} has these words already`} (revision ${revision}).
Subject: ${edition.subject}
Preheader: ${edition.preheader}${edition.note === '' ? '' : `\nNote: ${edition.note}`}`,
  );
  if (!isDone) output.note('The new revision waits to be rendered. Until then the earlier text is sent.');
  else if (edition.revision < revision) {
    output.note(flagDetail);
    markFailed();
  }
}

/** `edition set`, `approve`. */
export function registerEdition(program: Command): void {
  const edition = program.command('edition').description('staff’s own words over an edition');
  edition
    .command('set')
    .description('set the subject, preheader or note of an edition; during a send, for readers not mailed yet')
    .argument('<edition>')
    .option('--subject <text>', 'its subject; "" builds it from the headlines')
    .option('--preheader <text>', 'the text that mail programs show after the subject; "" builds it from the headlines')
    .option('--note <text>', 'a note above the stories, a paragraph a line; "" for none')
    .option('--json', 'print JSON lines')
    .action((id: string, options: SetOptions) =>
      withRuntime((runtime) => set(runtime, parseEditionId(id), options, openOutput(options))),
    );
  program
    .command('approve')
    .description('approve an edition: it keeps its stories, and is sent at its send time')
    .argument('<edition>')
    .option('--json', 'print JSON lines')
    .action((id: string, options: { json?: boolean }) =>
      withRuntime(async (runtime) => {
        const editionId = parseEditionId(id);
        await approveEdition(runtime, { editionId, actor: 'cli' });
        const status = await editionStatus(runtime, editionId);
        openOutput(options).result(status, describeStatus(status));
      }),
    );
}
