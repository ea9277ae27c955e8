import type { LeftOut, LeftOutItem, LeftOutKind } from '../../domain/story.ts';
import { linkKey } from './links.ts';
import { itemKey } from './store.ts';
import type { ParsedStory } from './story.ts';
import { shorten } from './text.ts';

const MAX_NAME = 120;
const MAX_LISTED = 20;
const MAX_EXAMPLES = 3;
// A headline of this length with an ellipsis was cut by `cleanTitle`, at 300 characters or the word before.
const CUT_LENGTH = 240;

type Found = { item: LeftOutItem; kind: LeftOutKind };

/**
 * What of a feed cannot be stored, or not whole: how many items are left out, the first twenty with the reason, and for
 * each kind its count and three examples. An item is left out without headline, without link, or if it has the guid and
 * the link of another one with another headline. A headline that is too long is cut; such an item is not left out.
 */
export function listLeftOut(stories: readonly ParsedStory[]): LeftOut {
  const first = new Map<string, ParsedStory>();
  const found = stories.flatMap((story): Found[] => {
    const { url, guid } = story;
    const title = story.title || shorten(story.summary || guid || url || 'an item without any text', MAX_NAME);
    if (!story.title) return [{ item: { title, url, reason: 'it has no headline' }, kind: 'headline' }];
    if (!url) return [{ item: { title, url, reason: 'it has no link' }, kind: 'link' }];
    const key = JSON.stringify([itemKey(story), linkKey(url)]);
    const twin = first.get(key);
    if (twin === undefined) first.set(key, story);
    else if (twin.title !== story.title) {
      const reason = `it has the guid and the link of “${shorten(twin.title, MAX_NAME)}”`;
      return [{ item: { title, url, reason }, kind: 'twin' }];
    }
    const isCut = story.title.length >= CUT_LENGTH && story.title.endsWith('…');
    return isCut ? [{ item: { title: shorten(title, MAX_NAME), url, reason: '' }, kind: 'cut' }] : [];
  });
  const out = found.filter(({ kind }) => kind !== 'cut').map(({ item }) => item);
  const kinds = [...Map.groupBy(found, ({ kind }) => kind)].map(([kind, group]) => ({
    kind,
    count: group.length,
    examples: group.slice(0, MAX_EXAMPLES).map(({ item }) => shorten(item.title, MAX_NAME)),
  }));
  return { count: out.length, items: out.slice(0, MAX_LISTED), kinds };
}
