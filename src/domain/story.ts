import { z } from 'zod';

export const RIGHTS = ['headline', 'summary', 'picture'] as const;
export type Right = (typeof RIGHTS)[number];

/**
 * A picture of our own making: sizes of the largest rendition in pixels; all `widths` show one crop. `thumb` is the width
 * of one more rendition, of 4:3, and `wide` of one of 3:2, which taller pictures have; those from before have none. Its files are `HASH-WIDTH.jpg` and `.webp`
 * (src/newsroom/pictures/file.ts).
 */
export const StoredPicture = z.object({
  hash: z.string(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  widths: z.array(z.number().int().positive()).min(1),
  thumb: z.number().int().positive().nullish(),
  wide: z.number().int().positive().nullish(),
});
export type StoredPicture = z.infer<typeof StoredPicture>;

/**
 * A lead image as an outlet gives it; sizes in pixels, plain texts. `stored`: our own copy, if there is one; only this
 * copy is ever shown. `creditMandatory`: false if the credit may be elsewhere than beside the picture; missing if that
 * is unknown.
 */
export const Picture = z.object({
  url: z.string(),
  width: z.number().int().positive().nullable(),
  height: z.number().int().positive().nullable(),
  alt: z.string().nullable(),
  caption: z.string().nullable(),
  credit: z.string().nullable(),
  stored: StoredPicture.optional(),
  creditMandatory: z.boolean().optional(),
});
export type Picture = z.infer<typeof Picture>;

/**
 * One news item as read from a feed or a page, before anything is stored. Text is plain: no markup,
 * entities decoded, controls removed. Times are ISO 8601 UTC.
 */
export type ReadStory = {
  url: string | null;
  title: string;
  summary: string;
  publishedAt: string | null;
  modifiedAt: string | null;
  byline: string | null;
  dateline: string | null;
  agency: string | null;
  copyright: string | null;
  /** as the outlet calls it */
  section: string | null;
  /** null: the outlet does not say */
  isPaywalled: boolean | null;
  /** not to be published before */
  embargoUntil: string | null;
  /** killed or cancelled by its source */
  isWithdrawn: boolean;
  image: Picture | null;
  language: string | null;
  guid: string | null;
};

/** The reason in an edition that an item forbids its publication elsewhere, and no recorded right allows it. */
export const RESERVED_REASON =
  'it says that it may not be republished: its text and picture are left out; “outlets set” records a right';

/** An item of a feed that could not be stored. */
export type LeftOutItem = { title: string; url: string | null; reason: string };

/** Why: no headline, no link, guid and link of another item; `cut`: stored, but its headline was too long. */
export type LeftOutKind = 'headline' | 'link' | 'twin' | 'cut';

/**
 * What of an outlet's latest feed could not be stored: how many items, the first of them, and each kind with examples.
 * Rows that an older version wrote have no kinds.
 */
export type LeftOut = {
  count: number;
  items: LeftOutItem[];
  kinds?: { kind: LeftOutKind; count: number; examples: string[] }[];
};

/** One line of `reveille cluster`'s input. */
export const ClusterItem = z.object({
  id: z.string(),
  url: z.string().nullish(),
  title: z.string(),
  summary: z.string().nullish(),
  publishedAt: z.string().nullish(),
  outlet: z.string().nullish(),
});
export type ClusterItem = z.infer<typeof ClusterItem>;
