/**
 * An item of a group that needs a story id. `story`: its current one; `former`: its earlier one, which is empty now.
 */
type Claimant = { id: number; story: number | null; former: number | null };

/**
 * Finds the story of each group: the story that the group already is, else the one that most of its items had, else a
 * new one. `isLoose` is true for a story that may change its id. Pure except for `take`, which returns unused ids.
 */
export function nameGroups(
  groups: readonly (readonly Claimant[])[],
  { isLoose, take }: { isLoose: (story: number) => boolean; take: () => number },
): Map<number, number> {
  const claims = groups.flatMap((items, group) => {
    const counts = new Map<number, number>();
    for (const { story, former } of items) {
      if (story !== null) counts.set(story, (counts.get(story) ?? 0) + (isLoose(story) ? 1 : Infinity));
      // A story that had only this item keeps it.
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
