import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { countCopies, fixStory, type StoryChanges } from '../editions/fix.ts';
import { loadEdition } from '../editions/load.ts';
import { setRate } from '../editions/rate.ts';
import { ReveilleError } from '../domain/errors.ts';
import { isHeld } from '../platform/leases.ts';
import { renderRevision } from '../render/render.ts';
import type { Runtime } from '../platform/runtime.ts';
import { markFailed, openOutput, parseEditionId, withRuntime, type Output } from './command.ts';

type FixOptions = {
  headline?: string;
  summary?: string;
  url?: string;
  picture: boolean;
  section?: string;
  note?: string;
  json?: boolean;
};

const RENDER_WAIT_MS = 15_000;

function parsePosition(text: string): number {
  const position = Number(text);
  if (!Number.isSafeInteger(position) || position < 1)
    throw new ReveilleError('USAGE', `"${text}" is not a position; positions count from 1, as "compose" prints them.`);
  return position;
}

/** Waits until the fix's revision is rendered. If no renderer runs, this process renders it. */
async function awaitRendering(runtime: Runtime, editionId: number): Promise<{ isDone: boolean; flagDetail: string }> {
  const { config, db, log, now } = runtime;
  if (!(await isHeld(runtime, 'process:renderer')))
    await renderRevision({ db, log, now, publicUrl: config.publicUrl }, editionId);
  for (const deadline = Date.now() + RENDER_WAIT_MS; ; await sleep(200)) {
    const edition = (await loadEdition(runtime, editionId))?.edition;
    const isDone = !edition || edition.next_revision === null;
    if (isDone || Date.now() > deadline) return { isDone, flagDetail: edition?.flag_detail ?? '' };
  }
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
    markFailed();
  }
  // A move to another section is no mistake that readers must be told about.
  const isMove = Object.keys(changes).every((field) => field === 'section');
  if (earlier > 0 && !isMove)
    output.note(`"reveille correct ${editionId}" sends a correction to those who got an earlier text.`);
}

/** `fix`, `rate`. */
export function registerFix(program: Command): void {
  program
    .command('fix')
    .description('change a story of an edition; during a send, readers who are not mailed yet get the new text')
    .argument('<edition>')
    .argument('<position>', 'which story, from 1')
    .option('--headline <text>', 'the new headline')
    .option('--summary <text>', 'the new summary; "" for none')
    .option('--url <url>', 'the new address')
    .option('--no-picture', 'remove the picture')
    .option('--section <name>', 'the section of the story, or none')
    .option('--note <text>', 'what was wrong; shown at the desk and to readers of a correction')
    .option('--json', 'print JSON lines')
    .action((edition: string, position: string, options: FixOptions) =>
      withRuntime((runtime) => {
        const which = { editionId: parseEditionId(edition), position: parsePosition(position) };
        return fix(runtime, which, options, openOutput(options));
      }),
    );
  program
    .command('rate')
    .description('limit the send rate of an edition over all mailers, also during a send')
    .argument('<edition>')
    .argument('<per-second>', 'messages a second, or "off"')
    .option('--json', 'print JSON lines')
    .action((edition: string, text: string, options: { json?: boolean }) =>
      withRuntime(async (runtime) => {
        const editionId = parseEditionId(edition);
        const perSecond = text === 'off' ? null : Number(text.trim() || Number.NaN);
        await setRate(runtime, { editionId, perSecond, actor: 'cli' });
        const limit = perSecond === null ? 'without a rate limit' : `at no more than ${perSecond} messages a second`;
        openOutput(options).result({ edition: editionId, perSecond }, `Edition ${editionId} is sent ${limit}.`);
      }),
    );
}
