import { findSection, type Section } from '../domain/sections.ts';
import type { EditionStory, LoadedEdition } from './load.ts';

/** Stories of one section, in order. `name: null`: stories without a section. */
type SectionGroup = { name: string | null; stories: EditionStory[] };

/** Groups stories by section, in the newsletter's order, with stories without a section last. */
export function groupBySection(stories: readonly EditionStory[], sections: readonly Section[]): SectionGroup[] {
  const bySection = Map.groupBy(stories, ({ section }) => findSection([section], sections));
  return [...sections.map(({ name }) => name), null].flatMap((name) => {
    const own = bySection.get(name);
    return own ? [{ name, stories: own }] : [];
  });
}

/** An edition's stories in display order: the first story, then by section. A correction is ordered by rank alone. */
export function orderAsShown({ edition, newsletter, stories }: LoadedEdition): EditionStory[] {
  if (edition.kind === 'correction' || newsletter.sections.length === 0) return stories;
  const groups = groupBySection(stories.slice(1), newsletter.sections);
  return [...stories.slice(0, 1), ...groups.flatMap((group) => group.stories)];
}
