import type { DigestFormat } from '../domain/choices.ts';
import type { EditionStory, LoadedEdition } from '../editions/load.ts';
import { groupBySection } from '../editions/sections.ts';
import type { Newsletter } from '../editions/newsletters/newsletters.ts';
import { type MailWords, wordsIn } from '../language/catalogues.ts';
import { clean } from './clean.ts';

/** Stories under one heading. `isOurs`: the heading is in our words, not the newsletter's. */
export type Group = { heading: string | null; isOurs: boolean; stories: readonly EditionStory[] };

/** `fullCount`: the most stories with more than a headline. Null: as many as the format has. */
type Counts = { format: DigestFormat; language: string; storyCount: number; fullCount: number | null };

/** Stories that stand after the lead, before those under "More stories". */
const TOP_STORIES = 2;

/** The number of stories with more than a headline. */
function countFull(newsletter: Newsletter, { format, storyCount, fullCount }: Counts): number {
  if (format === 'headlines') return 0;
  const usual = format === 'text' ? storyCount : newsletter.full_stories;
  return Math.min(storyCount, usual, fullCount ?? storyCount);
}

const unheaded = (stories: readonly EditionStory[]): Group[] =>
  stories.length === 0 ? [] : [{ heading: null, isOurs: false, stories }];

/** Groups the stories after the lead by section, with those without a section last. Corrections are one group. */
function groupOthers(others: readonly EditionStory[], loaded: LoadedEdition, words: MailWords): Group[] {
  const { edition, newsletter } = loaded;
  if (edition.kind === 'correction') return unheaded(others);
  if (newsletter.sections.length === 0) {
    const rest = others.slice(TOP_STORIES);
    return [
      ...unheaded(others.slice(0, TOP_STORIES)),
      ...(rest.length === 0 ? [] : [{ heading: words.moreStories, isOurs: true, stories: rest }]),
    ];
  }
  return groupBySection(others, newsletter.sections).map(({ name, stories }) => ({
    heading: name === null ? words.moreStories : clean(name),
    isOurs: name === null,
    stories,
  }));
}

/** Groups the headline-only stories: one group after other stories, otherwise the first one and then by section. */
function groupBrief(brief: readonly EditionStory[], full: number, loaded: LoadedEdition, words: MailWords): Group[] {
  if (brief.length === 0) return [];
  if (full > 0) return [{ heading: words.inBrief, isOurs: true, stories: brief }];
  if (loaded.newsletter.sections.length === 0 || loaded.edition.kind === 'correction') return unheaded(brief);
  return [...unheaded(brief.slice(0, 1)), ...groupOthers(brief.slice(1), loaded, words)];
}

/** An edition's stories as a mail of that format groups them, in the order of the mail. */
export function groupStories(
  loaded: LoadedEdition,
  counts: Counts,
): { lead: EditionStory[]; groups: Group[]; brief: Group[] } {
  const { newsletter, stories } = loaded;
  const { mail: words } = wordsIn(counts.language);
  const full = countFull(newsletter, counts);
  return {
    lead: stories.slice(0, Math.min(1, full)),
    groups: groupOthers(stories.slice(1, full), loaded, words),
    brief: groupBrief(stories.slice(full, counts.storyCount), full, loaded, words),
  };
}
