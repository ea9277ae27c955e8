import { approveEdition } from '../editions/approval.ts';
import { loadEdition } from '../editions/load.ts';
import { editionStatus } from '../editions/status.ts';
import { setWords, wordsOf, type EditionWords } from '../editions/words.ts';
import { awaitRendering } from './awaitRendering.ts';
import { openOutput, parseEditionId, withRuntime } from './command.ts';
import { describeStatus } from './editions.ts';
import type { Run } from './run.ts';

export type SetOptions = EditionWords & { json?: boolean };

/** `edition set`. */
export async function set(run: Run, edition: string, options: SetOptions): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const output = openOutput(run, options);
    const editionId = parseEditionId(edition);
    const { json: _json, ...words } = options;
    const { revision, isChanged } = await setWords(runtime, { editionId, words, actor: 'cli' });
    const { isDone, flagDetail } = await awaitRendering(runtime, editionId);
    const now = (await loadEdition(runtime, editionId))!.edition;
    const said = isChanged ? `Edition ${editionId} is changed` : `Edition ${editionId} has these words already`;
    const note = now.note === '' ? '' : `\nNote: ${now.note}`;
    output.result(
      { edition: editionId, revision, changed: isChanged, state: now.state, ...wordsOf(now) },
      `${said} (revision ${revision}).\nSubject: ${now.subject}\nPreheader: ${now.preheader}${note}`,
    );
    if (!isDone) output.note('The new revision waits to be rendered. Until then the earlier text is sent.');
    else if (now.revision < revision) {
      output.note(flagDetail);
      output.markFailed();
    }
  });
}

/** `approve`. */
export async function approve(run: Run, edition: string, options: { json?: boolean }): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const editionId = parseEditionId(edition);
    await approveEdition(runtime, { editionId, actor: 'cli' });
    const status = await editionStatus(runtime, editionId);
    openOutput(run, options).result(status, describeStatus(status));
  });
}
