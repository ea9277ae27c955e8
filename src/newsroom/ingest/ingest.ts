import type { ReadStory } from '../../domain/story.ts';
import { parseFeed } from './feed/feed.ts';
import { parsePage } from './page/page.ts';
import { toReadStory } from './story.ts';

export { outletsDue } from './claim.ts';
export type { FetchOutcome } from './fetch/fetch.ts';
export { openPoliteFetcher, type PoliteFetcher } from './fetch/polite.ts';
export { userAgentOf } from './fetch/userAgent.ts';
export { addOutlet, type NewOutlet } from './outlets.ts';
export { fetchPictures, type PicturesFetched } from './pictures/fetchPicture.ts';
export { readFirstPages, rereadItems } from './reread.ts';
export { ingestNewsletter, ingestOutlet, type IngestResult } from './round.ts';

type Source = { url: string | null; contentType?: string | null };

/**
 * The stories of a feed (RSS, Atom or JSON Feed), in its order; none where it has no items. Relative links are
 * resolved against `url`. Errors: FEED_UNREADABLE, FEED_HAS_DTD, FEED_IS_A_PAGE.
 */
export function parseFeedStories(bytes: Uint8Array, source: Source): ReadStory[] {
  return parseFeed(bytes, source).stories.map(toReadStory);
}

/** The story of an article page. Errors: PAGE_UNREADABLE. */
export function parsePageStory(bytes: Uint8Array, source: Source): ReadStory {
  return toReadStory(parsePage(bytes, source).story);
}
