import type { DigestView, FooterView, FrameView, StoryView } from './view.ts';
import { COLUMNS, wrap } from './wrap.ts';

const DOUBLE_RULE = '='.repeat(COLUMNS);
const RULE = '-'.repeat(COLUMNS);

type Block = string | null | false;

/** Blocks with an empty line between them; what is not there is left out. */
const join = (blocks: readonly Block[]): string => blocks.filter(Boolean).join('\n\n');
const lines = (parts: readonly Block[]): string => parts.filter(Boolean).join('\n');

/** A story: headline, summary, where it is from, and its address, whole, on a line of its own. */
function plainStory(story: StoryView): string {
  const number = `${story.position}. `;
  const summary = [story.dateline, story.summary].filter(Boolean).join(' — ');
  return join([
    number + wrap(story.headline, { indent: ' '.repeat(number.length) }),
    summary && wrap(summary),
    lines([
      wrap([story.outlet, story.meta].filter(Boolean).join(' · ')),
      story.alsoReportedBy && wrap(story.alsoReportedBy),
      story.url,
    ]),
  ]);
}

function plainFooter(footer: FooterView): string {
  return join([
    DOUBLE_RULE,
    wrap(footer.why),
    ...footer.links.map(({ label, url }) => `${wrap(`${label}:`)}\n${url}`),
    lines([footer.legalName && wrap(footer.publishedBy), ...footer.postalLines.map((line) => wrap(line))]),
  ]);
}

/** The digest for those who read text: the same stories and links as the HTML, written to be read. */
export function buildPlainDigest(view: DigestView): string {
  const stories = [...view.lead, ...view.others];
  return `${join([
    view.notice && wrap(view.notice),
    lines([wrap(view.newsletter), view.dateline && wrap(view.dateline), view.editionLine && wrap(view.editionLine)]),
    view.webUrl && `${wrap(`${view.words.viewInBrowser}:`)}\n${view.webUrl}`,
    DOUBLE_RULE,
    ...view.note.flatMap(({ heading, paragraphs }) => [
      heading && wrap(heading),
      ...paragraphs.map((paragraph) => wrap(paragraph)),
      RULE,
    ]),
    ...stories.flatMap((story, index) => [index > 0 && RULE, plainStory(story)]),
    plainFooter(view.footer),
  ])}\n`;
}

export type LetterView = FrameView & {
  heading: string;
  paragraphs: string[];
  button: { label: string; url: string } | null;
  after: string[];
};

/** A letter (confirmation, welcome, alert) as text. */
export function buildPlainLetter(view: LetterView): string {
  return `${join([
    wrap(view.newsletter),
    DOUBLE_RULE,
    wrap(view.heading),
    ...view.paragraphs.map((paragraph) => wrap(paragraph)),
    view.button && `${wrap(`${view.button.label}:`)}\n${view.button.url}`,
    ...view.after.map((paragraph) => wrap(paragraph)),
    plainFooter(view.footer),
  ])}\n`;
}
