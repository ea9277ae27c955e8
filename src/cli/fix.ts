import { countCopies, fixStory } from '../editions/fix.ts';
import type { StoryChanges } from '../editions/storyChanges.ts';
import { loadEdition } from '../editions/load.ts';
import { setRate } from '../editions/rate.ts';
import { ReveilleError } from '../domain/errors.ts';
import { readId } from '../domain/numbers.ts';
import type { Runtime } from '../platform/runtime.ts';
import { awaitRendering } from './awaitRendering.ts';
import { openOutput, parseEditionId, withRuntime, type Output } from './command.ts';
import type { Run } from './run.ts';

export type FixOptions = {
  headline?: string;
  summary?: string;
  url?: string;
  picture: boolean;
  section?: string;
  note?: string;
  json?: boolean;
};

function parsePosition(text: string): number {
  const position = readId(text);
  if (position === null)
    throw new ReveilleError('USAGE', `"${text}" is not a position; positions count from 1, as "compose" prints them.`);
  return position;
}

async function fix(
  runtime: Runtime,
  { editionId, position }: { editionId: number; position: number },
  { headline, summary, url, picture, section, note }: FixOptions,
  output: Output,
): Promise<void> {
  const changes: StoryChanges = {
    ...(headline === undefined ? {} : { headline }),
    ...(summary === undefined ? {} : { summary }),
    ...(url === undefined ? {} : { url }),
    ...(picture ? {} : { image: null }),
    ...(section === undefined ? {} : { section: section === 'none' ? null : section }),
  };
  const order = { editionId, position, changes, actor: 'cli', ...(note === undefined ? {} : { note }) };
  const { revision, isChanged } = await fixStory(runtime, order);
  const { isDone, flagDetail } = await awaitRendering(runtime, editionId);
  const edition = (await loadEdition(runtime, editionId))?.edition;
  const { earlier, left } = await countCopies(runtime, editionId, revision);
  const said = isChanged ? `Story ${position} of edition ${editionId} is changed` : 'The story already has this text';
  output.result(
    { edition: editionId, position, revision, changed: isChanged, state: edition?.state, earlier, left },
    `${said} (revision ${revision}). ${earlier} readers already got an earlier text; ${
      edition?.started_at ? `${left} will get this one` : 'all other readers will get this one'
    }.`,
  );
  if (!isDone) output.note('The new text is not rendered yet. Until then, readers get the earlier text.');
  else if (edition && edition.revision < revision) {
    output.note(flagDetail);
    output.markFailed();
  }
  // A move to another section is no mistake that readers must be told about.
  const isMove = Object.keys(changes).every((field) => field === 'section');
  if (earlier > 0 && !isMove)
    output.note(`"reveille correct ${editionId}" sends a correction to those who got an earlier text.`);
}

/** `fix`. */
export async function fixEdition(run: Run, edition: string, position: string, options: FixOptions): Promise<void> {
  await withRuntime(run, (runtime) => {
    const which = { editionId: parseEditionId(edition), position: parsePosition(position) };
    return fix(runtime, which, options, openOutput(run, options));
  });
}

/** `rate`. */
export async function limitRate(run: Run, edition: string, text: string, options: { json?: boolean }): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const editionId = parseEditionId(edition);
    const perSecond = text === 'off' ? null : Number(text.trim() || Number.NaN);
    await setRate(runtime, { editionId, perSecond, actor: 'cli' });
    const limit = perSecond === null ? 'without a rate limit' : `at no more than ${perSecond} messages a second`;
    openOutput(run, options).result({ edition: editionId, perSecond }, `Edition ${editionId} is sent ${limit}.`);
  });
}
