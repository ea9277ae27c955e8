import { KIND_NAMES, type Kind } from '../../domain/kinds.ts';

/** The facts that a story's score is based on. Times are instants. Positions in feeds count from 0 (the top). */
export type StoryFacts = {
  /** The number of independent reports. Papers that print the same text count once. */
  independentOutlets: number;
  /** The sum of their authorities. Of papers with the same text, the highest counts. */
  authority: number;
  hasOwn: boolean;
  /** The kind of its lead item, if the newsletter ranks this kind lower. */
  loweredKind: Kind | null;
  itemCount: number;
  newestAt: Date;
  /** The best feed position of each independent outlet, best first. */
  places: { feedPosition: number; outletName: string }[];
  /** The newsletter's topics in the story. `strength` counts from 0; each topic in the headline adds 1. */
  topics: { names: string[]; strength: number };
};

type StoryScore = { score: number; reasons: string[] };

const HOUR_MS = 3_600_000;
const HALF_LIFE_HOURS = 12;
const OUTLET_WEIGHT = 0.9;
const OWN_WEIGHT = 3;
const TOP_WEIGHT = 0.5;
const TOPIC_WEIGHT = 2;
// About as much as three more outlets add.
const KIND_WEIGHT = 1.8;
const NEAR_TOP = 3;
// Smaller parts would print as +0.0 and are not listed as reasons.
const MIN_SHOWN = 0.05;
// Reports of outlets with authority 0 still count this much.
const MIN_AUTHORITY = 0.1;

function describeAge(hours: number): string {
  if (hours < 1) return 'in the last hour';
  const whole = Math.floor(hours);
  if (whole < 48) return whole === 1 ? '1 hour ago' : `${whole} hours ago`;
  return `${Math.floor(whole / 24)} days ago`;
}

function describePlaces(places: StoryFacts['places']): string {
  const near = places.filter(({ feedPosition }) => feedPosition < NEAR_TOP);
  if (near.length > 1) return `near the top of ${near.length} feeds`;
  const best = places[0];
  if (best === undefined) return '';
  const { feedPosition, outletName } = best;
  return `${feedPosition === 0 ? 'top of' : `number ${feedPosition + 1} in`} the feed of ${outletName}`;
}

/** Formats points: "(+0.9)", "(−0.4)". */
function describePoints(points: number): string {
  return `(${points < 0 ? '−' : '+'}${Math.abs(points).toFixed(1)})`;
}

/**
 * Scores a story by the number of outlets that report it (logarithmic, because the second says more than the tenth), by
 * their authority, whether it is the paper's own, how fresh its newest report is (it halves every 12 hours), its
 * positions in the outlets' feeds, and the newsletter's topic. `score` has three decimals. `reasons` describes each
 * part
 * with its points.
 */
export function scoreStory(facts: StoryFacts, now: Date): StoryScore {
  const hours = Math.max(0, (now.getTime() - facts.newestAt.getTime()) / HOUR_MS);
  const outlets = Math.max(1, facts.independentOutlets);
  const weight = Math.max(MIN_AUTHORITY, facts.authority / outlets);
  const prominence = facts.places.reduce((sum, { feedPosition }) => sum + 1 / (1 + feedPosition), 0);
  const { names, strength } = facts.topics;
  const parts: [words: string, points: number][] = [
    [`reported by ${outlets} outlets`, OUTLET_WEIGHT * Math.log2(outlets)],
    [`by outlets with ${weight > 1 ? 'more' : 'less'} weight`, OUTLET_WEIGHT * Math.log2(weight)],
    ['our own story', facts.hasOwn ? OWN_WEIGHT : 0],
    [`on the newsletter’s topic: ${names.join(', ')}`, TOPIC_WEIGHT * (1 - 0.5 ** strength)],
    [`${facts.itemCount > 1 ? 'last reported' : 'published'} ${describeAge(hours)}`, 0.5 ** (hours / HALF_LIFE_HOURS)],
    [
      `led by ${facts.loweredKind === null ? 'news' : KIND_NAMES[facts.loweredKind]}`,
      facts.loweredKind === null ? 0 : -KIND_WEIGHT,
    ],
    [describePlaces(facts.places), TOP_WEIGHT * Math.log2(1 + prominence)],
  ];
  const total = parts.reduce((sum, [, points]) => sum + points, 0);
  return {
    score: Math.round(total * 1_000) / 1_000,
    reasons: parts.flatMap(([words, points]) =>
      Math.abs(points) < MIN_SHOWN ? [] : [`${words} ${describePoints(points)}`],
    ),
  };
}
