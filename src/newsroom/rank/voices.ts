/** The part of an item in a story. `voice` is the item whose text it prints. */
type Telling = {
  id: number;
  voice: number | null;
  outletId: number;
  outletName: string;
  authority: number;
  feedPosition: number;
};

/** One independent report of a story: by one outlet, or by several with the same text. */
type Voice = { authority: number; feedPosition: number; outletName: string };

/**
 * The independent reports of a story, best feed position first. Outlets with the same text count once, with the highest
 * authority and the best position among them.
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
