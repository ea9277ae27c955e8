import type { Picture, Right } from '../domain/story.ts';
import { cutText, flattenText, HEADLINE_LENGTH, SUMMARY_LENGTH } from '../editions/text.ts';
import type { Candidate } from './choose.ts';

/** An item of a chosen story, with what matters of its outlet. */
export type StoryItem = {
  id: number;
  storyId: number;
  title: string;
  summary: string;
  byline: string | null;
  dateline: string | null;
  agency: string | null;
  copyright: string | null;
  language: string | null;
  image: Picture | null;
  publishedAt: Date | null;
  at: Date;
  outletName: string;
  isOwn: boolean;
  rights: Right[];
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
};

const MAX_ALSO = 6;
const MIN_WIDTH_PX = 200;
const MAX_RATIO = 4;

/** True where the picture's known size suits a mail: not an icon, a tracking pixel or a banner. */
function isShowable({ width, height }: Picture): boolean {
  if (width !== null && width < MIN_WIDTH_PX) return false;
  return width === null || height === null || width / height <= MAX_RATIO;
}

function pictureOf(item: StoryItem): Picture | null {
  const isAllowed = item.isOwn || item.rights.includes('picture');
  return isAllowed && item.image !== null && isShowable(item.image) ? item.image : null;
}

function compareItems(a: StoryItem, b: StoryItem): number {
  return Number(b.isOwn) - Number(a.isOwn) || a.at.getTime() - b.at.getTime() || a.id - b.id;
}

/**
 * The picture that may stand with a story: the lead's own, else one of another of its items whose outlet grants it
 * (the paper's own grants all). What is not granted is never shown. A borrowed picture always names somebody.
 */
export function choosePicture(lead: StoryItem, items: readonly StoryItem[]): Picture | null {
  const own = pictureOf(lead);
  if (own !== null) return own;
  for (const item of items.toSorted(compareItems)) {
    const picture = pictureOf(item);
    if (picture !== null) return { ...picture, credit: picture.credit ?? item.outletName };
  }
  return null;
}

/** An item's own words as an edition says them. */
export function describeItem({ title, summary }: Pick<StoryItem, 'title' | 'summary'>): {
  headline: string;
  summary: string;
} {
  return {
    headline: cutText(flattenText(title), HEADLINE_LENGTH),
    summary: cutText(flattenText(summary), SUMMARY_LENGTH),
  };
}

/** Describes a chosen story for its edition; null where its lead item is not among `items`. */
export function buildSnapshot(story: Candidate & { reasons: string[] }, items: readonly StoryItem[]): Snapshot | null {
  const lead = items.find((item) => item.id === story.itemId);
  if (lead === undefined) return null;
  const others = items
    .toSorted((a, b) => a.at.getTime() - b.at.getTime() || a.id - b.id)
    .map((item) => item.outletName);
  return {
    storyId: story.storyId,
    itemId: lead.id,
    url: story.url,
    ...describeItem(lead),
    outletName: lead.outletName,
    isOwn: lead.isOwn,
    byline: lead.byline,
    dateline: lead.dateline,
    agency: lead.agency,
    copyright: lead.copyright,
    language: lead.language,
    image: choosePicture(lead, items),
    publishedAt: lead.publishedAt,
    itemCount: items.length,
    alsoReportedBy: [...new Set(others)].filter((name) => name !== lead.outletName).slice(0, MAX_ALSO),
    score: story.score,
    reasons: story.reasons,
  };
}
