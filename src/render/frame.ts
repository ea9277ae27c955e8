import type { Newsletter } from '../editions/newsletters/newsletters.ts';
import { type MailWords, wordsIn, wordsLanguage } from '../language/catalogues.ts';
import { bindLastWords } from '../language/bind.ts';
import { directionOf, directionOfText, fillWords } from '../language/words.ts';
import { safeUrl } from '../domain/safeUrl.ts';
import { clean, cleanLine } from './clean.ts';
import type { Theme } from '../editions/themes/theme.ts';

export type LinkView = { label: string; url: string };

/** Who sends the mail, why, and how to unsubscribe. */
export type FooterView = {
  why: string;
  links: LinkView[];
  legalName: string | null;
  publishedBy: string;
  postalLines: string[];
};

/** The parts that every mail shows. */
export type FrameView = {
  language: string;
  /** The language of our own words if the mail's has no catalogue, and the direction in which our words are written. */
  wordsLanguage: string | null;
  wordsDirection: 'ltr' | 'rtl';
  direction: 'ltr' | 'rtl';
  start: 'left' | 'right';
  end: 'left' | 'right';
  words: MailWords;
  newsletter: string;
  /** The space between the letters of its name. A script whose letters join keeps its own. */
  nameSpacing: string;
  title: string;
  preheader: string;
  /** One entry per filler after the preheader, so that no mailbox shows the mail's first words after it. */
  preheaderPadding: readonly number[];
  /** A line at the top: a rehearsal, a test copy. */
  notice: string | null;
  dateline: string | null;
  editionLine: string | null;
  webUrl: string | null;
  /** The text of the link to it. */
  webLabel: string;
  footer: FooterView;
  theme: Theme;
  /** One or none. */
  logo: LogoView[];
};

/** A theme's logo. `plate` is its background colour, also where a mail program inverts colours. */
type LogoView = { url: string; darkUrl: string | null; width: number; height: number; plate: string };

const PREHEADER_CHARACTERS = 120;

/** The footer's links, which do not depend on the mail. Links to leave out are null. */
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

function buildLogo({ logo, light }: Theme): LogoView[] {
  return logo ? [{ ...logo, darkUrl: logo.darkUrl ?? null, plate: light.sheet }] : [];
}

/** The frame of a mail in one language. */
export function buildFrame(
  newsletter: Newsletter,
  { language, theme }: { language: string; theme: Theme },
  own: Pick<FrameView, 'title' | 'preheader' | 'footer'> & Partial<FrameView>,
): FrameView {
  const direction = directionOf(language);
  const isLeftToRight = direction === 'ltr';
  const words = wordsIn(language).mail;
  const said = wordsLanguage(language);
  const name = clean(newsletter.name);
  const missing = Math.max(0, PREHEADER_CHARACTERS - own.preheader.length);
  return {
    language,
    wordsLanguage: said === language ? null : said,
    wordsDirection: directionOf(said),
    direction,
    start: isLeftToRight ? 'left' : 'right',
    end: isLeftToRight ? 'right' : 'left',
    words,
    newsletter: name,
    nameSpacing: directionOfText(name) === 'rtl' ? 'normal' : '-1px',
    preheaderPadding: Array.from({ length: missing }, (_, index) => index),
    notice: null,
    dateline: null,
    editionLine: null,
    webUrl: null,
    webLabel: bindLastWords(words.viewInBrowser),
    theme,
    logo: buildLogo(theme),
    ...own,
  };
}
