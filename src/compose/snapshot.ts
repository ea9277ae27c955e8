import type { Picture } from '../domain/story.ts';
import { cutText, flattenText, HEADLINE_LENGTH, SUMMARY_LENGTH } from '../editions/text.ts';
import { grantedPicture, grantedSummary, type RightsItem, type Use } from '../rights/grants.ts';
import type { Candidate } from './choose.ts';

/** An item of a chosen story, with what matters of its outlet. */
export type StoryItem = RightsItem & {
  id: number;
  storyId: number;
  url: string | null;
  bodyLength: number;
  byline: string | null;
  dateline: string | null;
  language: string | null;
  publishedAt: Date | null;
  at: Date;
  section: string | null;
  outletId: number;
};

/** What an edition says of one story. */
export type Snapshot = {
  storyId: number;
  itemId: number;
  url: string;
  headline: string;
  summary: string;
  outletName: string;
  isOwn: boolean;
  byline: string | null;
  dateline: string | null;
  agency: string | null;
  copyright: string | null;
  language: string | null;
  image: Picture | null;
  publishedAt: Date | null;
  itemCount: number;
  alsoReportedBy: string[];
  score: number;
  reasons: string[];
  section: string | null;
  updateOf: number | null;
};

/** What is known of a story besides its items. `updateOf`: the earlier edition that carried it. */
export type Chosen = Candidate & { reasons: string[]; updateOf: number | null };

const MAX_ALSO = 6;
const MIN_WIDTH_PX = 200;
const MAX_RATIO = 4;

/** True where the picture's known size suits a mail: not an icon, a tracking pixel or a banner. */
function isShowable({ width, height }: Picture): boolean {
  if (width !== null && width < MIN_WIDTH_PX) return false;
  return width === null || height === null || width / height <= MAX_RATIO;
}

/** The item's picture, where it may be shown and suits a mail. */
export function pictureOf(item: StoryItem, use: Use): Picture | null {
  const picture = grantedPicture(item, use);
  return picture !== null && isShowable(picture) ? picture : null;
}

function compareItems(a: StoryItem, b: StoryItem): number {
  return Number(b.isOwn) - Number(a.isOwn) || a.at.getTime() - b.at.getTime() || a.id - b.id;
}

/**
 * The picture that may stand with a story: the lead's own, else one of another of its items (the paper's own first).
 * What is not granted is never shown. A borrowed picture always names somebody.
 */
export function choosePicture(lead: StoryItem, items: readonly StoryItem[], use: Use): Picture | null {
  const own = pictureOf(lead, use);
  if (own !== null) return own;
  for (const item of items.toSorted(compareItems)) {
    const picture = pictureOf(item, use);
    if (picture !== null) return { ...picture, credit: picture.credit ?? item.outletName };
  }
  return null;
}

/** An item's own words as an edition says them. */
export function describeItem({ title, summary }: { title: string; summary: string }): {
  headline: string;
  summary: string;
} {
  return {
    headline: cutText(flattenText(title), HEADLINE_LENGTH),
    summary: cutText(flattenText(summary), SUMMARY_LENGTH),
  };
}

/** Describes a chosen story for its edition; `items` are all of it that may be shown, its lead among them. */
export function buildSnapshot(story: Chosen, lead: StoryItem, items: readonly StoryItem[], use: Use): Snapshot {
  const others = items
    .toSorted((a, b) => a.at.getTime() - b.at.getTime() || a.id - b.id)
    .map((item) => item.outletName);
  return {
    storyId: story.storyId,
    itemId: lead.id,
    url: story.url,
    ...describeItem({ title: lead.title, summary: grantedSummary(lead, use) }),
    outletName: lead.outletName,
    isOwn: lead.isOwn,
    byline: lead.byline,
    dateline: lead.dateline,
    agency: lead.agency,
    copyright: lead.copyright,
    language: lead.language,
    image: choosePicture(lead, items, use),
    publishedAt: lead.publishedAt,
    itemCount: items.length,
    alsoReportedBy: [...new Set(others)].filter((name) => name !== lead.outletName).slice(0, MAX_ALSO),
    score: story.score,
    reasons: story.reasons,
    section: story.section,
    updateOf: story.updateOf,
  };
}
