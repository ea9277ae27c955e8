import type { ReadStory } from '../../src/domain/story.ts';
import { parseFeed } from '../../src/newsroom/ingest/feed/feed.ts';
import { parsePage } from '../../src/newsroom/ingest/page/page.ts';
import { toReadStory, type Source } from '../../src/newsroom/ingest/story.ts';

/** A feed's stories, parsed in this thread. */
export function parseFeedStories(bytes: Uint8Array, source: Source): ReadStory[] {
  return parseFeed(bytes, source).stories.map(toReadStory);
}

/** A page's story, parsed in this thread. */
export function parsePageStory(bytes: Uint8Array, source: Source): ReadStory {
  return toReadStory(parsePage(bytes, source).story);
}
