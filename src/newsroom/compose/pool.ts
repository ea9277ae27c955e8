import type { Tx } from '../../platform/db/client.ts';
import type { Section } from '../../domain/sections.ts';
import { rulesOf, type KindRules } from '../../domain/kinds.ts';
import type { Shape } from './choose.ts';
import { loadCandidates, loadNamed, loadSent, type RankedStory } from './candidateRows.ts';
import type { EditionKey, LockedEdition, Pick } from './editionRows.ts';
import { listKeptStories, loadKept, overlookWithdrawal } from './keeps.ts';
import { loadItemsById, loadStoryItems, loadUse } from './storyItems.ts';
import { leaveOutKind, showStory, type Shown } from './show.ts';
import type { StoryItem } from './snapshot.ts';
import { loadWritten } from './written.ts';

/** The columns of a newsletter that composing reads. */
export type Newsletter = {
  id: number;
  name: string;
  slug: string;
  language: string;
  languages: string[];
  zone: string;
  territories: string[];
  story_count: number;
  min_stories: number;
  standby_count: number;
  own_stories: number;
  max_per_outlet: number | null;
  max_per_section: number | null;
  sections: Section[];
  kinds: Partial<KindRules>;
};

/** A draft that is being filled. */
export type Context = {
  tx: Tx;
  newsletter: Newsletter;
  key: EditionKey;
  edition: LockedEdition;
  now: Date;
  /** Without a relay, editions in the built-in inbox count as sent. */
  countsRehearsals: boolean;
};

// Rights are checked story by story, for this many of the best stories per place.
const POOL_PER_PLACE = 6;
const MIN_POOL = 60;

const sendAtOf = ({ edition, now }: Context): Date => new Date(Math.max(edition.dueAt?.getTime() ?? 0, now.getTime()));

/** The stories with what each may show, from all its items or from some. */
async function showAll(
  context: Context,
  stories: readonly RankedStory[],
  itemsOf: (story: RankedStory) => readonly StoryItem[],
): Promise<Shown[]> {
  const { tx, newsletter } = context;
  const use = await loadUse(tx, newsletter, sendAtOf(context));
  const written = await loadWritten(
    tx,
    stories.flatMap((story) => itemsOf(story).map(({ id }) => id)),
  );
  const showing = { editionId: context.edition.id, use, written, sections: newsletter.sections };
  return stories.map((story) => showStory(story, itemsOf(story), showing));
}

async function showWhole(context: Context, stories: readonly RankedStory[]): Promise<Shown[]> {
  const items = await loadStoryItems(
    context.tx,
    stories.map(({ storyId }) => storyId),
  );
  const kept = await loadKept(context.tx, context.edition.id);
  return showAll(context, stories, ({ storyId }) => overlookWithdrawal(items.get(storyId) ?? [], kept));
}

/** The stories that a person named, with what the edition may show of each. */
export async function showNamed(context: Context, storyIds: readonly number[]): Promise<Shown[]> {
  const kept = await loadKept(context.tx, context.edition.id);
  return showWhole(context, await loadNamed(context.tx, context.newsletter, storyIds, kept));
}

/** The candidates of a daily edition. */
async function poolOfDay(context: Context, picks: readonly Pick[], shape: Shape): Promise<Shown[]> {
  const { tx, newsletter, key, edition, now, countsRehearsals } = context;
  const ranked = await loadCandidates(tx, key, {
    editionId: edition.id,
    now,
    countsRehearsals,
    sections: newsletter.sections,
  });
  const excluded = new Set(picks.filter(({ isExcluded }) => isExcluded).map(({ storyId }) => storyId));
  const size = Math.max(MIN_POOL, (shape.count + shape.standbys) * POOL_PER_PLACE);
  const own = ranked.filter(({ isOwn }) => isOwn).slice(0, shape.own + shape.count);
  const named = [...shape.pinned.keys(), ...shape.standing, ...(await listKeptStories(tx, edition.id))];
  const pinned = await loadNamed(tx, newsletter, named, await loadKept(tx, edition.id));
  const pool = new Map([...pinned, ...own, ...ranked.slice(0, size)].map((story) => [story.storyId, story]));
  const open = [...pool.values()].filter(({ storyId }) => !excluded.has(storyId));
  const rules = rulesOf(newsletter.kinds);
  const shown = await showWhole(context, open);
  // What staff put at a place stays, whatever it is.
  return shown.map((each) =>
    shape.pinned.has(each.story.storyId) ? each : leaveOutKind(each, { rules, slug: newsletter.slug }),
  );
}

/** The stories that a person named for a special edition. */
async function poolOfNamed(context: Context, picks: readonly Pick[]): Promise<Shown[]> {
  const named = picks.filter(({ isExcluded }) => !isExcluded).map(({ storyId }) => storyId);
  return showNamed(context, named);
}

/** The stories sent in the week, in the text that was sent, as far as it may still be shown. */
async function poolOfWeek(context: Context, picks: readonly Pick[], shape: Shape): Promise<Shown[]> {
  const { tx, newsletter, key, countsRehearsals } = context;
  const excluded = new Set(picks.filter(({ isExcluded }) => isExcluded).map(({ storyId }) => storyId));
  const sent = (await loadSent(tx, key, { countsRehearsals, sections: newsletter.sections })).filter(
    ({ storyId }) => !excluded.has(storyId),
  );
  const items = await loadItemsById(
    tx,
    sent.map(({ itemId }) => itemId),
  );
  const shown = await showAll(context, sent, ({ itemId }) => [items.get(itemId)].filter((item) => item !== undefined));
  const known = new Set(sent.map(({ storyId }) => storyId));
  const added = [...shape.pinned.keys(), ...shape.standing].filter((storyId) => !known.has(storyId));
  return [...shown, ...(added.length > 0 ? await showNamed(context, added) : [])];
}

/** The candidates of an edition, by its kind, with refusals and their reasons. */
export function gatherPool(context: Context, picks: readonly Pick[], shape: Shape): Promise<Shown[]> {
  const { kind } = context.key;
  if (kind === 'special') return poolOfNamed(context, picks);
  return kind === 'weekly' ? poolOfWeek(context, picks, shape) : poolOfDay(context, picks, shape);
}
