/** A ranked story that an edition may take. */
export type Candidate = {
  storyId: number;
  itemId: number;
  url: string;
  isOwn: boolean;
  outletId: number;
  section: string | null;
  score: number;
  lastAt: Date;
};

/**
 * How an edition is filled. `maxPerOutlet` and `maxPerSection`: null for a third and a half of it, at least three.
 * `own`: so many of the paper's own come before others'. `pinned`: stories that staff want at a place, from 1.
 */
export type Shape = {
  count: number;
  standbys: number;
  maxPerOutlet: number | null;
  maxPerSection: number | null;
  own: number;
  pinned: ReadonlyMap<number, number>;
};

const MIN_PER_OUTLET = 3;
const OUTLET_SHARE = 1 / 3;
const SECTION_SHARE = 1 / 2;

export function compareCandidates(a: Candidate, b: Candidate): number {
  return b.score - a.score || b.lastAt.getTime() - a.lastAt.getTime() || a.storyId - b.storyId;
}

const sectionOf = ({ section }: Candidate): string => (section ?? '').trim().toLowerCase();

/** Counts what was taken of each outlet and section, and says whether one more is too many. */
function openQuota({ count, maxPerOutlet, maxPerSection }: Shape) {
  const perOutlet = maxPerOutlet ?? Math.max(MIN_PER_OUTLET, Math.floor(count * OUTLET_SHARE));
  const perSection = maxPerSection ?? Math.max(MIN_PER_OUTLET, Math.floor(count * SECTION_SHARE));
  const taken = new Map<number | string, number>();
  const of = (key: number | string): number => taken.get(key) ?? 0;
  return {
    // The paper's own are its reason to send; and a section that nobody names is none.
    isFull: (story: Candidate): boolean =>
      !story.isOwn &&
      (of(story.outletId) >= perOutlet || (sectionOf(story) !== '' && of(sectionOf(story)) >= perSection)),
    take: (story: Candidate): void => {
      taken.set(story.outletId, of(story.outletId) + 1);
      taken.set(sectionOf(story), of(sectionOf(story)) + 1);
    },
  };
}

/** Stories at the places that staff gave them, the others around these in their order. */
function arrange<T extends Candidate>(stories: readonly T[], pinned: ReadonlyMap<number, number>): T[] {
  const arranged = stories.filter(({ storyId }) => !pinned.has(storyId));
  const placed = stories.filter(({ storyId }) => pinned.has(storyId));
  for (const story of placed.toSorted((a, b) => pinned.get(a.storyId)! - pinned.get(b.storyId)!))
    arranged.splice(pinned.get(story.storyId)! - 1, 0, story);
  return arranged;
}

/**
 * The best stories for an edition, best first, and those that stand by for them. Those that staff pinned are taken
 * first, and stand where they were put; then so many of the paper's own as it wants; then the others by score. One
 * outlet, and one section, leads a part of them only, unless there are too few others; the paper's own do not count
 * against that. No address appears twice. The order of `candidates` does not matter.
 */
export function chooseStories<T extends Candidate>(
  candidates: readonly T[],
  shape: Shape,
): { chosen: T[]; standbys: T[] } {
  const { count, pinned, own, standbys } = shape;
  const isPinned = ({ storyId }: T): boolean => pinned.has(storyId);
  const seenUrls = new Set<string>();
  const ranked = candidates
    .toSorted((a, b) => Number(isPinned(b)) - Number(isPinned(a)) || compareCandidates(a, b))
    .filter(({ url }) => {
      const isNew = !seenUrls.has(url);
      seenUrls.add(url);
      return isNew;
    });
  const quota = openQuota(shape);
  const chosen = new Set<T>();
  const take = (story: T): void => {
    if (chosen.size >= count || chosen.has(story)) return;
    quota.take(story);
    chosen.add(story);
  };
  ranked.filter(isPinned).forEach(take);
  ranked
    .filter(({ isOwn }) => isOwn)
    .slice(0, own)
    .forEach(take);
  for (const story of ranked) if (!quota.isFull(story)) take(story);
  for (const story of ranked) take(story);
  return {
    chosen: arrange([...chosen].toSorted(compareCandidates), pinned),
    standbys: ranked
      .filter((story) => !chosen.has(story))
      .toSorted(compareCandidates)
      .slice(0, standbys),
  };
}
