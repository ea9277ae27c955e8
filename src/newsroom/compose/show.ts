import { findSection, type Section } from '../../domain/sections.ts';
import { grantedSummary, isReserved, mayExtract, refuseItem, type Use } from '../rights/grants.ts';
import { RESERVED_REASON } from '../../domain/story.ts';
import { KIND_NAMES, kindOf, type Kind, type KindRules } from '../../domain/kinds.ts';
import { canLead, explainLead, orderLeads, type LeadFacts } from '../lead.ts';
import type { RankedStory } from './candidateRows.ts';
import { buildSnapshot, mayShowPicture, pictureOf, type Snapshot, type StoryItem } from './snapshot.ts';
import { applyWritten, describeDeed, holds, tellsMore, type Written } from './written.ts';

/** A story as an edition would show it, with the kind of its lead where it is no news; or the reason for a refusal. */
export type Shown =
  | { story: RankedStory; snapshot: Snapshot; kind: Kind | null; refusal: null }
  | { story: RankedStory; snapshot: null; refusal: string; title: string };

/** The data that decides how stories are shown: rights, text by staff, and the newsletter's sections. */
type Showing = {
  editionId: number;
  use: Use;
  written: ReadonlyMap<number, Written>;
  sections: readonly Section[];
};

function factsFor(use: Use): (item: StoryItem) => LeadFacts & { outletName: string } {
  return (item) => ({
    id: item.id,
    title: item.title,
    url: item.url,
    section: item.section,
    outletName: item.outletName,
    at: item.at,
    isOwn: item.isOwn,
    hasSummary: grantedSummary(item, use) !== '',
    hasPicture: mayShowPicture(item, use) !== null,
    length: item.summary.length + item.bodyLength,
  });
}

/** The latest text that staff wrote for a story's items. */
function latestOf(items: readonly StoryItem[], written: Showing['written']): Written | undefined {
  return items
    .flatMap(({ id }) => written.get(id) ?? [])
    .filter(holds)
    .toSorted((a, b) => b.latestFix - a.latestFix)[0];
}

/**
 * Chooses the lead of `leads`, which are ordered best first. An item that staff wrote about stays the lead. Another one
 * replaces it only if it arrived after their edition was composed, and adds something to the text of both. In that
 * edition itself nothing replaces it, because staff are looking at the draft.
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

/** The best other report that staff could not know, and that adds something to their text and its item. */
function findRival(leads: readonly StoryItem[], held: Written): StoryItem | undefined {
  return leads.find((item) => item.id !== held.itemId && item.knownAt > held.composedAt && tellsMore(item.title, held));
}

/**
 * What an edition shows of a story. An edition that sums up others uses the text that was sent, as far as it may still
 * be
 * shown, and unless staff have restored the outlet's text since.
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
    others: back.has('headline') || headline === snapshot.headline ? snapshot.others : [],
    summary: back.has('summary') || !mayExtract(lead, use) ? snapshot.summary : summary,
    section: back.has('section') ? (findSection([lead.section], sections) ?? lead.section) : snapshot.section,
  };
}

/**
 * What an edition may show of a story at its send: the best item that may be shown leads, with the others that may be
 * shown. A returning story is led by what is new. Text by staff stays, whichever edition they wrote it for. If nothing
 * of
 * the story may be shown, it is refused with the reason of its lead.
 */
export function showStory(story: RankedStory, items: readonly StoryItem[], showing: Showing): Shown {
  const { use, written } = showing;
  const first = items.find((item) => item.id === story.itemId) ?? items[0];
  const usable = items.filter((item) => refuseItem(item, use) === null);
  const { carriedAt } = story;
  const able = usable.filter((item) => canLead(item) && (carriedAt === null || item.knownAt > carriedAt));
  const ranked = orderLeads(able, factsFor(use));
  const news = carriedAt === null ? undefined : ranked.find((item) => item.id === story.itemId);
  const held = latestOf(items, written);
  const lead = chooseLead(news === undefined ? ranked : [news, ...ranked], usable, held, showing.editionId);
  if (lead === undefined) {
    const refusal =
      first === undefined
        ? 'none of its items exists any more'
        : (refuseItem(first, use) ?? 'no new report of it may be shown');
    return { story, snapshot: null, refusal, title: first?.title ?? '' };
  }
  const led = { ...story, itemId: lead.id, url: lead.url!, isOwn: lead.isOwn, outletId: lead.outletId };
  const pictures = usable.flatMap((item) => pictureOf(item, use) ?? []);
  const snapshot = applyWritten(describeLead(led, lead, usable, showing), { lead, pictures, ...showing });
  const why = lead === ranked[0] ? explainLead(lead, able, factsFor(use)) : null;
  if (why !== null) snapshot.reasons = [...snapshot.reasons, why];
  if (isReserved(lead, use)) snapshot.reasons = [RESERVED_REASON, ...snapshot.reasons];
  if (held !== undefined && held.itemId !== lead.id)
    snapshot.reasons = [`led by a different report than the one that staff ${describeDeed(held)}`, ...snapshot.reasons];
  const rival = held?.itemId === lead.id && held.editionId === showing.editionId ? findRival(ranked, held) : undefined;
  if (rival) snapshot.reasons = [`${rival.outletName} now says “${rival.title}”`, ...snapshot.reasons];
  return {
    story: { ...led, url: snapshot.url, section: snapshot.section },
    snapshot,
    kind: kindOf(lead),
    refusal: null,
  };
}

/**
 * The same, refused where its lead is of a kind that the newsletter leaves out: no better item could lead it. `slug`
 * names the newsletter in the sentence that says how to take such items.
 */
export function leaveOutKind(shown: Shown, { rules, slug }: { rules: KindRules; slug: string }): Shown {
  if (shown.refusal !== null) return shown;
  const { story, snapshot, kind } = shown;
  if (kind === null || rules[kind] !== 'out') return shown;
  const refusal = `it is ${KIND_NAMES[kind]}: the newsletter excludes such items; newsletters set ${slug} --kinds ${kind}=in`;
  return { story, snapshot: null, refusal, title: snapshot.headline };
}
