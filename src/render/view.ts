import type { LoadedEdition } from '../editions/load.ts';
import { bindHour, bindLastWords } from '../language/bind.ts';
import { OPINION_PATH } from '../editions/address.ts';
import { nameEdition } from '../editions/name.ts';
import { buildPreheader, nameOfDay } from '../editions/text.ts';
import { catalogueLanguage, wordsIn, wordsLanguage } from '../language/catalogues.ts';
import { fillPlural, fillWords, formatDayAndHour, formatLongDate } from '../language/words.ts';
import { clean, cleanLine } from './clean.ts';
import { buildFooter, buildFrame, type FrameView, type LinkView } from './frame.ts';
import { buildMostRead, type MostReadView } from './slot.ts';
import { buildStories, type StoriesLook, type StoriesView } from './story.ts';

/** The desk's note above the stories. */
export type NoteView = { heading: string | null; paragraphs: string[] };

/** The headlines after the lead, at the top of a mail. */
type ContentsView = { heading: string; headlines: string[] };

/** An edition's own part of a mail. `note`, `contents`, `mostRead`: at most one. */
export type EditionView = StoriesView & {
  note: NoteView[];
  contents: ContentsView[];
  mostRead: MostReadView[];
  /** Always empty: templates that were kept as good before the notice became a slot name it. */
  houseNotice: never[];
  /** The link to stories that did not fit: at most one. */
  more: LinkView[];
  /** The last words, and when the next edition comes: at most one. */
  farewell: FarewellView[];
};
export type DigestView = FrameView & EditionView;

/**
 * `next`: a sentence, or null where no edition is planned. `forwarded`: the question before the link to sign up.
 * `opinion`: the link to the readers' vote, at most one. `replies`: where the newsroom wants replies.
 */
export type FarewellView = {
  thanks: string;
  next: string | null;
  forwarded: string;
  signUp: LinkView;
  share: LinkView;
  /** The newsroom's own last words. */
  signOff: string[];
  opinion: LinkView[];
  replies: string | null;
};

/** The targets of a digest's own links. */
type DigestLinks = { webUrl: string; signUpUrl: string; unsubscribeUrl: string; preferencesUrl: string };

/** "No. 312 · 10 stories", "Special edition No. 2 · 10 stories" */
function describeEdition(loaded: LoadedEdition, storyCount: number, language: string): string {
  const words = wordsIn(language).mail;
  const count = fillPlural(words.stories, storyCount, catalogueLanguage(language));
  return `${nameEdition(loaded, words)} · ${count}`;
}

/** The edition's note, one paragraph per line. A correction always says that it is one. */
function buildNote({ edition }: LoadedEdition, language: string): NoteView[] {
  const own = edition.note.split(/\r?\n/).map(clean).filter(Boolean);
  if (edition.kind !== 'correction') return own.length === 0 ? [] : [{ heading: null, paragraphs: own }];
  const { heading, paragraph } = wordsIn(language).mail.correction;
  return [{ heading, paragraphs: own.length === 0 ? [paragraph] : own }];
}

/** The end of an edition, in the words of `language`: goodbye, when the next one comes, and what readers can do. */
function buildFarewell(
  { edition, newsletter, nextAt }: LoadedEdition,
  { webUrl, signUpUrl }: DigestLinks,
  language: string,
): FarewellView {
  const { farewell } = wordsIn(language).mail;
  // A day that is named in the language of the words around it.
  const when = nextAt && formatDayAndHour(nextAt, newsletter.zone, wordsLanguage(language));
  const opinion = { label: farewell.opinion, url: `${webUrl}${OPINION_PATH}` };
  return {
    thanks: bindLastWords(farewell.thanks),
    next: when && bindHour(fillWords(farewell.next, { when })),
    forwarded: farewell.forwarded,
    signUp: { label: fillWords(farewell.signUp, { newsletter: clean(newsletter.name) }), url: signUpUrl },
    share: { label: farewell.share, url: `${webUrl}#share` },
    signOff: (newsletter.sign_off ?? '').split('\n').map(clean).filter(Boolean),
    opinion: edition.kind === 'correction' ? [] : [opinion],
    replies: newsletter.reply_to === null ? null : farewell.replies,
  };
}

const MAX_CONTENTS = 6;

/** The list of contents of a full mail, if the newsletter wants one and there is something to list. */
function buildContents({ newsletter, edition }: LoadedEdition, look: StoriesLook, view: StoriesView): ContentsView[] {
  if (!newsletter.contents || !look.hasContents || look.format !== 'full' || edition.kind === 'correction') return [];
  const stories = [...view.groups, ...view.brief].flatMap((group) => group.stories);
  const headlines = stories.slice(0, MAX_CONTENTS).map(({ headline }) => headline);
  return headlines.length === 0 ? [] : [{ heading: wordsIn(look.language).mail.contents, headlines }];
}

/** The subject of an edition's mail: staff's, otherwise the newsletter's name and the day. */
export function subjectOf({ edition, newsletter }: LoadedEdition, language: string): string {
  return cleanLine(edition.subject) ?? `${clean(newsletter.name)}, ${formatLongDate(edition.date, language)}`;
}

/** The edition's content without the frame. */
export function buildEdition(loaded: LoadedEdition, look: StoriesLook): EditionView {
  const stories = buildStories(loaded, look);
  return {
    ...stories,
    note: buildNote(loaded, look.language),
    contents: buildContents(loaded, look, stories),
    houseNotice: [],
    mostRead: look.hasMostRead ? buildMostRead(loaded.slots, wordsIn(look.language).mail) : [],
    more: [],
    farewell: [],
  };
}

/** The view of an edition's mail in one format and language. */
export function buildDigestView(
  loaded: LoadedEdition,
  links: DigestLinks,
  { notice, ...given }: Omit<StoriesLook, 'webUrl'> & { notice: string | null },
): DigestView {
  const { edition, newsletter, stories } = loaded;
  const look = { ...given, webUrl: links.webUrl };
  const { language, theme } = look;
  const words = wordsIn(language).mail;
  const frame = buildFrame(
    newsletter,
    { language, theme },
    {
      title: subjectOf(loaded, language),
      preheader:
        cleanLine(edition.preheader) ??
        buildPreheader(stories, newsletter.language, nameOfDay(newsletter, edition.date)),
      notice,
      dateline: formatLongDate(edition.date, language),
      editionLine: describeEdition(loaded, stories.length, language),
      webUrl: links.webUrl,
      footer: buildFooter(newsletter, words, {
        why: words.why,
        links: [
          { label: words.preferences, url: links.preferencesUrl },
          { label: words.unsubscribe, url: links.unsubscribeUrl },
        ],
      }),
    },
  );
  const left = Math.max(0, stories.length - look.storyCount);
  const more = { label: fillPlural(words.moreOnWeb, left, catalogueLanguage(language)), url: links.webUrl };
  return {
    ...frame,
    ...buildEdition(loaded, look),
    more: left === 0 ? [] : [more],
    farewell: [buildFarewell(loaded, links, language)],
  };
}
