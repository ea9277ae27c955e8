import type { ReadStory } from '../../domain/story.ts';
import { parser } from './parse/parser.ts';
import { toReadStory, type Source } from './story.ts';

export { itemAtAddress } from './addressed.ts';
export { outletsDue } from './claim.ts';
export type { FetchOutcome } from './fetch/fetch.ts';
export { openPoliteFetcher, type PoliteFetcher } from './fetch/polite.ts';
export { userAgentOf } from './fetch/userAgent.ts';
export { addOutlet, type AddedOutlet, type NewOutlet } from './outlets.ts';
export { namesPrivateHost } from './fetch/addresses.ts';
export { fetchPictures } from './pictures/fetchPicture.ts';
export { storeUpload, UPLOAD_MAX_BYTES, type Uploaded } from './pictures/upload.ts';
export { readFirstPages, rereadItems } from './reread.ts';
export { ingestNewsletter, ingestOutlet, type IngestResult } from './round.ts';

/**
 * The stories of a feed (RSS, Atom, JSON Feed or news sitemap) in its order, as an outlet's fetch would keep them.
 * Empty
 * without items. Relative links are resolved against `url`. Errors: FEED_UNREADABLE, FEED_HAS_DTD, FEED_IS_A_PAGE,
 * PARSE_TOO_SLOW, PARSE_TOO_LARGE.
 */
export async function parseFeedStories(bytes: Uint8Array, source: Source): Promise<ReadStory[]> {
  return (await parser.parse('feed', bytes, source)).stories.map(toReadStory);
}

/** The story of an article page. Errors: PAGE_UNREADABLE, PARSE_TOO_SLOW, PARSE_TOO_LARGE. */
export async function parsePageStory(bytes: Uint8Array, source: Source): Promise<ReadStory> {
  return toReadStory((await parser.parse('page', bytes, source)).story);
}
