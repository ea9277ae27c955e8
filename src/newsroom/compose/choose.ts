/** A ranked story that an edition may include. */
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
 * `own`: this many of the paper's own stories come first. `pinned`: stories that staff placed, from 1. `standing`: stories
 * that staff put first among the standbys, and so not into the edition.
 */
export type Shape = {
  count: number;
  standbys: number;
  maxPerOutlet: number | null;
  maxPerSection: number | null;
  own: number;
  pinned: ReadonlyMap<number, number>;
  standing: ReadonlySet<number>;
};

const MIN_PER_OUTLET = 3;
const OUTLET_SHARE = 1 / 3;
const SECTION_SHARE = 1 / 2;

export function compareCandidates(a: Candidate, b: Candidate): number {
  return b.score - a.score || b.lastAt.getTime() - a.lastAt.getTime() || a.storyId - b.storyId;
}

const sectionOf = ({ section }: Candidate): string => (section ?? '').trim().toLowerCase();

/** Counts the chosen stories per outlet and section, and says whether the limit is reached. */
function openQuota({ count, maxPerOutlet, maxPerSection }: Shape) {
  const perOutlet = maxPerOutlet ?? Math.max(MIN_PER_OUTLET, Math.floor(count * OUTLET_SHARE));
  const perSection = maxPerSection ?? Math.max(MIN_PER_OUTLET, Math.floor(count * SECTION_SHARE));
  const taken = new Map<number | string, number>();
  const of = (key: number | string): number => taken.get(key) ?? 0;
  return {
    // No limit for the paper's own stories, which are the reason to send, nor for stories without a section.
    isFull: (story: Candidate): boolean =>
      !story.isOwn &&
      (of(story.outletId) >= perOutlet || (sectionOf(story) !== '' && of(sectionOf(story)) >= perSection)),
    take: (story: Candidate): void => {
      taken.set(story.outletId, of(story.outletId) + 1);
      taken.set(sectionOf(story), of(sectionOf(story)) + 1);
    },
  };
}

/** Puts pinned stories at their places and the others around them, in order. */
function arrange<T extends Candidate>(stories: readonly T[], pinned: ReadonlyMap<number, number>): T[] {
  const arranged = stories.filter(({ storyId }) => !pinned.has(storyId));
  const placed = stories.filter(({ storyId }) => pinned.has(storyId));
  for (const story of placed.toSorted((a, b) => pinned.get(a.storyId)! - pinned.get(b.storyId)!))
    arranged.splice(pinned.get(story.storyId)! - 1, 0, story);
  return arranged;
}

/**
 * Chooses the best stories for an edition, best first, and its standbys. Pinned stories come first and take their places.
 * Then come the required number of the paper's own, then the others by score. One outlet or section may lead only a part
 * of them, unless there are too few others; the paper's own do not count towards that limit. No address appears twice.
 * The order of `candidates` does not matter.
 */
export function chooseStories<T extends Candidate>(
  candidates: readonly T[],
  shape: Shape,
): { chosen: T[]; standbys: T[] } {
  const { count, pinned, standing, own, standbys } = shape;
  const isPinned = ({ storyId }: T): boolean => pinned.has(storyId);
  const seenUrls = new Set<string>();
  const ranked = candidates
    .toSorted((a, b) => Number(isPinned(b)) - Number(isPinned(a)) || compareCandidates(a, b))
    .filter(({ url }) => {
      const isNew = !seenUrls.has(url);
      seenUrls.add(url);
      return isNew;
    });
  const open = ranked.filter(({ storyId }) => !standing.has(storyId));
  const quota = openQuota(shape);
  const chosen = new Set<T>();
  const take = (story: T): void => {
    if (chosen.size >= count || chosen.has(story)) return;
    quota.take(story);
    chosen.add(story);
  };
  ranked.filter(isPinned).forEach(take);
  open
    .filter(({ isOwn }) => isOwn)
    .slice(0, own)
    .forEach(take);
  for (const story of open) if (!quota.isFull(story)) take(story);
  for (const story of open) take(story);
  return {
    chosen: arrange([...chosen].toSorted(compareCandidates), pinned),
    standbys: ranked
      .filter((story) => !chosen.has(story))
      .toSorted((a, b) => Number(standing.has(b.storyId)) - Number(standing.has(a.storyId)) || compareCandidates(a, b))
      .slice(0, standbys),
  };
}
