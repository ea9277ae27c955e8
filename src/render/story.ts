import type { DigestFormat } from '../domain/choices.ts';
import type { EditionStory } from '../editions/load.ts';
import { agencyBeside, countCharacters, cutText } from '../editions/text.ts';
import type { Newsletter } from '../newsletters/newsletters.ts';
import { catalogueLanguage, type MailWords, wordsIn } from '../words/catalogues.ts';
import { canonicalLanguage, directionOf, directionOfText, fillWords, joinNames } from '../words/words.ts';
import { clean, cleanLine, safeUrl } from './clean.ts';
import { buildPicture, type PictureBox, type PictureView } from './picture.ts';
import type { Theme } from './theme.ts';

export type StoryView = {
  position: number;
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
  /** Whether it is an update, byline, agency and copyright in one line. */
  meta: string | null;
  alsoReportedBy: string | null;
  continueAt: string;
  picture: PictureView | null;
  /** The line under the lead's picture: what it shows, and whose it is. */
  under: string | null;
  /** Whose the picture is, where no line under it says so. */
  credit: string | null;
};

/** An edition's stories as they are shown: one with all, some with less, the rest in a line each. */
export type StoriesView = { lead: StoryView[]; others: StoryView[]; brief: StoryView[] };

/** What a mail's stories are shown in. `maxSummary`: characters of a summary, none where it is 0. */
export type StoriesLook = {
  format: DigestFormat;
  language: string;
  theme: Theme;
  storyCount: number;
  maxSummary: number | null;
  /** Where our pictures are, without a slash at its end. */
  picturesUrl: string;
};

type StoryLook = StoriesLook & { words: MailWords; storyLanguage: string; box: PictureBox | null; isBrief: boolean };

// A credit often says itself what it is.
const SAYS_WHAT = /[:©]/;

function creditOf({ picture, words }: { picture: PictureView | null; words: MailWords }): string | null {
  if (!picture?.credit) return null;
  return SAYS_WHAT.test(picture.credit) ? picture.credit : fillWords(words.pictureBy, { credit: picture.credit });
}

const sentences = new Intl.Segmenter('und', { granularity: 'sentence' });

/** At most `max` characters of a summary: whole sentences where they are half of that, else cut at a word. */
function shorten(summary: string, max: number): string {
  let kept = '';
  for (const { segment } of sentences.segment(summary)) {
    if (countCharacters((kept + segment).trimEnd()) > max) break;
    kept += segment;
  }
  return countCharacters(kept) >= max / 2 ? kept.trimEnd() : cutText(summary, max);
}

function summaryOf(story: EditionStory, { isBrief, maxSummary }: StoryLook): string | null {
  if (isBrief || maxSummary === 0) return null;
  const summary = cleanLine(story.summary);
  return summary !== null && maxSummary !== null ? shorten(summary, maxSummary) : summary;
}

const primaryOf = (tag: string): string => tag.split('-', 1)[0]!.toLowerCase();

/** The language of the story's own words, where it is another than the mail's. */
function foreignLanguage(story: EditionStory, { language, storyLanguage }: StoryLook): string | null {
  const own = (story.language === null ? null : canonicalLanguage(story.language)) ?? storyLanguage;
  return primaryOf(own) !== primaryOf(language) ? own : null;
}

function buildStory(story: EditionStory, look: StoryLook, isLead: boolean): StoryView {
  const { words, language, box, isBrief } = look;
  const headline = clean(story.headline);
  const outlet = clean(story.outlet_name);
  const byline = cleanLine(story.byline);
  const picture =
    box && buildPicture(story.image, { box, headline, hasCaption: isLead, picturesUrl: look.picturesUrl });
  const agency = agencyBeside(byline, cleanLine(story.agency));
  // An earlier edition had the story, and it has moved on.
  const update = story.update_of === null ? null : words.update;
  const meta = [update, byline && fillWords(words.by, { byline }), agency, cleanLine(story.copyright)];
  const others = story.also_reported_by.map(clean).filter(Boolean);
  // In the language of the words around them.
  const outlets = joinNames(others, catalogueLanguage(language));
  const credit = creditOf({ picture, words });
  const summary = summaryOf(story, look);
  const direction = directionOfText(headline) ?? directionOf(language);
  return {
    position: story.position,
    language: foreignLanguage(story, look),
    direction,
    isTurned: direction !== directionOf(language),
    start: direction === 'ltr' ? 'left' : 'right',
    end: direction === 'ltr' ? 'right' : 'left',
    headline,
    url: safeUrl(story.url),
    summary,
    dateline: summary && look.maxSummary === null ? cleanLine(story.dateline) : null,
    outlet,
    meta: isBrief ? update : meta.filter(Boolean).join(' · ') || null,
    alsoReportedBy: !isBrief && others.length > 0 ? fillWords(words.alsoReportedBy, { outlets }) : null,
    continueAt: fillWords(words.continueAt, { outlet }),
    picture,
    under: isLead && picture ? [cleanLine(story.image?.caption), credit].filter(Boolean).join(' ') || null : null,
    credit: isLead ? null : credit,
  };
}

/** How many of the stories have more than a headline. */
function countFull(newsletter: Newsletter, { format, storyCount }: StoriesLook): number {
  if (format === 'headlines') return 0;
  return format === 'text' ? storyCount : Math.min(storyCount, newsletter.full_stories);
}

/** The first `storyCount` stories as a mail of that format and language shows them. */
export function buildStories(newsletter: Newsletter, stories: readonly EditionStory[], look: StoriesLook): StoriesView {
  const { format, theme, storyCount } = look;
  const full = countFull(newsletter, look);
  const hasPictures = format === 'full';
  const shared = {
    ...look,
    words: wordsIn(look.language).mail,
    storyLanguage: newsletter.languages[0] ?? newsletter.language,
    box: null,
    isBrief: false,
  };
  const [lead, ...others] = stories.slice(0, full);
  return {
    lead: lead ? [buildStory(lead, { ...shared, box: hasPictures ? theme.lead : null }, true)] : [],
    others: others.map((story) => buildStory(story, { ...shared, box: hasPictures ? theme.thumb : null }, false)),
    brief: stories.slice(full, storyCount).map((story) => buildStory(story, { ...shared, isBrief: true }, false)),
  };
}
