import { joinParts, unbind } from '../language/bind.ts';
import type { FooterView, FrameView } from './frame.ts';
import type { GroupView, StoriesView, StoryView } from './story.ts';
import type { CreditView } from './source.ts';
import type { MostReadView, SlotView } from './slot.ts';
import type { DigestView, EditionView, FarewellView, NoteView } from './view.ts';
import { COLUMNS, widthOf, wrap } from './wrap.ts';

// Not of "=", which quoted-printable encodes as three characters.
const STRONG_RULE = '_'.repeat(COLUMNS);
const RULE = '-'.repeat(COLUMNS);

type Block = string | null | false;

/** Joins blocks with an empty line between them. Missing blocks are skipped. */
const join = (blocks: readonly Block[]): string => blocks.filter(Boolean).join('\n\n');
const lines = (parts: readonly Block[]): string => parts.filter(Boolean).join('\n');

/** A whole address on its own line, below its label. */
const linked = (label: string, url: string): string => `${wrap(`${label}:`)}\n${url}`;

function plainHeading(heading: string): string {
  return `${wrap(heading)}\n${'-'.repeat(Math.min(COLUMNS, widthOf(heading)))}`;
}

/** A headline with the number of its footnote, if it has an address. */
const plainHeadline = ({ headline, url, number }: StoryView): string =>
  // The number stays on the line of the last word.
  url === null ? wrap(headline) : unbind(wrap(`${headline}\u00a0[${number}]`));

const plainSource = ({ outlet, byline, others }: StoryView): string =>
  unbind(wrap(joinParts([outlet, byline, ...others.map(({ label }) => label)])));

const plainKicker = ({ kicker }: StoryView): Block[] => kicker.map(({ text }) => wrap(text));

/** A story: headline, summary, source. */
function plainStory(story: StoryView): string {
  const summary = [story.dateline, story.summary].filter(Boolean).join(' — ');
  return join([lines([...plainKicker(story), plainHeadline(story)]), summary && wrap(summary), plainSource(story)]);
}

const plainBrief = (story: StoryView): string =>
  lines([...plainKicker(story), plainHeadline(story), plainSource(story)]);

/** What is no news stands between rules, below its label. */
const plainSlot = ({ label, text, url }: SlotView): string =>
  lines([RULE, label && wrap(`[ ${label} ]`), unbind(wrap(text)), url, RULE]);

const withSlots =
  (show: (story: StoryView) => string) =>
  (story: StoryView): string =>
    join([show(story), ...story.slots.map(plainSlot)]);

const plainMostRead = ({ heading, stories }: MostReadView): string =>
  join([
    plainHeading(heading),
    ...stories.map(({ headline, outlet, url }) => lines([wrap(headline), wrap(outlet), url])),
  ]);

/** The gap between stories is wider than the gaps within one, so that the next story is easy to see. */
function plainGroup({ heading, stories }: GroupView, show: (story: StoryView) => string, gap: string): string {
  return join([heading && plainHeading(heading), stories.map(withSlots(show)).join(gap)]);
}

function plainNote({ heading, paragraphs }: NoteView): string {
  return join([heading && plainHeading(heading), ...paragraphs.map((paragraph) => wrap(paragraph)), RULE]);
}

/** The stories' addresses, each below its number and source. */
function plainFootnotes({ lead, groups, brief }: StoriesView): Block[] {
  return [...lead, ...[...groups, ...brief].flatMap(({ stories }) => stories)].map(
    ({ number, outlet, url }) => url !== null && linked(`[${number}] ${outlet}`, url),
  );
}

/** A headline with its source and its address: what is left where the HTML alone has the summaries. */
const plainLink = (story: StoryView): string =>
  lines([...plainKicker(story), wrap(story.headline), plainSource(story), story.url]);

function plainFarewell(
  { thanks, next, forwarded, signUp, share, signOff, opinion, replies }: FarewellView,
  webUrl: string | null,
) {
  return join([
    lines([unbind(wrap(thanks)), next && unbind(wrap(next))]),
    lines(signOff.map((line) => wrap(line))),
    linked(`${forwarded} ${signUp.label}`, signUp.url),
    webUrl && linked(share.label, webUrl),
    // The question needs no colon.
    ...opinion.map(({ label, url }) => lines([wrap(label), url])),
    replies && wrap(replies),
  ]);
}

/** What the outlets are owed, a paragraph for each. */
function plainCredits(credits: readonly CreditView[], heading: string): Block[] {
  if (credits.length === 0) return [];
  const owed = credits.map(({ outlet, text }) => unbind(wrap(`${outlet}: ${text}`)));
  return [plainHeading(heading), lines(owed)];
}

/** The stories in few bytes: no summaries, no footnotes. */
function plainBriefly(view: EditionView, webUrl: string | null): Block[] {
  const { lead, groups, brief, note, mostRead, more, farewell } = view;
  return [
    ...note.map(plainNote),
    ...lead.map(withSlots(plainLink)),
    ...[...groups, ...brief].map((group) => plainGroup(group, plainLink, '\n\n')),
    ...more.map(({ label, url }) => linked(label, url)),
    ...mostRead.map(plainMostRead),
    ...farewell.map((each) => plainFarewell(each, webUrl)),
  ];
}

/** The stories as in the HTML, with their addresses as footnotes. */
function plainEdition(view: EditionView, { words, webUrl }: Pick<FrameView, 'words' | 'webUrl'>): Block[] {
  const { lead, groups, brief, note, contents, mostRead, more, farewell, credits } = view;
  return [
    ...note.map(plainNote),
    ...contents.flatMap(({ heading, headlines }) => [
      plainHeading(heading),
      lines(headlines.map((headline) => wrap(`- ${headline}`, { indent: '  ' }))),
      RULE,
    ]),
    ...lead.map(withSlots(plainStory)),
    ...groups.map((group, at) => (at === 0 ? '' : '\n') + plainGroup(group, plainStory, '\n\n\n')),
    ...brief.map((group) => plainGroup(group, plainBrief, '\n\n')),
    ...more.map(({ label, url }) => linked(label, url)),
    ...mostRead.map(plainMostRead),
    ...farewell.map((each) => plainFarewell(each, webUrl)),
    STRONG_RULE,
    plainHeading(words.links),
    ...plainFootnotes(view),
    ...plainCredits(credits, words.credits),
  ];
}

function plainFooter(footer: FooterView): Block[] {
  return [
    STRONG_RULE,
    wrap(footer.why),
    ...footer.links.map(({ label, url }) => linked(label, url)),
    lines([footer.legalName && wrap(footer.publishedBy), ...footer.postalLines.map((line) => wrap(line))]),
  ];
}

/**
 * The digest for readers of plain text: the same stories and links as the HTML, laid out as text. `isBrief`: without the
 * summaries.
 */
export function buildPlainDigest(view: DigestView, { isBrief = false }: { isBrief?: boolean } = {}): string {
  return `${join([
    view.notice && wrap(view.notice),
    lines([wrap(view.newsletter), view.dateline && wrap(view.dateline), view.editionLine && wrap(view.editionLine)]),
    view.webUrl && linked(view.words.viewInBrowser, view.webUrl),
    STRONG_RULE,
    ...(isBrief ? plainBriefly(view, view.webUrl) : plainEdition(view, view)),
    ...plainFooter(view.footer),
  ])}\n`;
}

/** `latest`: the latest edition's part, or none. */
export type LetterView = FrameView & {
  heading: string;
  paragraphs: string[];
  button: { label: string; url: string } | null;
  after: string[];
  /** Above the latest edition. */
  latestHeading: string | null;
  latest: EditionView[];
};

/** A letter (confirmation, welcome, alert) as text. */
export function buildPlainLetter(view: LetterView): string {
  return `${join([
    wrap(view.newsletter),
    STRONG_RULE,
    wrap(view.heading),
    ...view.paragraphs.map((paragraph) => unbind(wrap(paragraph))),
    view.button && linked(view.button.label, view.button.url),
    ...view.after.map((paragraph) => wrap(paragraph)),
    ...view.latest.flatMap((edition) => [
      STRONG_RULE,
      view.latestHeading && plainHeading(view.latestHeading),
      ...plainEdition(edition, view),
    ]),
    ...plainFooter(view.footer),
  ])}\n`;
}
