import type { ReadStory } from '../../domain/story.ts';

/** The source of a document: its address, for relative links, and the type that the server declared. */
export type Source = { url: string | null; contentType?: string | null | undefined };

/**
 * A story with fields that are stored but not printed: its shortened plain text; the feed's own description, which may
 * be
 * shown without any right; instructions to editors.
 */
export type ParsedStory = ReadStory & { body: string; description: string; editorsNote: string | null };

/**
 * A parsed page. `site`: the name of the site. `isArticle`: the page is marked as an article. `isConfirmed`: another
 * part
 * of the page confirms the headline. `unsuitable`: URLs of pictures that are too small, too long, or part of the
 * layout.
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

/** A feed's title, and its stories in its order. `parts`: the useful parts of a sitemap index, best first. */
export type ParsedFeed = { title: string | null; stories: ParsedStory[]; parts?: string[] };
