/** What a story's rank rests on. Times are instants; `feedPosition` counts from 0 (the top of the feed). */
export type StoryFacts = {
  /** Outlets that report it in words of their own; papers that print one agency text count once. */
  independentOutlets: number;
  hasOwn: boolean;
  itemCount: number;
  newestAt: Date;
  top: { feedPosition: number; outletName: string } | null;
};

export type StoryScore = { score: number; reasons: string[] };

const HOUR_MS = 3_600_000;
const HALF_LIFE_HOURS = 12;
const OUTLET_WEIGHT = 0.9;
const OWN_WEIGHT = 3;
const TOP_WEIGHT = 0.5;
// What would print as +0.0 is no reason.
const MIN_SHOWN = 0.05;

function describeAge(hours: number): string {
  if (hours < 1) return 'in the last hour';
  const whole = Math.floor(hours);
  if (whole < 48) return whole === 1 ? '1 hour ago' : `${whole} hours ago`;
  return `${Math.floor(whole / 24)} days ago`;
}

/**
 * Scores a story: how many outlets report it (logarithmic: the second says more than the tenth), whether it is the
 * paper's own, how fresh its newest report is (half every 12 hours), and how high its best-placed item stands in its
 * feed. `score` has three decimals; `reasons` names each part in plain words with what it adds.
 */
export function scoreStory(facts: StoryFacts, now: Date): StoryScore {
  const hours = Math.max(0, (now.getTime() - facts.newestAt.getTime()) / HOUR_MS);
  const outlets = Math.max(1, facts.independentOutlets);
  const place = facts.top?.feedPosition ?? 0;
  const parts: [words: string, points: number][] = [
    [`reported by ${outlets} outlets`, OUTLET_WEIGHT * Math.log2(outlets)],
    ['our own story', facts.hasOwn ? OWN_WEIGHT : 0],
    [`${facts.itemCount > 1 ? 'last reported' : 'published'} ${describeAge(hours)}`, 0.5 ** (hours / HALF_LIFE_HOURS)],
    [
      `${place === 0 ? 'top of' : `number ${place + 1} in`} the feed of ${facts.top?.outletName ?? ''}`,
      facts.top === null ? 0 : TOP_WEIGHT / (1 + place),
    ],
  ];
  const total = parts.reduce((sum, [, points]) => sum + points, 0);
  return {
    score: Math.round(total * 1_000) / 1_000,
    reasons: parts.flatMap(([words, points]) => (points < MIN_SHOWN ? [] : [`${words} (+${points.toFixed(1)})`])),
  };
}
