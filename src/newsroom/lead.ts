import { findFault } from './headline.ts';
import { kindOf } from '../domain/kinds.ts';
import { parseTerms } from '../language/terms.ts';

/** What decides which of a story's items leads it. `hasPicture`: one that may be shown. */
export type LeadFacts = {
  id: number;
  title: string;
  url: string | null;
  section: string | null;
  at: Date;
  isOwn: boolean;
  hasSummary: boolean;
  hasPicture: boolean;
  /** Letters of summary and body. */
  length: number;
};

// With fewer reports nothing is typical of them.
const MIN_REPORTS = 3;
// A headline that names less of what the others name than this share of the best one tells another side.
const TYPICAL_SHARE = 0.75;

function compareFullness(a: LeadFacts, b: LeadFacts): number {
  return (
    Number(b.hasSummary) - Number(a.hasSummary) ||
    Number(b.hasPicture) - Number(a.hasPicture) ||
    b.length - a.length ||
    a.at.getTime() - b.at.getTime() ||
    a.id - b.id
  );
}

/** How much of what the headlines of a story speak of each names, from 0. */
function weighTypical(items: readonly LeadFacts[]): Map<number, number> {
  const terms = items.map(({ id, title }) => ({ id, terms: new Set(parseTerms(title)) }));
  const counts = new Map<string, number>();
  for (const { terms: its } of terms) for (const term of its) counts.set(term, (counts.get(term) ?? 0) + 1);
  return new Map(
    terms.map(({ id, terms: its }) => {
      const shared = [...its].reduce((sum, term) => sum + (counts.get(term)! - 1), 0);
      return [id, shared / Math.sqrt(Math.max(1, its.size))];
    }),
  );
}

/** 0: news whose headline tells it; 1: one that asks, teases, quotes; 2: no report at all. */
function rankHeadline(item: LeadFacts): number {
  const kind = kindOf(item);
  if (kind === 'sponsored' || kind === 'podcast' || kind === 'horoscope') return 2;
  return findFault(item, kind) === null ? 0 : 1;
}

/**
 * Orders the items of a story by how well they lead it: the paper's own first; then those whose headline tells the
 * event, and names what the others name; then the fullest (a summary, a picture that may be shown, the longest text);
 * then the earliest. Sponsored items, podcasts and horoscopes come last, whose ever they are.
 */
export function orderLeads<T>(items: readonly T[], factsOf: (item: T) => LeadFacts): T[] {
  if (items.length < 2) return [...items];
  const facts = items.map(factsOf);
  const typical = facts.length < MIN_REPORTS ? new Map<number, number>() : weighTypical(facts);
  const known = facts.map((each, at) => ({ each, item: items[at]!, headline: rankHeadline(each) }));
  const most = Math.max(0, ...known.map(({ each, headline }) => (headline === 0 ? (typical.get(each.id) ?? 0) : 0)));
  const isTypical = ({ id }: LeadFacts): boolean => (typical.get(id) ?? 0) >= most * TYPICAL_SHARE;
  return known
    .toSorted(
      (a, b) =>
        Number(a.headline === 2) - Number(b.headline === 2) ||
        Number(b.each.isOwn) - Number(a.each.isOwn) ||
        a.headline - b.headline ||
        Number(isTypical(b.each)) - Number(isTypical(a.each)) ||
        compareFullness(a.each, b.each),
    )
    .map(({ item }) => item);
}

/**
 * Why an item leads its story and not the fullest of the others, in words; null where it is the fullest, or alone.
 * `fullest`: that one's outlet is named.
 */
export function explainLead<T>(
  lead: T,
  items: readonly T[],
  factsOf: (item: T) => LeadFacts & { outletName: string },
): string | null {
  const own = factsOf(lead);
  if (items.length < 2) return null;
  if (own.isOwn) return 'led by our own report';
  const fullest = items.map(factsOf).toSorted(compareFullness)[0]!;
  if (fullest.id === own.id) return null;
  const fault = findFault(fullest);
  const why = fault === null ? 'has fewer of the facts that other reports have' : fault;
  return `led by ${own.outletName}, whose headline names the event; the headline of ${fullest.outletName} ${why}`;
}

/** True where an item has what a digest needs at least: a headline and an address of the web. */
export function canLead({ title, url }: { title: string; url: string | null }): boolean {
  return title.trim() !== '' && /^https?:\/\//i.test(url ?? '');
}
