import { findSection, type Section } from '../../domain/sections.ts';
import { mayExtract, refuseItem, type Use } from '../rights/grants.ts';
import { canLead, compareLeads } from '../lead.ts';
import type { RankedStory } from './editionRows.ts';
import { buildSnapshot, mayShowPicture, type Snapshot, type StoryItem } from './snapshot.ts';
import { applyWritten, describeDeed, holds, tellsMore, type Written } from './written.ts';

/** A story as an edition would show it, or why it may not. */
export type Shown =
  | { story: RankedStory; snapshot: Snapshot; refusal: null }
  | { story: RankedStory; snapshot: null; refusal: string; title: string };

/** What decides how stories of an edition are shown: rights, what staff wrote of their items, the newsletter's sections. */
export type Showing = {
  editionId: number;
  use: Use;
  written: ReadonlyMap<number, Written>;
  sections: readonly Section[];
};

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

/** What staff wrote last of a story's items. */
function latestOf(items: readonly StoryItem[], written: Showing['written']): Written | undefined {
  return items
    .flatMap(({ id }) => written.get(id) ?? [])
    .filter(holds)
    .toSorted((a, b) => b.latestFix - a.latestFix)[0];
}

/**
 * Of `leads`, the best first, the item that leads: the one about which staff wrote, in whose place another comes only
 * where it arrived after the edition for which they did was composed, and tells more than they or it; in that edition
 * itself none does: whoever wrote in a draft looks at it.
 */
function chooseLead(
  leads: readonly StoryItem[],
  usable: readonly StoryItem[],
  held: Written | undefined,
  editionId: number,
) {
  const [first] = leads;
  const theirs = usable.find((item) => item.id === held?.itemId && canLead(item));
  if (held === undefined || theirs === undefined || first === undefined || first.id === theirs.id) return first;
  if (held.editionId === editionId) return theirs;
  return findRival(leads, held) ?? theirs;
}

/** The best other report that staff could not know, and that tells more than they or theirs. */
function findRival(leads: readonly StoryItem[], held: Written): StoryItem | undefined {
  return leads.find((item) => item.id !== held.itemId && item.knownAt > held.composedAt && tellsMore(item.title, held));
}

/**
 * What an edition shows, in the words in which it was sent where it tells of that: as far as these may still be shown,
 * and staff have not put its outlet's back since.
 */
function describeLead(story: RankedStory, lead: StoryItem, usable: readonly StoryItem[], showing: Showing): Snapshot {
  const { use, written, sections } = showing;
  const snapshot = buildSnapshot(story, lead, usable, use);
  if (story.sent === undefined) return snapshot;
  const { headline, summary } = story.sent;
  const back = new Set(written.get(lead.id)?.takenBack);
  return {
    ...snapshot,
    headline: back.has('headline') ? snapshot.headline : headline,
    summary: back.has('summary') || !mayExtract(lead, use) ? snapshot.summary : summary,
    section: back.has('section') ? (findSection([lead.section], sections) ?? lead.section) : snapshot.section,
  };
}

/**
 * What an edition may show of a story at its send: led by its best item that may be shown, with the others that may.
 * A story that returns is led by what is new. What staff wrote of it holds, in whichever edition they did. Refused
 * where nothing of it may be shown, with the reason of the item that would have led it.
 */
export function showStory(story: RankedStory, items: readonly StoryItem[], showing: Showing): Shown {
  const { use, written } = showing;
  const first = items.find((item) => item.id === story.itemId) ?? items[0];
  const usable = items.filter((item) => refuseItem(item, use) === null);
  const { carriedAt } = story;
  const ranked = usable
    .filter((item) => canLead(item) && (carriedAt === null || item.knownAt > carriedAt))
    .toSorted(compareItems(use));
  const news = carriedAt === null ? undefined : ranked.find((item) => item.id === story.itemId);
  const held = latestOf(items, written);
  const lead = chooseLead(news === undefined ? ranked : [news, ...ranked], usable, held, showing.editionId);
  if (lead === undefined) {
    const refusal =
      first === undefined ? 'none of its items is left' : (refuseItem(first, use) ?? 'nothing new of it may be shown');
    return { story, snapshot: null, refusal, title: first?.title ?? '' };
  }
  const led = { ...story, itemId: lead.id, url: lead.url!, isOwn: lead.isOwn, outletId: lead.outletId };
  const snapshot = applyWritten(describeLead(led, lead, usable, showing), { lead, ...showing });
  if (held !== undefined && held.itemId !== lead.id)
    snapshot.reasons = [`led by another report than the one that staff ${describeDeed(held)}`, ...snapshot.reasons];
  const rival = held?.itemId === lead.id && held.editionId === showing.editionId ? findRival(ranked, held) : undefined;
  if (rival) snapshot.reasons = [`${rival.outletName} says “${rival.title}” by now`, ...snapshot.reasons];
  return { story: { ...led, url: snapshot.url, section: snapshot.section }, snapshot, refusal: null };
}
