/** An item's part in how a story is told. `voice`: the item whose text it prints. */
export type Telling = {
  id: number;
  voice: number | null;
  outletId: number;
  outletName: string;
  authority: number;
  feedPosition: number;
};

/** One independent telling of a story: an outlet, or those that print one another's text. */
export type Voice = { authority: number; feedPosition: number; outletName: string };

/**
 * The independent voices in which a story is told, the one that stands highest in its feed first: outlets, where
 * those that print one text count once, with the highest authority and the best place among them.
 */
export function countVoices(items: readonly Telling[]): Voice[] {
  const voiceOfOutlet = new Map<number, number>();
  const joined = new Map<number, number>();
  const rootOf = (voice: number): number => {
    let root = voice;
    while (joined.has(root)) root = joined.get(root)!;
    return root;
  };
  for (const { id, voice, outletId } of items) {
    const own = rootOf(voice ?? id);
    const known = voiceOfOutlet.get(outletId);
    if (known === undefined) voiceOfOutlet.set(outletId, own);
    else if (rootOf(known) !== own) joined.set(own, rootOf(known));
  }
  const groups = Map.groupBy(items, ({ id, voice }) => rootOf(voice ?? id));
  return [...groups.values()]
    .map((tellings) => {
      const best = tellings.toSorted((a, b) => a.feedPosition - b.feedPosition || a.outletId - b.outletId)[0]!;
      const authority = Math.max(...tellings.map((telling) => telling.authority));
      return { authority, feedPosition: best.feedPosition, outletName: best.outletName };
    })
    .toSorted((a, b) => a.feedPosition - b.feedPosition || (a.outletName < b.outletName ? -1 : 1));
}
