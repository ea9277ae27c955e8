import { dropStory, promoteStandby, type ComposedEdition, type ComposedStory } from '../newsroom/compose/compose.ts';
import { draftEdition, draftSpecial, redraftEdition } from '../newsroom/draft.ts';
import { whyKept } from '../editions/name.ts';
import { pickStory, unpickStory } from '../editions/picks.ts';
import { ReveilleError } from '../domain/errors.ts';
import { readId } from '../domain/numbers.ts';
import { findNewsletter } from '../editions/newsletters/newsletters.ts';
import type { Runtime } from '../platform/runtime.ts';
import { dateIn, isDay } from '../domain/due.ts';
import { recordAudit } from '../platform/audit.ts';
import { findDue } from '../schedule/load.ts';
import { openOutput, parseEditionId, withRuntime, type Output } from './command.ts';
import type { Run } from './run.ts';

export type ComposeOptions = { newsletter?: string; date?: string; special?: string; weekly?: boolean; json?: boolean };

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
  const number = readId(text);
  if (number === null) throw new ReveilleError('USAGE', `"${text}" is not a ${what}; "compose" prints the numbers.`);
  return number;
}

type DraftDeps = Runtime & { isRehearsal: boolean; publicUrl: string };

const draftDeps = (runtime: Runtime): DraftDeps => ({
  ...runtime,
  isRehearsal: runtime.config.relays.length === 0,
  publicUrl: runtime.config.publicUrl,
});

async function compose(runtime: Runtime, options: ComposeOptions): Promise<ComposedEdition> {
  const deps = draftDeps(runtime);
  const newsletter = await findNewsletter(runtime, options.newsletter ?? null);
  const newsletterId = newsletter.id;
  if (options.special !== undefined) {
    if (options.date !== undefined || options.weekly)
      throw new ReveilleError(
        'USAGE',
        '--special makes an edition for now; it cannot be combined with --date or --weekly.',
      );
    const storyIds = options.special.split(',').map((text) => parseNumber('story', text));
    return draftSpecial(deps, { newsletterId, storyIds, actor: 'cli' });
  }
  const date = options.date ?? dateIn(newsletter.zone, runtime.now());
  if (!isDay(date))
    throw new ReveilleError('USAGE', `--date ${date} is not a date; expected YYYY-MM-DD, for example 2026-05-31.`);
  const order = options.weekly
    ? ({ newsletterId, date, kind: 'weekly' } as const)
    : { newsletterId, date, dueAt: await findDue(runtime, newsletter, date) };
  return (await draftEdition(deps, order)).edition;
}

/** Changes an edition's stories, and prints it as it is then. A draft is composed again. */
function change(
  run: Run,
  edition: string,
  options: { json?: boolean },
  work: (runtime: Runtime, editionId: number) => Promise<unknown>,
): Promise<void> {
  return withRuntime(run, async (runtime) => {
    const editionId = parseEditionId(edition);
    await work(runtime, editionId);
    printEdition(openOutput(run, options), await redraftEdition(draftDeps(runtime), editionId));
  });
}

/** `compose`. */
export async function composeDraft(run: Run, options: ComposeOptions): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const output = openOutput(run, options);
    const edition = await compose(runtime, options);
    printEdition(output, edition);
    const kept = whyKept(edition);
    if (kept !== null) return output.note(kept);
    // A special edition is recorded where it is made.
    if (options.special !== undefined) return;
    const { id: editionId, date } = edition;
    await recordAudit(runtime.db, { actor: 'cli', action: 'compose', editionId, detail: { date } });
  });
}

/** `pin`. */
export async function pin(
  run: Run,
  edition: string,
  story: string,
  options: { at: string; json?: boolean },
): Promise<void> {
  await change(run, edition, options, (runtime, editionId) => {
    const position = parseNumber('place', options.at);
    const storyId = parseNumber('story', story);
    return pickStory(runtime, { editionId, storyId, position, isExcluded: false, actor: 'cli' });
  });
}

/** `exclude`. */
export async function exclude(run: Run, edition: string, story: string, options: { json?: boolean }): Promise<void> {
  await change(run, edition, options, (runtime, editionId) => {
    const storyId = parseNumber('story', story);
    return pickStory(runtime, { editionId, storyId, position: null, isExcluded: true, actor: 'cli' });
  });
}

/** `unpin`. */
export async function unpin(run: Run, edition: string, story: string, options: { json?: boolean }): Promise<void> {
  await change(run, edition, options, (runtime, editionId) =>
    unpickStory(runtime, { editionId, storyId: parseNumber('story', story), actor: 'cli' }),
  );
}

/** `drop`. */
export async function drop(
  run: Run,
  edition: string,
  position: string,
  options: { reason: string; json?: boolean },
): Promise<void> {
  await change(run, edition, options, (runtime, editionId) =>
    dropStory(runtime, {
      editionId,
      position: parseNumber('position', position),
      reason: options.reason,
      actor: 'cli',
    }),
  );
}

/** `promote`. */
export async function promote(run: Run, edition: string, standby: string, options: { json?: boolean }): Promise<void> {
  await change(run, edition, options, (runtime, editionId) =>
    promoteStandby(runtime, { editionId, position: parseNumber('standby', standby), actor: 'cli' }),
  );
}
