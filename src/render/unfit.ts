import type { EditionStory } from '../editions/load.ts';

/** Stories that can be rendered, and what was left out for them: "story 3, “…”", "the picture of story 4, “…”". */
type Fit = { stories: EditionStory[]; leftOut: string[] };

/**
 * Finds the stories that keep an edition from being rendered by rendering each alone. A story loses its picture if that
 * is enough, otherwise it is left out. Null if no story can be rendered alone: then the cause is not a story.
 */
export async function findFit(
  stories: readonly EditionStory[],
  build: (stories: EditionStory[]) => Promise<unknown>,
): Promise<Fit | null> {
  const can = (story: EditionStory): Promise<boolean> =>
    build([story]).then(
      () => true,
      () => false,
    );
  const fit: Fit = { stories: [], leftOut: [] };
  for (const story of stories) {
    const name = `story ${story.position}, “${story.headline.slice(0, 80)}”`;
    const bare = { ...story, image: null };
    if (await can(story)) fit.stories.push(story);
    else if (story.image !== null && (await can(bare))) {
      fit.stories.push(bare);
      fit.leftOut.push(`the picture of ${name}`);
    } else fit.leftOut.push(name);
  }
  return fit.stories.length > 0 && fit.leftOut.length > 0 ? fit : null;
}
