import type { ReadStory } from '../../domain/story.ts';

/** Where a document comes from: its address, for relative links, and the type that its server declared. */
export type Source = { url: string | null; contentType?: string | null | undefined };

/**
 * A story with what is stored but never printed: the plain text of its content, shortened; what its feed itself says of
 * it, which may be shown without any right; instructions to editors.
 */
export type ParsedStory = ReadStory & { body: string; description: string; editorsNote: string | null };

/**
 * What a page told. `site`: what it calls itself; `isArticle`: it says itself that it is one; `isConfirmed`: the headline
 * agrees with something else on the page; `unsuitable`: addresses of
 * pictures that the page shows, but too small, too long or as furniture.
 */
export type ParsedPage = {
  story: ParsedStory;
  site: string | null;
  isArticle: boolean;
  isConfirmed: boolean;
  unsuitable: string[];
};

/** The story as `reveille read` prints it. */
export function toReadStory(parsed: ParsedStory): ReadStory {
  const { body: _body, description: _description, editorsNote: _note, ...story } = parsed;
  return story;
}

/** A feed's own title, and its stories in its own order; `parts`: of an index of sitemaps, those worth reading, best first. */
export type ParsedFeed = { title: string | null; stories: ParsedStory[]; parts?: string[] };
