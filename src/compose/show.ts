import { refuseItem, type Use } from '../rights/grants.ts';
import { canLead, compareLeads } from '../stories/lead.ts';
import type { RankedStory } from './rows.ts';
import { buildSnapshot, mayShowPicture, type Snapshot, type StoryItem } from './snapshot.ts';

/** A story as an edition would show it, or why it may not. */
export type Shown =
  | { story: RankedStory; snapshot: Snapshot; refusal: null }
  | { story: RankedStory; snapshot: null; refusal: string; title: string };

function compareItems(use: Use): (a: StoryItem, b: StoryItem) => number {
  const facts = (item: StoryItem) => ({
    id: item.id,
    at: item.at,
    isOwn: item.isOwn,
    hasSummary: item.summary !== '',
    hasPicture: mayShowPicture(item, use) !== null,
    length: item.summary.length + item.bodyLength,
  });
  return (a, b) => compareLeads(facts(a), facts(b));
}

/**
 * What an edition may show of a story at its send: led by its best item that may be shown, with the others that may.
 * A story that returns is led by what is new. Refused where nothing of it may be shown, with the reason of the item
 * that would have led it.
 */
export function showStory(story: RankedStory, items: readonly StoryItem[], use: Use): Shown {
  const first = items.find((item) => item.id === story.itemId) ?? items[0];
  const usable = items.filter((item) => refuseItem(item, use) === null);
  const { carriedAt } = story;
  const leads = usable
    .filter((item) => canLead(item) && (carriedAt === null || item.knownAt > carriedAt))
    .toSorted(compareItems(use));
  const news = carriedAt === null ? undefined : leads.find((item) => item.id === story.itemId);
  const lead = news ?? leads[0];
  if (lead === undefined) {
    const refusal =
      first === undefined ? 'none of its items is left' : (refuseItem(first, use) ?? 'nothing new of it may be shown');
    return { story, snapshot: null, refusal, title: first?.title ?? '' };
  }
  const led = { ...story, itemId: lead.id, url: lead.url!, isOwn: lead.isOwn, outletId: lead.outletId };
  return { story: led, snapshot: buildSnapshot(led, lead, usable, use), refusal: null };
}
