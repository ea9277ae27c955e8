import type { Picture, StoredPicture } from '../../domain/story.ts';
import { cutText, flattenText, HEADLINE_LENGTH, SUMMARY_LENGTH } from '../../editions/text.ts';
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
  /** What we made of its picture, where it may be shown. */
  stored: StoredPicture | null;
  /** Whom that picture's file names. */
  fileCredit: string | null;
  publishedAt: Date | null;
  at: Date;
  /** When an edition could have carried it: outlets date an old story anew. */
  knownAt: Date;
  /** When its outlet's words last changed. */
  updatedAt: Date;
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
/** The item's picture as it may be shown, whether or not we have it; credited to whom its file names, where nobody else did. */
export function mayShowPicture(item: StoryItem, use: Use): Picture | null {
  const { image, fileCredit } = item;
  return grantedPicture({ ...item, image: image && { ...image, credit: image.credit ?? fileCredit } }, use);
}

/** The item's picture, where it may be shown and we have made it ours. */
export function pictureOf(item: StoryItem, use: Use): Picture | null {
  const picture = item.stored && mayShowPicture(item, use);
  return picture && { ...picture, stored: item.stored! };
}

/** Whose picture is preferred for a story, behind its lead's. */
export function compareItems(a: StoryItem, b: StoryItem): number {
  return Number(b.isOwn) - Number(a.isOwn) || a.at.getTime() - b.at.getTime() || a.id - b.id;
}

/**
 * The picture that may stand with a story: the lead's own, else one of another of its items (the paper's own first).
 * What is not granted is never shown, nor what we did not fetch and judge ourselves. A
 * borrowed picture always names somebody.
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
