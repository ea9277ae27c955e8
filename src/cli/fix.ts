import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { countCopies, fixStory, type StoryChanges } from '../editions/fix.ts';
import { loadEdition } from '../editions/load.ts';
import { setRate } from '../editions/rate.ts';
import { ReveilleError } from '../domain/errors.ts';
import { readId } from '../domain/numbers.ts';
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
  const position = readId(text);
  if (position === null)
    throw new ReveilleError('USAGE', `"${text}" is no story's position; they count from 1, as "compose" prints them.`);
  return position;
}

/** Waits for a renderer to make the fix's revision; where none runs, makes it here. Null: it still waits. */
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
  const said = isChanged ? `Story ${position} of edition ${editionId} is changed` : 'The story said that already';
  output.result(
    { edition: editionId, position, revision, changed: isChanged, state: edition?.state, earlier, left },
    `${said} (revision ${revision}). ${earlier} readers got an earlier text already; ${
      edition?.started_at ? `${left} will get this one` : 'everybody else will get this one'
    }.`,
  );
  if (!isDone) output.note('It waits to be rendered; until then the earlier text goes out.');
  else if (edition && edition.revision < revision) {
    output.note(flagDetail);
    markFailed();
  }
  // Where a story stands is no mistake.
  const isMove = Object.keys(changes).every((field) => field === 'section');
  if (earlier > 0 && !isMove)
    output.note(`"reveille correct ${editionId}" sends a correction to those who got an earlier text.`);
}

/** `fix`, `rate`. */
export function registerFix(program: Command): void {
  program
    .command('fix')
    .description('change a story of an edition; while it is sent, everybody not yet mailed gets the new text')
    .argument('<edition>')
    .argument('<position>', 'which story, from 1')
    .option('--headline <text>', 'its new headline')
    .option('--summary <text>', 'its new summary; "" for none')
    .option('--url <url>', 'its new address')
    .option('--no-picture', 'take its picture away')
    .option('--section <name>', 'the section that it stands in, or none')
    .option('--note <text>', 'what was wrong, for the desk, and for the readers of a correction')
    .option('--json', 'print JSON lines')
    .action((edition: string, position: string, options: FixOptions) =>
      withRuntime((runtime) => {
        const which = { editionId: parseEditionId(edition), position: parsePosition(position) };
        return fix(runtime, which, options, openOutput(options));
      }),
    );
  program
    .command('rate')
    .description('limit an edition to so many messages a second over all mailers, also while it is sent')
    .argument('<edition>')
    .argument('<per-second>', 'messages a second, or "off"')
    .option('--json', 'print JSON lines')
    .action((edition: string, text: string, options: { json?: boolean }) =>
      withRuntime(async (runtime) => {
        const editionId = parseEditionId(edition);
        const perSecond = text === 'off' ? null : Number(text.trim() || Number.NaN);
        await setRate(runtime, { editionId, perSecond, actor: 'cli' });
        const limit = perSecond === null ? 'as fast as the relays take it' : `at most ${perSecond} messages a second`;
        openOutput(options).result({ edition: editionId, perSecond }, `Edition ${editionId} goes out ${limit}.`);
      }),
    );
}
