import type { FixField } from '../../../editions/storyChanges.ts';
import type { EditionWords } from '../../../editions/words.ts';
import type { Html } from '../../markup/html.ts';

/**
 * The form for subject, preheader and note that could not be saved: what the person typed, by field what is wrong, and
 * by field the text that somebody else has saved meanwhile.
 */
export type TypedWords = {
  typed: Required<EditionWords>;
  faults: Partial<Record<keyof EditionWords, string>>;
  theirs: EditionWords;
};

/** The fields of a story's form. `picture`: "none" where it is to be removed. */
export const STORY_FIELDS = ['headline', 'summary', 'alt', 'section', 'url', 'picture'] as const;
export type StoryField = (typeof STORY_FIELDS)[number];

/** The form of one story that could not be saved; `form`: what is wrong with the whole. */
export type TypedStory = {
  position: number;
  typed: Partial<Record<StoryField, string>>;
  note: string;
  faults: Partial<Record<FixField | 'form', string>>;
  theirs: Partial<Record<FixField, string>>;
};

/** One field that was refused, as it was typed. */
export type TypedField = { typed: string; fault: string };

/** What a page shows of a form that came back: nothing that was typed is lost. */
export type Returned = {
  words?: TypedWords;
  story?: TypedStory;
  test?: TypedField;
  /** The address as whom the digest was to be shown. */
  reader?: TypedField;
  readers?: TypedField;
  /** Why something was not done, at the head of the page. */
  refusal?: Html;
};
