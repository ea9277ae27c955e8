import type { DigestFormat } from '../domain/choices.ts';
import { NO_SLOTS, type Slots } from '../domain/slots.ts';
import type { Section } from '../domain/sections.ts';
import type { EditionStory, LoadedEdition } from '../editions/load.ts';
import { creditLine } from '../newsroom/pictures/creditLine.ts';
import { bindLastWords } from '../language/bind.ts';
import { type MailWords, wordsIn, wordsLanguage } from '../language/catalogues.ts';
import { canonicalLanguage, directionOf, directionOfText, fillWords } from '../language/words.ts';
import { safeUrl } from '../domain/safeUrl.ts';
import { clean, cleanLine } from './clean.ts';
import type { LinkView } from './frame.ts';
import { groupStories, type Group } from './groups.ts';
import {
  buildPicture,
  buildUnder,
  type OursView,
  type PicturePlace,
  type PictureView,
  type UnderView,
} from './picture.ts';
import { bylineOf, gatherCredits, kickerOf, othersOf, type CreditView, type KickerView } from './source.ts';
import { slotsAfter, type SlotView } from './slot.ts';
import { shortSummary, wholeSentences } from './summary.ts';
import type { Theme } from '../editions/themes/theme.ts';

export type StoryView = {
  /** Its position in the mail, from 1. */
  number: number;
  /** The level of its headline. */
  level: 2 | 3;
  /** The language of the story's own text, if it differs from the mail's. */
  language: string | null;
  /** The direction of the story's own text, which decides the side where its lines begin. */
  direction: 'ltr' | 'rtl';
  /** True if that differs from the mail's direction. */
  isTurned: boolean;
  /** True of the stories after the lead with a larger headline and picture. */
  isMiddle: boolean;
  /** True if a rule stands above it. Below a heading there is none. */
  isRuled: boolean;
  start: 'left' | 'right';
  end: 'left' | 'right';
  headline: string;
  url: string | null;
  summary: string | null;
  dateline: string | null;
  /** What stands above the headline: at most one. */
  kicker: KickerView[];
  outlet: string;
  /** Who wrote it, beside the outlet. */
  byline: string | null;
  /** The link to the names of other outlets with the story: at most one. */
  others: LinkView[];
  continueAt: string;
  picture: PictureView | null;
  /** What stands below the picture. A thumbnail has it only where the credit must stand beside it. */
  under: UnderView | null;
  /** What stands below it and is no story. */
  slots: SlotView[];
};

/** Stories under one heading. `isOurs`: the heading is in our words, not the newsletter's. */
export type GroupView = { heading: string | null; isOurs: boolean; stories: StoryView[] };

/**
 * An edition's stories by detail: one in full, some with less, some as a headline only. `credits`: what their outlets
 * are owed, for the end of the mail.
 */
export type StoriesView = { lead: StoryView[]; groups: GroupView[]; brief: GroupView[]; credits: CreditView[] };

/**
 * How a mail shows its stories. `maxSummary`: characters of a summary, which ends at a sentence. Null: all. `isBare`:
 * without bylines, copyright and the names of other outlets.
 */
export type StoriesLook = {
  format: DigestFormat;
  language: string;
  theme: Theme;
  storyCount: number;
  /** The most stories with more than a headline. Null: as many as the format has. */
  fullCount: number | null;
  maxSummary: number | null;
  isBare: boolean;
  /** False: no list of contents. */
  hasContents: boolean;
  /** False: neither the sponsor's slot nor the house notice. */
  hasSlots: boolean;
  /** False: no list of the most read stories. */
  hasMostRead: boolean;
  /** The base address of our pictures, without a slash at the end. */
  picturesUrl: string;
  /** The edition's page. */
  webUrl: string;
};

/** The lead and the next two stories are larger than those after them. */
const LARGER_STORIES = 3;

type StoryLook = StoriesLook &
  Pick<StoryView, 'number' | 'level' | 'isRuled'> & {
    words: MailWords;
    storyLanguage: string;
    summaryLength: number;
    /** Null: no picture. */
    place: PicturePlace | null;
    isBrief: boolean;
    /** For the kicker. */
    sections: readonly Section[];
    slots: Slots;
  };

/** The room that a dateline takes, with its dash. */
const lengthOf = (dateline: string | null): number => (dateline === null ? 0 : dateline.length + 3);

function summaryOf(story: EditionStory, look: StoryLook): string | null {
  const { isBrief, format, maxSummary, summaryLength, storyLanguage } = look;
  if (isBrief) return null;
  const summary = cleanLine(story.summary);
  if (summary === null) return null;
  return format === 'text'
    ? wholeSentences(summary, maxSummary ?? Infinity)
    : shortSummary(summary, summaryLength - lengthOf(cleanLine(story.dateline)), story.language ?? storyLanguage);
}

const primaryOf = (tag: string): string => tag.split('-', 1)[0]!.toLowerCase();

/** The language of the story's own text, if it differs from the mail's. */
function foreignLanguage(story: EditionStory, { language, storyLanguage }: StoryLook): string | null {
  const own = (story.language === null ? null : canonicalLanguage(story.language)) ?? storyLanguage;
  return primaryOf(own) !== primaryOf(language) ? own : null;
}

/** Marks the language of our words in a story that is in another language. */
function markOurs(around: string, language: string): OursView | null {
  const own = wordsLanguage(language);
  return primaryOf(own) === primaryOf(around) ? null : { language: own, direction: directionOf(own) };
}

/** What stands below a picture: the lead's caption and credit, a middle story's credit, and a credit that must. */
function underOf(story: EditionStory, { place, words }: StoryLook, picture: PictureView | null, ours: OursView | null) {
  if (picture === null) return null;
  const credit = creditLine(picture.credit, words);
  if (place === 'lead') return buildUnder(cleanLine(story.image?.caption), credit, ours);
  return place === 'middle' || story.image?.creditMandatory !== false ? buildUnder(null, credit, ours) : null;
}

function buildStory(story: EditionStory, look: StoryLook): StoryView {
  const { words, language, theme, place, isBrief, isBare, picturesUrl } = look;
  const headline = clean(story.headline);
  const outlet = clean(story.outlet_name);
  const foreign = foreignLanguage(story, look);
  const picture = place && buildPicture(story.image, { place, box: theme[place], headline, picturesUrl });
  const summary = summaryOf(story, look);
  const direction = directionOfText(headline) ?? directionOf(language);
  const [start, end] = direction === 'ltr' ? (['left', 'right'] as const) : (['right', 'left'] as const);
  return {
    number: look.number,
    level: look.level,
    language: foreign,
    direction,
    isTurned: direction !== directionOf(language),
    isMiddle: place === 'middle',
    isRuled: look.isRuled,
    start,
    end,
    headline,
    url: safeUrl(story.url),
    summary,
    dateline: summary && look.maxSummary === null ? cleanLine(story.dateline) : null,
    kicker: kickerOf(story, { ...look, start }),
    outlet,
    byline: isBrief || isBare ? null : bylineOf(story, words),
    others: isBrief || isBare ? [] : othersOf(story, look),
    continueAt: bindLastWords(fillWords(words.continueAt, { outlet })),
    picture,
    under: underOf(story, look, picture, markOurs(foreign ?? language, language)),
    slots: slotsAfter(look.number, look.slots, { ...look, hasPictures: look.format === 'full' }),
  };
}

/** The lines that stories owe and do not show themselves: copyright, and the credits of thumbnails. */
function creditsOf(stories: readonly { story: EditionStory; view: StoryView }[], look: StoriesLook): CreditView[] {
  const { mail: words } = wordsIn(look.language);
  return gatherCredits(
    stories.map(({ story, view }) => ({
      outlet: view.outlet,
      credit: view.under === null ? (creditLine(view.picture?.credit ?? null, words)?.text ?? null) : null,
      // A headline alone is no text of its outlet's.
      copyright: view.summary === null || look.isBare ? null : cleanLine(story.copyright),
    })),
  );
}

/** Builds the first `storyCount` stories for a mail of that format and language, numbered by position. */
export function buildStories(loaded: LoadedEdition, look: StoriesLook): StoriesView {
  const { newsletter } = loaded;
  const { mail: words } = wordsIn(look.language);
  const shared = {
    ...look,
    words,
    storyLanguage: newsletter.languages[0] ?? newsletter.language,
    summaryLength: newsletter.summary_length,
    slots: look.hasSlots ? loaded.slots : NO_SLOTS,
  };
  const built: { story: EditionStory; view: StoryView }[] = [];
  const build = ({ heading, isOurs, stories }: Group, size: 'lead' | 'full' | 'brief'): GroupView => ({
    heading,
    isOurs,
    stories: stories.map((story, index) => {
      const place = look.format !== 'full' || size === 'brief' ? null : size === 'lead' ? size : placeOf(story, loaded);
      const view = buildStory(story, {
        ...shared,
        number: built.length + 1,
        level: heading === null ? 2 : 3,
        isRuled: heading === null || index > 0,
        place,
        isBrief: size === 'brief',
        // Under a heading, the section is named already.
        sections: size === 'lead' && loaded.edition.kind !== 'correction' ? newsletter.sections : [],
      });
      built.push({ story, view });
      return view;
    }),
  });
  const { lead, groups, brief } = groupStories(loaded, look);
  const view = {
    lead: lead.map((story) => build({ heading: null, isOurs: false, stories: [story] }, 'lead').stories[0]!),
    groups: groups.map((group) => build(group, 'full')),
    brief: brief.map((group) => build(group, 'brief')),
  };
  return { ...view, credits: creditsOf(built, look) };
}

/** The second and the third story of an edition have a larger picture. */
function placeOf(story: EditionStory, { edition, stories }: LoadedEdition): PicturePlace {
  return edition.kind !== 'correction' && stories.indexOf(story) < LARGER_STORIES ? 'middle' : 'thumb';
}
