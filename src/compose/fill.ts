import type { Tx } from '../db/client.ts';
import type { RefusedStory } from '../db/tables/editions.ts';
import type { Section } from '../domain/sections.ts';
import { buildPreheader, buildSubject } from '../editions/text.ts';
import { ReveilleError } from '../errors.ts';
import { mayExtract } from '../rights/grants.ts';
import { chooseStories, compareCandidates, type Shape } from './choose.ts';
import { judgeStoryCount } from './flag.ts';
import {
  loadCandidates,
  loadItemsById,
  loadNamed,
  loadPicks,
  loadSent,
  loadStoryItems,
  loadUse,
  replaceStories,
  type EditionKey,
  type LockedEdition,
  type Pick,
  type RankedStory,
} from './rows.ts';
import { showStory, type Shown } from './show.ts';
import type { Snapshot } from './snapshot.ts';

export type Newsletter = {
  id: number;
  name: string;
  slug: string;
  language: string;
  zone: string;
  territories: string[];
  story_count: number;
  min_stories: number;
  standby_count: number;
  own_stories: number;
  max_per_outlet: number | null;
  max_per_section: number | null;
  sections: Section[];
};

type Context = {
  tx: Tx;
  newsletter: Newsletter;
  key: EditionKey;
  edition: LockedEdition;
  now: Date;
  /** Without a relay the built-in inbox is all the readers there are. */
  countsRehearsals: boolean;
};

// Rights are looked at story by story: of the best so many for each place.
const POOL_PER_PLACE = 6;
const MIN_POOL = 60;

type Pool = { shown: Shown[]; texts: ReadonlyMap<number, { headline: string; summary?: string }> };

const sendAtOf = ({ edition, now }: Context): Date => new Date(Math.max(edition.dueAt?.getTime() ?? 0, now.getTime()));

async function showAll(context: Context, stories: readonly RankedStory[]): Promise<Shown[]> {
  const { tx, newsletter } = context;
  const use = await loadUse(tx, newsletter, sendAtOf(context));
  const items = await loadStoryItems(
    tx,
    stories.map(({ storyId }) => storyId),
  );
  return stories.map((story) => showStory(story, items.get(story.storyId) ?? [], use));
}

/** The stories from which a daily edition is chosen. */
async function poolOfDay(context: Context, picks: readonly Pick[], shape: Shape): Promise<Pool> {
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
  const pinned = await loadNamed(tx, newsletter, [...shape.pinned.keys()]);
  const pool = new Map([...pinned, ...own, ...ranked.slice(0, size)].map((story) => [story.storyId, story]));
  const open = [...pool.values()].filter(({ storyId }) => !excluded.has(storyId));
  return { shown: await showAll(context, open), texts: new Map() };
}

/** The stories that a person named for a special edition. */
async function poolOfNamed(context: Context, picks: readonly Pick[]): Promise<Pool> {
  const named = picks.filter(({ isExcluded }) => !isExcluded).map(({ storyId }) => storyId);
  return { shown: await showAll(context, await loadNamed(context.tx, context.newsletter, named)), texts: new Map() };
}

/** What was sent in the week, in the words in which it was, as far as those may still be shown. */
async function poolOfWeek(context: Context, picks: readonly Pick[]): Promise<Pool> {
  const { tx, newsletter, key, countsRehearsals } = context;
  const excluded = new Set(picks.filter(({ isExcluded }) => isExcluded).map(({ storyId }) => storyId));
  const sent = (await loadSent(tx, key, { countsRehearsals, sections: newsletter.sections })).filter(
    ({ storyId }) => !excluded.has(storyId),
  );
  const use = await loadUse(tx, newsletter, sendAtOf(context));
  const items = await loadItemsById(
    tx,
    sent.map(({ itemId }) => itemId),
  );
  const shown = sent.map((story) =>
    showStory(
      story,
      [items.get(story.itemId)].filter((item) => item !== undefined),
      use,
    ),
  );
  const words = sent.map(({ storyId, itemId, headline, summary, isStaffs }) => {
    const item = items.get(itemId);
    const isKept = isStaffs || (item !== undefined && mayExtract(item, use));
    return [storyId, isKept ? { headline, summary } : { headline }] as const;
  });
  return { shown, texts: new Map(words) };
}

function shapeOf({ newsletter, key }: Context, picks: readonly Pick[]): Shape {
  const pinned = new Map(
    picks.flatMap(({ storyId, position, isExcluded }) =>
      isExcluded || position === null ? [] : [[storyId, position] as const],
    ),
  );
  return {
    // A special edition has what it was given.
    count: key.kind === 'special' ? Math.max(1, pinned.size) : newsletter.story_count,
    standbys: key.kind === 'special' ? 0 : newsletter.standby_count,
    maxPerOutlet: newsletter.max_per_outlet,
    maxPerSection: newsletter.max_per_section,
    own: newsletter.own_stories,
    pinned,
  };
}

/** The reasons as the edition gives them: where people or its history had a say, they come first. */
function explain(snapshot: Snapshot, shape: Shape): Snapshot {
  const pinnedAt = shape.pinned.get(snapshot.storyId);
  const reasons = [
    ...(pinnedAt === undefined ? [] : [`placed at number ${pinnedAt} by staff`]),
    ...(snapshot.updateOf === null ? [] : [`has moved on since edition ${snapshot.updateOf} carried it`]),
    ...snapshot.reasons,
  ];
  return { ...snapshot, reasons };
}

function listRefused(shown: readonly Shown[], lowest: number): RefusedStory[] {
  return shown
    .filter((each) => each.refusal !== null && each.story.score >= lowest)
    .toSorted((a, b) => compareCandidates(a.story, b.story))
    .flatMap((each) =>
      each.refusal === null ? [] : [{ storyId: each.story.storyId, title: each.title, reason: each.refusal }],
    );
}

/**
 * Fills a draft: chooses its stories and those that stand by, says what was refused and why, and makes subject and
 * preheader. The same rows give the same edition. Returns how many stories it has.
 */
export async function fillDraft(context: Context): Promise<number> {
  const { tx, newsletter, key, edition, now } = context;
  const picks = await loadPicks(tx, edition.id);
  const shape = shapeOf(context, picks);
  const { shown, texts } =
    key.kind === 'special'
      ? await poolOfNamed(context, picks)
      : key.kind === 'weekly'
        ? await poolOfWeek(context, picks)
        : await poolOfDay(context, picks, shape);
  const snapshots = new Map(
    shown.flatMap(({ story, snapshot }) => (snapshot === null ? [] : [[story.storyId, { story, snapshot }] as const])),
  );
  const { chosen, standbys } = chooseStories(
    [...snapshots.values()].map(({ story }) => story),
    shape,
  );
  const toSnapshot = ({ storyId }: RankedStory): Snapshot =>
    explain({ ...snapshots.get(storyId)!.snapshot, ...texts.get(storyId) }, shape);
  const stories = chosen.map(toSnapshot);
  const refused = listRefused(
    shown,
    Math.min(...standbys.map(({ score }) => score), chosen.at(-1)?.score ?? -Infinity),
  );
  if (key.kind === 'special' && stories.length === 0)
    throw new ReveilleError(
      'INVALID_INPUT',
      `None of the stories can be used: ${refused.map(({ title, reason }) => `“${title}”: ${reason}`).join('; ') || 'there are none of these numbers'}.`,
    );
  const hasChanged = await replaceStories(tx, edition.id, stories, standbys.map(toSnapshot));
  const headlines = stories.map(({ headline }) => headline);
  await tx
    .updateTable('editions')
    .set((eb) => ({
      subject: buildSubject(headlines, newsletter.language, newsletter.name, key.kind),
      preheader: buildPreheader(headlines),
      // What was rendered of an earlier choice must not pass for this one.
      revision: hasChanged
        ? eb
            .case()
            .when('composed_at', 'is', null)
            .then(eb.ref('revision'))
            .else(eb('revision', '+', 1))
            .end()
        : eb.ref('revision'),
      composed_at: now,
      refused: JSON.stringify(refused),
      ...judgeStoryCount(
        edition,
        stories.length,
        key.kind === 'special' ? { story_count: 1, min_stories: 1 } : newsletter,
      ),
    }))
    .where('id', '=', edition.id)
    .where('state', '=', 'draft')
    .execute();
  return stories.length;
}
