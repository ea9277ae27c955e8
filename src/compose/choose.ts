/** A ranked story that an edition may take. */
export type Candidate = {
  storyId: number;
  itemId: number;
  url: string;
  isOwn: boolean;
  outletId: number;
  score: number;
  lastAt: Date;
};

const MIN_PER_OUTLET = 3;
const MAX_SHARE = 1 / 3;

function compareCandidates(a: Candidate, b: Candidate): number {
  return b.score - a.score || b.lastAt.getTime() - a.lastAt.getTime() || a.storyId - b.storyId;
}

/**
 * The `count` best stories, best first. One outlet leads at most a third of them (but three are always allowed),
 * unless there are too few others; the paper's own stories do not count against it. No address appears twice.
 */
export function chooseStories<T extends Candidate>(candidates: readonly T[], count: number): T[] {
  const mostPerOutlet = Math.max(MIN_PER_OUTLET, Math.floor(count * MAX_SHARE));
  const seenUrls = new Set<string>();
  const ranked = candidates.toSorted(compareCandidates).filter(({ url }) => {
    const isNew = !seenUrls.has(url);
    seenUrls.add(url);
    return isNew;
  });
  const perOutlet = new Map<number, number>();
  const chosen: T[] = [];
  const passedOver: T[] = [];
  for (const story of ranked) {
    if (chosen.length >= count) break;
    const led = perOutlet.get(story.outletId) ?? 0;
    if (!story.isOwn && led >= mostPerOutlet) {
      passedOver.push(story);
      continue;
    }
    perOutlet.set(story.outletId, led + 1);
    chosen.push(story);
  }
  return [...chosen, ...passedOver.slice(0, count - chosen.length)].toSorted(compareCandidates);
}
