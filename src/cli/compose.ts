import type { Command } from 'commander';
import {
  composeEdition,
  composeSpecial,
  dropStory,
  loadComposedEdition,
  promoteStandby,
  recomposeEdition,
  type ComposedEdition,
  type ComposedStory,
} from '../newsroom/compose/compose.ts';
import { completeDraft } from '../newsroom/draft.ts';
import { loadEdition } from '../editions/load.ts';
import { whyKept } from '../editions/name.ts';
import { pickStory, unpickStory } from '../editions/picks.ts';
import { ReveilleError } from '../domain/errors.ts';
import { findNewsletter } from '../editions/newsletters/newsletters.ts';
import { rankEdition, rankNewsletter } from '../newsroom/rank/rank.ts';
import type { Runtime } from '../platform/runtime.ts';
import { dateIn } from '../domain/due.ts';
import { findDue } from '../schedule/load.ts';
import { openOutput, parseEditionId, withRuntime, type Output } from './command.ts';

type ComposeOptions = { newsletter?: string; date?: string; special?: string; weekly?: boolean; json?: boolean };

const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

function describeStory(story: ComposedStory, label: string): string {
  const { title, outlet, items, score, reasons, updateOf } = story;
  const update = updateOf === null ? '' : ' [update]';
  const count = `${items} ${items === 1 ? 'item' : 'items'}`;
  return `${label} ${title}${update}\n     ${outlet}, ${count}, story ${story.story ?? 'gone'}, score ${score}: ${reasons.join('; ')}`;
}

function printEdition({ result, note }: Output, edition: ComposedEdition): void {
  const { id, newsletter, date, state, subject, standbys, refused } = edition;
  result(
    { edition: id, newsletter, date, state, subject },
    `Edition ${id} of ${newsletter}, ${date} (${state}): ${subject}`,
  );
  for (const story of edition.stories) result(story, describeStory(story, `${String(story.position).padStart(3)}.`));
  if (standbys.length > 0) note('Standby stories:');
  for (const story of standbys) note(describeStory(story, `  ${story.position})`));
  for (const { title, reason } of refused) note(`Left out: ${title === null ? '' : `“${title}”: `}${reason}.`);
  if (edition.flag) note(`Flagged: ${edition.flagDetail}`);
}

/** Parses a number above zero. Throws USAGE. */
function parseNumber(what: string, text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1 || number > 2 ** 31 - 1)
    throw new ReveilleError('USAGE', `"${text}" is not a ${what}; "compose" prints the numbers.`);
  return number;
}

type ComposeDeps = Runtime & { isRehearsal: boolean; publicUrl: string };

const composeDeps = (runtime: Runtime): ComposeDeps => ({
  ...runtime,
  isRehearsal: runtime.config.relays.length === 0,
  publicUrl: runtime.config.publicUrl,
});

/** Fetches missing pictures, and returns the edition with them. */
async function withPictures(deps: ComposeDeps, edition: ComposedEdition): Promise<ComposedEdition> {
  return (await completeDraft(deps, edition.id)) ? loadComposedEdition(deps, edition.id) : edition;
}

async function compose(runtime: Runtime, options: ComposeOptions): Promise<ComposedEdition> {
  const deps = composeDeps(runtime);
  const newsletter = await findNewsletter(runtime, options.newsletter ?? null);
  const newsletterId = newsletter.id;
  await rankNewsletter(runtime, newsletterId);
  if (options.special !== undefined) {
    if (options.date !== undefined || options.weekly)
      throw new ReveilleError(
        'USAGE',
        '--special makes an edition for now; it cannot be combined with --date or --weekly.',
      );
    const storyIds = options.special.split(',').map((text) => parseNumber('story', text));
    return withPictures(deps, await composeSpecial(deps, { newsletterId, storyIds, actor: 'cli' }));
  }
  const date = options.date ?? dateIn(newsletter.zone, runtime.now());
  if (!DATE.test(date))
    throw new ReveilleError('USAGE', `--date ${date} is not a date; expected YYYY-MM-DD, for example 2026-05-31.`);
  const order = options.weekly
    ? ({ newsletterId, date, kind: 'weekly' } as const)
    : { newsletterId, date, dueAt: await findDue(runtime, newsletter, date) };
  return withPictures(deps, await composeEdition(deps, order));
}

/** Changes an edition's stories and prints the result. A draft is ranked and composed again. */
function change(
  edition: string,
  options: { json?: boolean },
  work: (runtime: Runtime, editionId: number, isDraft: boolean) => Promise<unknown>,
): Promise<void> {
  return withRuntime(async (runtime) => {
    const editionId = parseEditionId(edition);
    const isDraft = (await loadEdition(runtime, editionId))?.edition.state === 'draft';
    await work(runtime, editionId, isDraft);
    if (isDraft) await rankEdition(runtime, editionId);
    // Any other state is only read.
    const deps = composeDeps(runtime);
    printEdition(openOutput(options), await withPictures(deps, await recomposeEdition(deps, editionId)));
  });
}

/** `compose`, `pin`, `exclude`, `unpin`, `drop`, `promote`. */
export function registerCompose(program: Command): void {
  program
    .command('compose')
    .description('compose or update the draft edition of a day, and print the reasons for each story’s rank')
    .option('--newsletter <slug>')
    .option('--date <yyyy-mm-dd>', 'day of the edition; default: today in the newsletter’s zone')
    .option(
      '--special <stories>',
      'breaking news: a special edition with these stories, comma-separated, in this order',
    )
    .option('--weekly', 'a weekly edition: the best stories sent in the seven days up to the date')
    .option('--json', 'print JSON lines')
    .action((options: ComposeOptions) =>
      withRuntime(async (runtime) => {
        const output = openOutput(options);
        const edition = await compose(runtime, options);
        printEdition(output, edition);
        const kept = whyKept(edition);
        if (kept !== null) output.note(kept);
      }),
    );
  program
    .command('pin')
    .description('fix the place of a story in a draft; composing again keeps it')
    .argument('<edition>')
    .argument('<story>', 'story number, as "compose" prints it')
    .option('--at <place>', 'its place, counted from 1', '1')
    .option('--json', 'print JSON lines')
    .action((edition: string, story: string, options: { at: string; json?: boolean }) =>
      change(edition, options, (runtime, editionId) => {
        const position = parseNumber('place', options.at);
        const storyId = parseNumber('story', story);
        return pickStory(runtime, { editionId, storyId, position, isExcluded: false, actor: 'cli' });
      }),
    );
  program
    .command('exclude')
    .description('exclude a story from a draft; composing again keeps it out')
    .argument('<edition>')
    .argument('<story>', 'story number, as "compose" prints it')
    .option('--json', 'print JSON lines')
    .action((edition: string, story: string, options: { json?: boolean }) =>
      change(edition, options, (runtime, editionId) => {
        const storyId = parseNumber('story', story);
        return pickStory(runtime, { editionId, storyId, position: null, isExcluded: true, actor: 'cli' });
      }),
    );
  program
    .command('unpin')
    .description('use automatic ranking for a story of a draft again')
    .argument('<edition>')
    .argument('<story>', 'story number, as "compose" prints it')
    .option('--json', 'print JSON lines')
    .action((edition: string, story: string, options: { json?: boolean }) =>
      change(edition, options, (runtime, editionId) =>
        unpickStory(runtime, { editionId, storyId: parseNumber('story', story), actor: 'cli' }),
      ),
    );
  program
    .command('drop')
    .description('remove a story from an edition that is approved or being sent; the first standby story replaces it')
    .argument('<edition>')
    .argument('<position>', 'position of the story, counted from 1')
    .option('--reason <text>', 'the reason, shown at the desk', 'staff dropped it')
    .option('--json', 'print JSON lines')
    .action((edition: string, position: string, options: { reason: string; json?: boolean }) =>
      change(edition, options, (runtime, editionId) =>
        dropStory(runtime, {
          editionId,
          position: parseNumber('position', position),
          reason: options.reason,
          actor: 'cli',
        }),
      ),
    );
  program
    .command('promote')
    .description('add a standby story to an edition that is approved or being sent')
    .argument('<edition>')
    .argument('<standby>', 'position of the standby story, counted from 1')
    .option('--json', 'print JSON lines')
    .action((edition: string, standby: string, options: { json?: boolean }) =>
      change(edition, options, (runtime, editionId) =>
        promoteStandby(runtime, { editionId, position: parseNumber('standby', standby), actor: 'cli' }),
      ),
    );
}
