import type { EditionStory } from '../editions/load.ts';
import { agencyBeside } from '../editions/text.ts';
import { findSection, type Section } from '../domain/sections.ts';
import { bindSigns, joinParts } from '../language/bind.ts';
import { catalogueLanguage, type MailWords } from '../language/catalogues.ts';
import { fillPlural, fillWords } from '../language/words.ts';
import { clean, cleanLine } from './clean.ts';
import type { LinkView } from './frame.ts';

/** "By Odette Quarrier · Reuters": who wrote a story, beside its outlet. Null if nobody is named. */
export function bylineOf(story: EditionStory, words: Pick<MailWords, 'by'>): string | null {
  const byline = cleanLine(story.byline);
  const agency = agencyBeside(byline, cleanLine(story.agency));
  return bindSigns(joinParts([byline && fillWords(words.by, { byline }), agency])) || null;
}

/** "+5 outlets", linked to their names in the web edition. None without others. */
export function othersOf(
  story: EditionStory,
  { words, language, webUrl }: { words: Pick<MailWords, 'otherOutlets'>; language: string; webUrl: string },
): LinkView[] {
  const count = story.also_reported_by.map(clean).filter(Boolean).length;
  if (count === 0) return [];
  const label = fillPlural(words.otherOutlets, count, catalogueLanguage(language)).replaceAll(' ', '\u00a0');
  return [{ label, url: `${webUrl}#story-${story.position}` }];
}

/** The mark above a headline, on the side where that begins. `isOurs`: in our words, not the newsletter's. */
export type KickerView = { text: string; isOurs: boolean; start: 'left' | 'right' };

/**
 * What stands above a headline: that the story is an update of an earlier edition's, else its section where no heading
 * names it. At most one.
 */
export function kickerOf(
  story: EditionStory,
  {
    words,
    sections,
    start,
  }: { words: Pick<MailWords, 'update'>; sections: readonly Section[]; start: KickerView['start'] },
): KickerView[] {
  if (story.update_of !== null) return [{ text: words.update, isOurs: true, start }];
  const section = findSection([story.section], sections);
  return section === null ? [] : [{ text: clean(section), isOurs: false, start }];
}

/** What an outlet is owed for its texts and pictures, at the end of the mail. */
export type CreditView = { outlet: string; text: string };

/** What one story owes: the credit of its picture, and the copyright of its text. */
type Owed = { outlet: string; credit: string | null; copyright: string | null };

/** Gathers what stories owe: an entry per outlet, in the order of the stories, first the credits, each line once. */
export function gatherCredits(owed: readonly Owed[]): CreditView[] {
  return [...Map.groupBy(owed, ({ outlet }) => outlet)].flatMap(([outlet, own]) => {
    const lines = [...own.map(({ credit }) => credit), ...own.map(({ copyright }) => copyright)];
    const text = joinParts([...new Set(lines.map((line) => line && bindSigns(line)))]);
    return text === '' ? [] : [{ outlet, text }];
  });
}
