import type { RefusedStory } from '../../platform/db/tables/editions.ts';
import { buildPreheader, buildSubject, nameOfDay } from '../../editions/text.ts';
import { ReveilleError } from '../../domain/errors.ts';
import { chooseStories, compareCandidates, type Shape } from './choose.ts';
import { judgeStoryCount } from './flag.ts';
import { explainPassedOver, listPassedOver, loadPassedOver } from './passedOver.ts';
import { gatherPool, type Context } from './pool.ts';
import type { RankedStory } from './candidateRows.ts';
import { loadPicks, replaceStories, type Pick } from './editionRows.ts';
import type { Shown } from './show.ts';
import type { Snapshot } from './snapshot.ts';
import { listWithdrawn } from './withdrawn.ts';
import { followStories } from './written.ts';

function shapeOf({ newsletter, key }: Context, picks: readonly Pick[]): Shape {
  const pinned = new Map(
    picks.flatMap(({ storyId, position, isExcluded }) =>
      isExcluded || position === null ? [] : [[storyId, position] as const],
    ),
  );
  const standing = picks.filter(({ isStandby, isExcluded }) => isStandby && !isExcluded).map(({ storyId }) => storyId);
  return {
    // A special edition has exactly its named stories. What staff placed is never left out.
    count: key.kind === 'special' ? Math.max(1, pinned.size) : Math.max(newsletter.story_count, pinned.size),
    standbys: Math.max(key.kind === 'special' ? 0 : newsletter.standby_count, standing.length),
    maxPerOutlet: newsletter.max_per_outlet,
    maxPerSection: newsletter.max_per_section,
    own: newsletter.own_stories,
    pinned,
    standing: new Set(standing.filter((storyId) => !pinned.has(storyId))),
  };
}

/** The reasons in an edition's order: decisions of staff and earlier editions come first. */
function explain(snapshot: Snapshot, shape: Shape): Snapshot {
  const pinnedAt = shape.pinned.get(snapshot.storyId);
  const reasons = [
    ...(pinnedAt === undefined ? [] : [`placed at number ${pinnedAt} by staff`]),
    ...(shape.standing.has(snapshot.storyId) ? ['put on standby by staff'] : []),
    ...(snapshot.updateOf === null ? [] : [`has new developments since edition ${snapshot.updateOf}`]),
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
 * Fills a draft: chooses stories and standbys, records refusals with their reasons, and builds subject and preheader.
 * Equal rows give an equal edition. Returns the number of stories.
 */
export async function fillDraft(context: Context): Promise<number> {
  const { tx, newsletter, key, edition, now } = context;
  const picks = await loadPicks(tx, edition.id);
  const shape = shapeOf(context, picks);
  const shown = await gatherPool(context, picks, shape);
  const snapshots = new Map(
    shown.flatMap(({ story, snapshot }) => (snapshot === null ? [] : [[story.storyId, { story, snapshot }] as const])),
  );
  const { chosen, standbys } = chooseStories(
    [...snapshots.values()].map(({ story }) => story),
    shape,
  );
  const toSnapshot = ({ storyId }: RankedStory): Snapshot => explain(snapshots.get(storyId)!.snapshot, shape);
  const stories = chosen.map(toSnapshot);
  const passed = key.kind === 'daily' ? await loadPassedOver(tx, newsletter, now) : [];
  // Where places stay empty, everything would have been taken.
  const isFull = chosen.length >= shape.count && standbys.length >= shape.standbys;
  const lowest = isFull ? Math.min(...[...chosen, ...standbys].map(({ score }) => score)) : -Infinity;
  const withdrawn = key.kind === 'daily' ? await listWithdrawn(tx, newsletter.id, now) : [];
  const gone = withdrawn.filter(({ storyId }) => storyId === null || !snapshots.has(storyId));
  const refused = [...listRefused(shown, lowest), ...gone, ...listPassedOver(newsletter, passed)];
  if (key.kind === 'special' && stories.length === 0)
    throw new ReveilleError(
      'INVALID_INPUT',
      `None of the stories can be used: ${refused.map(({ title, reason }) => `“${title}”: ${reason}`).join('; ') || 'there are no stories with these numbers'}.`,
    );
  const hasChanged = await replaceStories(tx, edition.id, stories, standbys.map(toSnapshot));
  await followStories(tx, edition.id);
  await tx
    .updateTable('editions')
    .set((eb) => ({
      // What staff wrote stays.
      subject: eb
        .case()
        .when('subject_by', 'is', null)
        .then(buildSubject(stories, newsletter.language, newsletter.name, key.kind))
        .else(eb.ref('subject'))
        .end(),
      preheader: eb
        .case()
        .when('preheader_by', 'is', null)
        .then(buildPreheader(stories, newsletter.language, nameOfDay(newsletter, key.date)))
        .else(eb.ref('preheader'))
        .end(),
      // Digests of an earlier choice must not be used for this one.
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
        explainPassedOver(newsletter, passed),
      ),
    }))
    .where('id', '=', edition.id)
    .where('state', '=', 'draft')
    .execute();
  return stories.length;
}
