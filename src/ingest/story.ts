import type { ReadStory } from '../domain/story.ts';

/** A story with what is stored but never printed: the plain text of its content, shortened. */
export type ParsedStory = ReadStory & { body: string };

/** The story as `reveille read` prints it. */
export function toReadStory({ body: _, ...story }: ParsedStory): ReadStory {
  return story;
}

/** A feed's own title, and its stories in its own order. */
export type ParsedFeed = { title: string | null; stories: ParsedStory[] };
