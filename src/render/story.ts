import type { DigestFormat } from '../domain/choices.ts';
import type { EditionStory, LoadedEdition } from '../editions/load.ts';
import { groupBySection } from '../editions/sections.ts';
import { agencyBeside, countCharacters, cutText } from '../editions/text.ts';
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
  /** Where it stands in the mail, from 1. */
  number: number;
  /** Of its headline among the others. */
  level: 2 | 3;
  /** The language of the story's own words, where it is not the mail's. */
  language: string | null;
  /** How the story's own words are written, and the side where their lines begin and end. */
  direction: 'ltr' | 'rtl';
  /** True where that is not how the mail's are. */
  isTurned: boolean;
  start: 'left' | 'right';
  end: 'left' | 'right';
  headline: string;
  url: string | null;
  summary: string | null;
  dateline: string | null;
  outlet: string;
  /** Whether it is an update, byline, agency and copyright in one line, with spaces that break none. */
  meta: string | null;
  alsoReportedBy: string | null;
  continueAt: string;
  picture: PictureView | null;
  under: UnderView | null;
  /** Whose the picture is, where no line under it says so. */
  credit: string | null;
};

/** Stories under one heading; `isOurs`: it is in our words, not the newsletter's. */
export type GroupView = { heading: string | null; isOurs: boolean; stories: StoryView[] };

/** An edition's stories as they are shown: one with all, some with less, some with a headline alone. */
export type StoriesView = { lead: StoryView[]; groups: GroupView[]; brief: GroupView[] };

/** What a mail's stories are shown in. `maxSummary`: characters of a summary; null: all. */
export type StoriesLook = {
  format: DigestFormat;
  language: string;
  theme: Theme;
  storyCount: number;
  /** So many at most have more than a headline; null: as many as the format has. */
  fullCount: number | null;
  maxSummary: number | null;
  /** Where our pictures are, without a slash at its end. */
  picturesUrl: string;
};

type StoryLook = StoriesLook &
  Pick<StoryView, 'number' | 'level'> & {
    words: MailWords;
    storyLanguage: string;
    box: PictureBox | null;
    isBrief: boolean;
  };

/** At most `max` characters of a summary: whole sentences where they are half of that, else cut at a word. */
function shorten(summary: string, max: number): string {
  let whole = '';
  for (const sentence of splitSentences(summary)) {
    const longer = joinSentences([whole, sentence].filter(Boolean));
    if (countCharacters(longer) > max) break;
    whole = longer;
  }
  return countCharacters(whole) >= max / 2 ? whole : cutText(summary, max);
}

function summaryOf(story: EditionStory, { isBrief, maxSummary }: StoryLook): string | null {
  if (isBrief) return null;
  const summary = cleanLine(story.summary);
  return summary !== null && maxSummary !== null ? shorten(summary, maxSummary) : summary;
}

const primaryOf = (tag: string): string => tag.split('-', 1)[0]!.toLowerCase();

/** The language of the story's own words, where it is another than the mail's. */
function foreignLanguage(story: EditionStory, { language, storyLanguage }: StoryLook): string | null {
  const own = (story.language === null ? null : canonicalLanguage(story.language)) ?? storyLanguage;
  return primaryOf(own) !== primaryOf(language) ? own : null;
}

/** Our words among the story's: marked where those are in another language. */
function markOurs(around: string, language: string): OursView | null {
  const own = wordsLanguage(language);
  return primaryOf(own) === primaryOf(around) ? null : { language: own, direction: directionOf(own) };
}

function buildStory(story: EditionStory, look: StoryLook, isLead: boolean): StoryView {
  const { words, language, box, isBrief } = look;
  const headline = clean(story.headline);
  const outlet = clean(story.outlet_name);
  const byline = cleanLine(story.byline);
  const foreign = foreignLanguage(story, look);
  const ours = markOurs(foreign ?? language, language);
  const { picturesUrl } = look;
  const picture = box && buildPicture(story.image, { box, headline, isLead, words, ours, picturesUrl });
  const agency = agencyBeside(byline, cleanLine(story.agency));
  // An earlier edition had the story, and it has moved on.
  const update = story.update_of === null ? null : words.update;
  const meta = [update, byline && fillWords(words.by, { byline }), agency, cleanLine(story.copyright)];
  const others = story.also_reported_by.map(clean).filter(Boolean);
  // In the language of the words around them.
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
    alsoReportedBy: !isBrief && others.length > 0 ? fillWords(words.alsoReportedBy, { outlets }) : null,
    continueAt: bindLastWords(fillWords(words.continueAt, { outlet })),
    picture,
    under: isLead && picture ? buildUnder(cleanLine(story.image?.caption), credit, ours) : null,
    credit: isLead ? null : (credit?.text ?? null),
  };
}

/** How many of the stories have more than a headline. */
function countFull(newsletter: Newsletter, { format, storyCount, fullCount }: StoriesLook): number {
  if (format === 'headlines') return 0;
  const usual = format === 'text' ? storyCount : newsletter.full_stories;
  return Math.min(storyCount, usual, fullCount ?? storyCount);
}

type Groups = { heading: string | null; isOurs: boolean; stories: readonly EditionStory[] }[];

/** What follows the lead, by section; what has none stands last. What is corrected are all of one rank. */
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

/** The stories that have a headline alone: after others in a group of its own, else the first and then by section. */
function groupBrief(brief: readonly EditionStory[], full: number, loaded: LoadedEdition, words: MailWords): Groups {
  if (brief.length === 0) return [];
  if (full > 0) return [{ heading: words.inBrief, isOurs: true, stories: brief }];
  if (loaded.newsletter.sections.length === 0 || loaded.edition.kind === 'correction')
    return [{ heading: null, isOurs: false, stories: brief }];
  return [{ heading: null, isOurs: false, stories: brief.slice(0, 1) }, ...groupOthers(brief.slice(1), loaded, words)];
}

/** The first `storyCount` stories as a mail of that format and language shows them, numbered as they stand there. */
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
