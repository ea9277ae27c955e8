import type { Picture, StoredPicture } from '../../domain/story.ts';
import { cutText, flattenText, HEADLINE_LENGTH, SUMMARY_LENGTH } from '../../editions/text.ts';
import { canLead } from '../lead.ts';
import { grantedPicture, grantedSummary, isReserved, type RightsItem, type Use } from '../rights/grants.ts';
import type { Candidate } from './choose.ts';

/** An item of a chosen story, with the relevant data of its outlet. */
export type StoryItem = RightsItem & {
  id: number;
  storyId: number;
  url: string | null;
  bodyLength: number;
  byline: string | null;
  dateline: string | null;
  language: string | null;
  /** Our version of its picture, if it may be shown. */
  stored: StoredPicture | null;
  /** The credit in the picture's file. */
  fileCredit: string | null;
  publishedAt: Date | null;
  at: Date;
  /** When an edition could first have carried it. Outlets give old stories new dates. */
  knownAt: Date;
  /** When the outlet's text last changed. */
  updatedAt: Date;
  section: string | null;
  outletId: number;
};

/** The text of one story in an edition. */
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
  /** Headlines of its other reports, for where its own is too long. Empty if staff wrote its own. */
  others: string[];
};

/** The data about a story besides its items. `updateOf`: the earlier edition that carried it. */
export type Chosen = Candidate & { reasons: string[]; updateOf: number | null };

const MAX_ALSO = 6;
/** The item's picture if it may be shown, whether or not we have fetched it. The file's credit is the fallback. */
export function mayShowPicture(item: StoryItem, use: Use): Picture | null {
  const { image, fileCredit } = item;
  return grantedPicture({ ...item, image: image && { ...image, credit: image.credit ?? fileCredit } }, use);
}

/** The item's picture, if it may be shown and we have stored it. */
export function pictureOf(item: StoryItem, use: Use): Picture | null {
  const picture = item.stored && mayShowPicture(item, use);
  return picture && { ...picture, stored: item.stored! };
}

/** Orders the items whose pictures a story may borrow, after its lead's. */
export function compareItems(a: StoryItem, b: StoryItem): number {
  return Number(b.isOwn) - Number(a.isOwn) || a.at.getTime() - b.at.getTime() || a.id - b.id;
}

/**
 * Chooses the picture of a story: the lead's own, otherwise that of another of its items (the paper's own first). A
 * picture is never shown without rights, or if we did not fetch and check it. A borrowed picture always has a credit.
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

/** An item's own text for an edition. */
export function describeItem({ title, summary }: { title: string; summary: string }): {
  headline: string;
  summary: string;
} {
  return {
    headline: cutText(flattenText(title), HEADLINE_LENGTH),
    summary: cutText(flattenText(summary), SUMMARY_LENGTH),
  };
}

/** Builds a chosen story for its edition. `items`: all its items that may be shown, including the lead. */
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
    others: items
      .filter(
        (item) => item.id !== lead.id && item.language === lead.language && canLead(item) && !isReserved(item, use),
      )
      .map(({ title }) => title),
  };
}
