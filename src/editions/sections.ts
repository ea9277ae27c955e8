import { findSection, type Section } from '../domain/sections.ts';
import type { EditionStory } from './load.ts';

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
