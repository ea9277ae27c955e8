import type { EditionStory, LoadedEdition } from '../editions/load.ts';
import type { Newsletter } from '../newsletters/newsletters.ts';
import { clean, cleanLine, safeUrl } from './clean.ts';
import { buildPicture, type PictureBox, type PictureView } from './picture.ts';
import { type MailWords, wordsIn } from '../words/catalogues.ts';
import { directionOf, fillPlural, fillWords, formatLongDate } from '../words/words.ts';

export type StoryView = {
  position: number;
  headline: string;
  url: string | null;
  summary: string | null;
  dateline: string | null;
  outlet: string;
  /** Byline, agency and copyright in one line. */
  meta: string | null;
  alsoReportedBy: string | null;
  continueAt: string;
  picture: PictureView | null;
};

export type LinkView = { label: string; url: string };

/** Who sends the mail, why, and how to end it. */
export type FooterView = {
  why: string;
  links: LinkView[];
  legalName: string | null;
  publishedBy: string;
  postalLines: string[];
};

/** What every mail shows, whatever it is about. */
export type FrameView = {
  language: string;
  direction: 'ltr' | 'rtl';
  opposite: 'ltr' | 'rtl';
  start: 'left' | 'right';
  end: 'left' | 'right';
  words: MailWords;
  newsletter: string;
  title: string;
  preheader: string;
  /** One entry for each filler after the preheader, so that no inbox shows the mail's first words behind it. */
  preheaderPadding: readonly number[];
  /** A line above everything: a rehearsal, a test copy. */
  notice: string | null;
  dateline: string | null;
  editionLine: string | null;
  webUrl: string | null;
  footer: FooterView;
};

/** What the desk says above the stories. */
export type NoteView = { heading: string | null; paragraphs: string[] };

/** `note`: one or none. */
export type DigestView = FrameView & { note: NoteView[]; lead: StoryView[]; others: StoryView[] };

const LEAD: PictureBox = { width: 560, maxHeight: 560 };
const THUMB: PictureBox = { width: 176, maxHeight: 246 };
const PREHEADER_CHARACTERS = 120;

/** The footer's links that a newsletter has whatever the mail; those to leave out are null. */
export function buildFooter(
  newsletter: Newsletter,
  words: MailWords,
  { why, links }: { why: string; links: LinkView[] },
): FooterView {
  const name = clean(newsletter.name);
  const legalName = cleanLine(newsletter.legal_name);
  const own = [
    { label: words.privacy, url: safeUrl(newsletter.privacy_url) },
    { label: words.imprint, url: safeUrl(newsletter.imprint_url) },
  ];
  return {
    why: fillWords(why, { newsletter: name }),
    links: [...links, ...own.filter((link): link is LinkView => link.url !== null)],
    legalName,
    publishedBy: fillWords(words.publishedBy, { newsletter: name, legalName: legalName ?? '' }),
    postalLines: (newsletter.postal_address ?? '').split(/\r?\n/).map(clean).filter(Boolean),
  };
}

/** The frame of a mail in one language. */
export function buildFrame(
  newsletter: Newsletter,
  language: string,
  own: Pick<FrameView, 'title' | 'preheader' | 'footer'> & Partial<FrameView>,
): FrameView {
  const direction = directionOf(language);
  const isLeftToRight = direction === 'ltr';
  const missing = Math.max(0, PREHEADER_CHARACTERS - own.preheader.length);
  return {
    language,
    direction,
    opposite: isLeftToRight ? 'rtl' : 'ltr',
    start: isLeftToRight ? 'left' : 'right',
    end: isLeftToRight ? 'right' : 'left',
    words: wordsIn(language).mail,
    newsletter: clean(newsletter.name),
    preheaderPadding: Array.from({ length: missing }, (_, index) => index),
    notice: null,
    dateline: null,
    editionLine: null,
    webUrl: null,
    ...own,
  };
}

function buildStory(story: EditionStory, words: MailWords, language: string, box: PictureBox): StoryView {
  const headline = clean(story.headline);
  const outlet = clean(story.outlet_name);
  const byline = cleanLine(story.byline);
  const meta = [byline && fillWords(words.by, { byline }), cleanLine(story.agency), cleanLine(story.copyright)];
  const others = story.also_reported_by.map(clean).filter(Boolean);
  const outlets = new Intl.ListFormat(language).format(others);
  return {
    position: story.position,
    headline,
    url: safeUrl(story.url),
    summary: cleanLine(story.summary),
    dateline: cleanLine(story.dateline),
    outlet,
    meta: meta.filter(Boolean).join(' · ') || null,
    alsoReportedBy: others.length > 0 ? fillWords(words.alsoReportedBy, { outlets }) : null,
    continueAt: fillWords(words.continueAt, { outlet }),
    picture: buildPicture(story.image, { box, headline, words }),
  };
}

/** "Special edition No. 2 · 10 stories" */
function describeEdition({ edition }: LoadedEdition, storyCount: number, language: string): string {
  const words = wordsIn(language).mail;
  const number = edition.number > 1 ? ` ${fillWords(words.editionNumber, { number: edition.number })}` : '';
  const count = fillPlural(words.stories, storyCount, language);
  return `${words.edition[edition.kind]}${number} · ${count}`;
}

/** The edition's note, a paragraph a line; a correction says that it is one in any case. */
function buildNote({ edition }: LoadedEdition, words: MailWords): NoteView[] {
  const own = edition.note.split(/\r?\n/).map(clean).filter(Boolean);
  if (edition.kind !== 'correction') return own.length === 0 ? [] : [{ heading: null, paragraphs: own }];
  const { heading, paragraph } = words.correction;
  return [{ heading, paragraphs: own.length === 0 ? [paragraph] : own }];
}

/** The subject of an edition's mail: staff's, else the newsletter's name and the day. */
export function subjectOf({ edition, newsletter }: LoadedEdition, language: string): string {
  return cleanLine(edition.subject) ?? `${clean(newsletter.name)}, ${formatLongDate(edition.date, language)}`;
}

/** What an edition's mail shows in one language, from its rows; `storyCount` may leave out the last stories. */
export function buildDigestView(
  loaded: LoadedEdition,
  links: { webUrl: string; unsubscribeUrl: string; preferencesUrl: string },
  { notice, storyCount, language }: { notice: string | null; storyCount: number; language: string },
): DigestView {
  const { edition, newsletter, stories } = loaded;
  const words = wordsIn(language).mail;
  const [first, ...rest] = stories.slice(0, storyCount);
  const frame = buildFrame(newsletter, language, {
    title: subjectOf(loaded, language),
    preheader: cleanLine(edition.preheader) ?? cleanLine(first?.summary) ?? '',
    notice,
    dateline: formatLongDate(edition.date, language),
    editionLine: describeEdition(loaded, Math.min(storyCount, stories.length), language),
    webUrl: links.webUrl,
    footer: buildFooter(newsletter, words, {
      why: words.why,
      links: [
        { label: words.preferences, url: links.preferencesUrl },
        { label: words.unsubscribe, url: links.unsubscribeUrl },
      ],
    }),
  });
  return {
    ...frame,
    note: buildNote(loaded, words),
    lead: first ? [buildStory(first, words, language, LEAD)] : [],
    others: rest.map((story) => buildStory(story, words, language, THUMB)),
  };
}
