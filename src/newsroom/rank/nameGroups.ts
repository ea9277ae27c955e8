/** An item of a group that wants a story. `story`: its own; `former`: one that it was taken out of, and that is empty now. */
export type Claimant = { id: number; story: number | null; former: number | null };

/**
 * Each item's story by the group that it is in: the story that the group is, else the one that most of its items had,
 * else a new one. `isLoose`: a story that may take another name. Pure but for `take`, which gives ids of no story's.
 */
export function nameGroups(
  groups: readonly (readonly Claimant[])[],
  { isLoose, take }: { isLoose: (story: number) => boolean; take: () => number },
): Map<number, number> {
  const claims = groups.flatMap((items, group) => {
    const counts = new Map<number, number>();
    for (const { story, former } of items) {
      if (story !== null) counts.set(story, (counts.get(story) ?? 0) + (isLoose(story) ? 1 : Infinity));
      // A story that held the item alone is still its own.
      if (story === null && former !== null) counts.set(former, 0.5);
    }
    return [...counts].map(([story, count]) => ({ group, story, count }));
  });
  const named = new Map<number, number>();
  const given = new Set<number>();
  for (const { group, story } of claims.toSorted((a, b) => b.count - a.count || a.story - b.story)) {
    if (named.has(group) || given.has(story)) continue;
    named.set(group, story);
    given.add(story);
  }
  return new Map(
    groups.flatMap((items, group) => {
      const story = named.get(group) ?? take();
      return items.map(({ id }) => [id, story] as const);
    }),
  );
}
