import type { DigestFormat } from '../domain/choices.ts';
import type { EditionStory, LoadedEdition } from '../editions/load.ts';
import { groupBySection } from '../editions/sections.ts';
import { agencyBeside, countCharacters } from '../editions/text.ts';
import type { Newsletter } from '../editions/newsletters/newsletters.ts';
import { creditLine } from '../newsroom/pictures/creditLine.ts';
import { joinSentences, splitSentences } from '../language/sentences.ts';
import { bindLastWords, bindSigns, joinParts } from '../language/bind.ts';
import { catalogueLanguage, type MailWords, wordsIn, wordsLanguage } from '../language/catalogues.ts';
import { canonicalLanguage, directionOf, directionOfText, fillWords, joinNames } from '../language/words.ts';
import { safeUrl } from '../domain/safeUrl.ts';
import { clean, cleanLine } from './clean.ts';
import {
  buildPicture,
  buildUnder,
  type OursView,
  type PictureBox,
  type PictureView,
  type UnderView,
} from './picture.ts';
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
  start: 'left' | 'right';
  end: 'left' | 'right';
  headline: string;
  url: string | null;
  summary: string | null;
  dateline: string | null;
  outlet: string;
  /** Update mark, byline, agency and copyright in one line, with non-breaking spaces. */
  meta: string | null;
  alsoReportedBy: string | null;
  continueAt: string;
  picture: PictureView | null;
  under: UnderView | null;
  /** The picture's credit, if no line below the picture has it. */
  credit: string | null;
};

/** Stories under one heading. `isOurs`: the heading is in our words, not the newsletter's. */
export type GroupView = { heading: string | null; isOurs: boolean; stories: StoryView[] };

/** An edition's stories by detail: one in full, some with less, some as a headline only. */
export type StoriesView = { lead: StoryView[]; groups: GroupView[]; brief: GroupView[] };

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
  /** The base address of our pictures, without a slash at the end. */
  picturesUrl: string;
};

type StoryLook = StoriesLook &
  Pick<StoryView, 'number' | 'level'> & {
    words: MailWords;
    storyLanguage: string;
    box: PictureBox | null;
    isBrief: boolean;
  };

/** The end of a sentence that its outlet, or ingest, did not finish. */
const UNFINISHED = /(?:…|\.\.\.)[\p{Pe}\p{Pf}"']*$/u;

/** The whole sentences of a summary in `max` characters, but at least the first one. */
function shorten(summary: string, max: number): string {
  const sentences = splitSentences(summary);
  let whole = sentences[0] ?? summary;
  for (const sentence of sentences.slice(1)) {
    const longer = joinSentences([whole, sentence]);
    if (countCharacters(longer) > max || UNFINISHED.test(sentence)) break;
    whole = longer;
  }
  return whole;
}

function summaryOf(story: EditionStory, { isBrief, format, maxSummary }: StoryLook): string | null {
  if (isBrief) return null;
  const summary = cleanLine(story.summary);
  return summary !== null && format === 'text' ? shorten(summary, maxSummary ?? Infinity) : summary;
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

function buildStory(story: EditionStory, look: StoryLook, isLead: boolean): StoryView {
  const { words, language, box, isBrief, isBare } = look;
  const headline = clean(story.headline);
  const outlet = clean(story.outlet_name);
  const byline = cleanLine(story.byline);
  const foreign = foreignLanguage(story, look);
  const ours = markOurs(foreign ?? language, language);
  const { picturesUrl } = look;
  const picture = box && buildPicture(story.image, { box, headline, isLead, picturesUrl });
  const agency = agencyBeside(isBare ? null : byline, cleanLine(story.agency));
  // An earlier edition had the story, and it has developed since.
  const update = story.update_of === null ? null : words.update;
  const meta = isBare
    ? [update, agency]
    : [update, byline && fillWords(words.by, { byline }), agency, cleanLine(story.copyright)];
  const others = story.also_reported_by.map(clean).filter(Boolean);
  // In the language of the surrounding words.
  const outlets = joinNames(others, catalogueLanguage(language));
  const credit = creditLine(picture?.credit ?? null, words);
  const summary = summaryOf(story, look);
  const direction = directionOfText(headline) ?? directionOf(language);
  return {
    number: look.number,
    level: look.level,
    language: foreign,
    direction,
    isTurned: direction !== directionOf(language),
    start: direction === 'ltr' ? 'left' : 'right',
    end: direction === 'ltr' ? 'right' : 'left',
    headline,
    url: safeUrl(story.url),
    summary,
    dateline: summary && look.maxSummary === null ? cleanLine(story.dateline) : null,
    outlet,
    meta: isBrief ? update : bindSigns(joinParts(meta)) || null,
    alsoReportedBy: !isBrief && !isBare && others.length > 0 ? fillWords(words.alsoReportedBy, { outlets }) : null,
    continueAt: bindLastWords(fillWords(words.continueAt, { outlet })),
    picture,
    under: isLead && picture ? buildUnder(cleanLine(story.image?.caption), credit, ours) : null,
    credit: isLead ? null : (credit?.text ?? null),
  };
}

/** The number of stories with more than a headline. */
function countFull(newsletter: Newsletter, { format, storyCount, fullCount }: StoriesLook): number {
  if (format === 'headlines') return 0;
  const usual = format === 'text' ? storyCount : newsletter.full_stories;
  return Math.min(storyCount, usual, fullCount ?? storyCount);
}

type Groups = { heading: string | null; isOurs: boolean; stories: readonly EditionStory[] }[];

/** Groups the stories after the lead by section, with those without a section last. Corrections are one group. */
function groupOthers(
  others: readonly EditionStory[],
  { edition, newsletter }: LoadedEdition,
  words: MailWords,
): Groups {
  if (others.length === 0) return [];
  if (edition.kind === 'correction') return [{ heading: null, isOurs: false, stories: others }];
  return groupBySection(others, newsletter.sections).map(({ name, stories }) => ({
    heading: name === null ? words.moreStories : clean(name),
    isOurs: name === null,
    stories,
  }));
}

/** Groups the headline-only stories: one group after other stories, otherwise the first one and then by section. */
function groupBrief(brief: readonly EditionStory[], full: number, loaded: LoadedEdition, words: MailWords): Groups {
  if (brief.length === 0) return [];
  if (full > 0) return [{ heading: words.inBrief, isOurs: true, stories: brief }];
  if (loaded.newsletter.sections.length === 0 || loaded.edition.kind === 'correction')
    return [{ heading: null, isOurs: false, stories: brief }];
  return [{ heading: null, isOurs: false, stories: brief.slice(0, 1) }, ...groupOthers(brief.slice(1), loaded, words)];
}

/** Builds the first `storyCount` stories for a mail of that format and language, numbered by position. */
export function buildStories(loaded: LoadedEdition, look: StoriesLook): StoriesView {
  const { newsletter, stories } = loaded;
  const { format, theme, storyCount } = look;
  const { mail: words } = wordsIn(look.language);
  const full = countFull(newsletter, look);
  const [leadBox, box] = format === 'full' ? [theme.lead, theme.thumb] : [null, null];
  const shared = { ...look, words, storyLanguage: newsletter.languages[0] ?? newsletter.language };
  let number = 0;
  const build = (groups: Groups, own: Pick<StoryLook, 'box' | 'isBrief'>, isLead = false): GroupView[] =>
    groups.map(({ heading, isOurs, stories: group }) => ({
      heading,
      isOurs,
      stories: group.map((story) => {
        number += 1;
        return buildStory(story, { ...shared, ...own, number, level: heading === null ? 2 : 3 }, isLead);
      }),
    }));
  const [first, ...others] = stories.slice(0, full);
  const lead: Groups = first ? [{ heading: null, isOurs: false, stories: [first] }] : [];
  return {
    lead: build(lead, { box: leadBox, isBrief: false }, true).flatMap((group) => group.stories),
    groups: build(groupOthers(others, loaded, words), { box, isBrief: false }),
    brief: build(groupBrief(stories.slice(full, storyCount), full, loaded, words), { box: null, isBrief: true }),
  };
}
