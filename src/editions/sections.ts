import { findSection, type Section } from '../domain/sections.ts';
import type { EditionStory, LoadedEdition } from './load.ts';

/** Stories of one section, in their order; `name: null` are those of none. */
export type SectionGroup = { name: string | null; stories: EditionStory[] };

/** The sections that have stories, in the newsletter's order, and last what belongs to none. */
export function groupBySection(stories: readonly EditionStory[], sections: readonly Section[]): SectionGroup[] {
  const bySection = Map.groupBy(stories, ({ section }) => findSection([section], sections));
  return [...sections.map(({ name }) => name), null].flatMap((name) => {
    const own = bySection.get(name);
    return own ? [{ name, stories: own }] : [];
  });
}

/** An edition's stories in the order in which they are shown: the first, then by section; a correction's by rank alone. */
export function orderAsShown({ edition, newsletter, stories }: LoadedEdition): EditionStory[] {
  if (edition.kind === 'correction' || newsletter.sections.length === 0) return stories;
  const groups = groupBySection(stories.slice(1), newsletter.sections);
  return [...stories.slice(0, 1), ...groups.flatMap((group) => group.stories)];
}
