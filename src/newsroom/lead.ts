/** What decides which of a story's items leads it. `hasPicture`: one that may be shown. */
export type LeadFacts = {
  id: number;
  at: Date;
  isOwn: boolean;
  hasSummary: boolean;
  hasPicture: boolean;
  /** Letters of summary and body. */
  length: number;
};

/**
 * Orders the items of a story by how well they lead it: the paper's own first, then the fullest (a summary, a picture
 * that may be shown, the longest text), then the earliest.
 */
export function compareLeads(a: LeadFacts, b: LeadFacts): number {
  return (
    Number(b.isOwn) - Number(a.isOwn) ||
    Number(b.hasSummary) - Number(a.hasSummary) ||
    Number(b.hasPicture) - Number(a.hasPicture) ||
    b.length - a.length ||
    a.at.getTime() - b.at.getTime() ||
    a.id - b.id
  );
}

/** True where an item has what a digest needs at least: a headline and an address of the web. */
export function canLead({ title, url }: { title: string; url: string | null }): boolean {
  return title.trim() !== '' && /^https?:\/\//i.test(url ?? '');
}
