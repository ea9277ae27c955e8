import type { Picture, Right } from '../domain/story.ts';
import { createVocabulary, readEntry } from './weigh.ts';
import { isCopy } from './compare.ts';

/** An item as ranking reads it, with what matters of its outlet. `at`: when it counts as published. */
export type RankItem = {
  id: number;
  storyId: number | null;
  url: string | null;
  title: string;
  summary: string;
  body: string;
  language: string | null;
  image: Picture | null;
  feedPosition: number;
  at: Date;
  outletId: number;
  outletName: string;
  isOwn: boolean;
  rights: Right[];
};

// Copies are looked for among this many items of a story; what lies beyond hardly moves a logarithm.
const MAX_COMPARED = 100;

function canLead(item: RankItem): boolean {
  return item.title.trim() !== '' && /^https?:\/\//i.test(item.url ?? '');
}

function hasPicture(item: RankItem): boolean {
  return item.image !== null && (item.isOwn || item.rights.includes('picture'));
}

function compareLeads(a: RankItem, b: RankItem): number {
  return (
    Number(b.isOwn) - Number(a.isOwn) ||
    Number(b.summary !== '') - Number(a.summary !== '') ||
    Number(hasPicture(b)) - Number(hasPicture(a)) ||
    b.summary.length + b.body.length - (a.summary.length + a.body.length) ||
    a.at.getTime() - b.at.getTime() ||
    a.id - b.id
  );
}

/**
 * The item that leads a story: the paper's own, else the fullest (a summary, a picture that may be shown, the longest
 * text), else the earliest. Null where none has a headline and a web address.
 */
export function chooseLead(items: readonly RankItem[]): RankItem | null {
  return items.filter(canLead).toSorted(compareLeads)[0] ?? null;
}

/** In how many independent voices a story is told: outlets, where those that print one text count once. */
export function countIndependentOutlets(items: readonly RankItem[]): number {
  const vocabulary = createVocabulary();
  const compared = items.toSorted((a, b) => a.id - b.id).slice(0, MAX_COMPARED);
  const entries = compared.map(({ title, summary, body, at, outletId }, position) =>
    readEntry(vocabulary, { title, summary: summary || body, at: at.getTime(), outlet: String(outletId) }, position),
  );
  const voiceOf = new Map<number, number>(compared.map(({ outletId }) => [outletId, outletId]));
  entries.forEach((a, i) => {
    for (const [j, b] of entries.slice(0, i).entries()) {
      const [mine, theirs] = [voiceOf.get(compared[i]!.outletId)!, voiceOf.get(compared[j]!.outletId)!];
      if (mine === theirs || !isCopy(a, b)) continue;
      for (const [outlet, voice] of voiceOf) if (voice === mine) voiceOf.set(outlet, theirs);
    }
  });
  return new Set(voiceOf.values()).size;
}
