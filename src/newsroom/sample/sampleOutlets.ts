import type { Right } from '../../domain/story.ts';
import courier from './stories/courier.json' with { type: 'json' };
import harbourPost from './stories/harbour-post.json' with { type: 'json' };
import northwatch from './stories/northwatch.json' with { type: 'json' };
import sentinel from './stories/sentinel.json' with { type: 'json' };
import uplandDispatch from './stories/upland-dispatch.json' with { type: 'json' };

/**
 * A drawing under pictures/ (`name` is its file without `.jpg`) as one story shows it. The drawings were made for Reveille and
 * have its licence; they are JPEGs of 1200 × 675 and at most 60 KB.
 */
type SamplePicture = { name: string; alt: string; caption: string };

/** The sections that the sample newsletter groups its stories by, as `newsletters set --sections` takes them. */
export const SAMPLE_SECTIONS =
  'At sea: navy, maritime, oceans, shipping, shipyards; In the air: air force, aviation, space; Peace and security: missions, ceasefire, peacekeeping, peace, alliances; At home: veterans, parliament, people, memory';

/** A story of the sample newsroom. `hoursAgo` counts back from the current hour; `body` is one text a paragraph. */
export type SampleStory = {
  slug: string;
  /** As the outlet calls it. */
  section: string;
  title: string;
  summary: string;
  byline: string | null;
  hoursAgo: number;
  dateline: string | null;
  agency: string | null;
  picture: SamplePicture | null;
  body: string[];
};

/** The kinds of feed that the sample newsroom speaks: one an outlet, so that an edition mixes them all. */
export type SampleFeedKind = 'rss' | 'rss-bare' | 'atom' | 'json' | 'rdf';

/** A fictional outlet: `slug` is its folder, `feedFile` its feed's name there. */
export type SampleOutlet = {
  slug: string;
  name: string;
  motto: string;
  place: string;
  feedKind: SampleFeedKind;
  feedFile: string;
  isOwn: boolean;
  rights: readonly Right[];
  stories: readonly SampleStory[];
};

export const PICTURE_SIZE = { width: 1200, height: 675 } as const;
export const PICTURE_CREDIT = 'Illustration: Reveille sample desk';

const ALL_RIGHTS = ['headline', 'summary', 'picture'] as const;

/** The five outlets. Their countries, towns and people exist nowhere else. */
export const SAMPLE_OUTLETS: readonly SampleOutlet[] = [
  {
    slug: 'sentinel',
    name: 'The Aven Sentinel',
    motto: 'Service, sea and state since the first lighthouse',
    place: 'Port Aven, Haverland',
    feedKind: 'rss',
    feedFile: 'feed.xml',
    isOwn: true,
    rights: ALL_RIGHTS,
    stories: sentinel,
  },
  {
    slug: 'northwatch',
    name: 'Northwatch',
    motto: 'Air, ice and ocean from seventy degrees north',
    place: 'Ostervik Bay, Skarrholm',
    feedKind: 'atom',
    feedFile: 'atom.xml',
    isOwn: false,
    rights: ALL_RIGHTS,
    stories: northwatch,
  },
  {
    slug: 'courier',
    name: 'Marenza Courier',
    motto: 'The world as it calls at Santa Vela',
    place: 'Santa Vela, Marenza',
    feedKind: 'json',
    feedFile: 'feed.json',
    isOwn: false,
    rights: ALL_RIGHTS,
    stories: courier,
  },
  {
    slug: 'harbour-post',
    name: 'The Harbour Post',
    motto: 'Docks, yards and the people who work them',
    place: 'Orrin, Haverland',
    feedKind: 'rss-bare',
    feedFile: 'rss.xml',
    isOwn: false,
    rights: ALL_RIGHTS,
    stories: harbourPost,
  },
  {
    slug: 'upland-dispatch',
    name: 'Upland Dispatch',
    motto: 'From both sides of the ridge',
    place: 'Dorrin, Upper Selk',
    feedKind: 'rdf',
    feedFile: 'index.rdf',
    isOwn: false,
    rights: ['headline', 'summary'],
    stories: uplandDispatch,
  },
];

/** What the first start registers, as `addOutlet` takes it; `url` is the outlet's feed below `base`. */
type SampleRegistration = {
  url: string;
  name: string;
  isOwn: boolean;
  rights: Right[];
  allowPrivate: true;
};

/**
 * The outlets to register for a newsroom mounted at `base` (an absolute address without a slash at its
 * end). They may use a private address, because `base` is this machine's own.
 */
export function sampleOutlets(base: string): SampleRegistration[] {
  return SAMPLE_OUTLETS.map((outlet) => ({
    url: `${base}/${outlet.slug}/${outlet.feedFile}`,
    name: outlet.name,
    isOwn: outlet.isOwn,
    rights: [...outlet.rights],
    allowPrivate: true,
  }));
}

/** When a story came out, for a clock at `now`: counted from the full hour, so that a feed changes once an hour. */
export function publishedAt(story: SampleStory, now: Date): Date {
  const hourMs = 3_600_000;
  const currentHourMs = Math.floor(now.getTime() / hourMs) * hourMs;
  return new Date(currentHourMs - story.hoursAgo * hourMs);
}

/** The outlet's stories, newest first. */
export function newestFirst(outlet: SampleOutlet): SampleStory[] {
  return outlet.stories.toSorted((a, b) => a.hoursAgo - b.hoursAgo);
}

/** "PORT AVEN (Meridian News Agency) — ", as it opens a story's text; empty for a story without dateline. */
export function datelinePrefix(story: SampleStory): string {
  if (!story.dateline) return '';
  return `${story.dateline}${story.agency ? ` (${story.agency})` : ''} — `;
}
