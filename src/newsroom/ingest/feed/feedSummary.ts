import type { Dateline } from '../dateline.ts';
import { attribute, localName, visibleText, walk, type MarkupNode } from '../markup.ts';
import { looseCaptions } from '../looseCaption.ts';
import { isEditorsNote, readInstructions, splitNote, type Instructions } from '../notes.ts';
import { splitOpening } from '../opening.ts';
import { summarizeStory } from '../summary/summary.ts';
import { cleanText, MAX_BODY, plainTextOfTree, shorten } from '../text.ts';

// Texts that blog engines append to each description.
const APPENDIX =
  /\s*(?:The post .{1,300} (?:first )?appeared (?:first )?on .{1,120}\.?|(?:\[?(?:…|\.\.\.)\]?\s*)?(?:Continue reading|Read (?:more|on|the full (?:story|article))|Weiterlesen|Lire la suite|Seguir leyendo)\b.{0,200})$/iu;
// WordPress's sentence in other languages: the words in its middle, and the sentence. The words are looked for first,
// for they cost little and are rare.
const SIGNS: readonly (readonly [string, RegExp])[] = (
  [
    ['erschien zuerst auf', 'Der Beitrag'],
    ['est apparu en premier sur', "L['’]article"],
    ['se publicó primero en', '(?:La entrada|El cargo)'],
    ['apareció primero en', '(?:La entrada|El cargo)'],
    ['proviene da', "L['’]articolo"],
    ['sembra essere il primo su', "L['’]articolo"],
    ['apareceu primeiro em', 'O? ?(?:post|artigo|conteúdo)'],
    ['aparece primeiro em', 'O? ?(?:post|artigo|conteúdo)'],
    ['verscheen eerst op', 'Het bericht'],
    ['pochodzi z serwisu', '(?:Artykuł|Post|Wpis)'],
    ['dök först upp på', 'Inlägget'],
    ['dukket først opp på', 'Innlegget'],
    ['blev først udgivet på', 'Indlægget'],
    ['julkaistiin ensimmäisen kerran', 'Artikkeli'],
    ['apare prima dată în', 'Articolul'],
    ['se nejdříve objevil na', 'Příspěvek'],
    ['появились сначала на', 'Сообщение'],
    ['спочатку з', 'Запис'],
    ['се появи първо на', 'Публикацията'],
    ['εμφανίστηκε πρώτα στο', 'Το άρθρο'],
    ['ilk önce', ''],
    ['ha aparegut primer a', "L['’]entrada"],
    ['に最初に表示されました', '(?:投稿)?'],
    ['最先出现在', ''],
    ['最早出現於', ''],
    ['ظهرت المقالة', ''],
  ] as const
).map(([words, start]) => [
  words,
  new RegExp(String.raw`(?:^|(?<=[.!?…。！？»”"]))\s*${start}[^.!?。]{0,300}${words}.{0,120}$`, 'iu'),
]);

function cutSign(text: string): string {
  const sign = SIGNS.find(([words]) => text.includes(words));
  return sign === undefined ? text : text.replace(sign[1], '');
}

/** True for elements that are not part of the content's text: captions, embedded posts, notes to editors. */
export function isAside(node: MarkupNode): boolean {
  const name = localName(node);
  if (name === 'figure' || name === 'figcaption' || name === 'aside' || isEditorsNote(node)) return true;
  return /(?:^|[\s_-])(?:caption|credit|wp-caption-text)(?:$|[\s_-])/i.test(attribute(node, 'class') ?? '');
}

function trimAppendix(text: string): string {
  const tail = Math.max(0, text.length - 600);
  const kept = cutSign(text.slice(tail)).replace(APPENDIX, (match) => (/^\s*\[?(?:…|\.\.\.)/.test(match) ? '…' : ''));
  return `${text.slice(0, tail)}${kept}`.trim();
}

/**
 * The last paragraph that WordPress adds, in any language: "The post TITLE appeared first on SITE", two links with a
 * few
 * words around them. Null if there is none.
 */
function originSign(tree: MarkupNode): MarkupNode | null {
  const last = (tree.children ?? []).findLast((node) => node.attribs !== undefined);
  if (!last || localName(last) !== 'p') return null;
  const links = (last.children ?? []).filter((node) => localName(node) === 'a');
  const words = (last.children ?? []).filter((node) => node.type === 'text').map((node) => cleanText(node.data ?? ''));
  const isSign = links.length === 2 && links.every((link) => attribute(link, 'href') !== null);
  return isSign && words.join('').length > 0 && words.join(' ').length <= MAX_SIGN ? last : null;
}

type Skip = (node: MarkupNode) => boolean;

/** `isAside`, extended by captions without markup. */
function asidesOf(tree: MarkupNode): Skip {
  const images: MarkupNode[] = [];
  for (const node of walk(tree)) {
    if (localName(node) === 'img') images.push(node);
    if (images.length >= MAX_IMAGES) break;
  }
  const captions = looseCaptions(images);
  const sign = originSign(tree);
  if (sign) captions.add(sign);
  return captions.size === 0 ? isAside : (node) => isAside(node) || captions.has(node);
}

/** The first paragraphs of a content, up to about `enough` characters. Without paragraphs, all its text. */
function openingOf(tree: MarkupNode, isAside: Skip, enough = 160): string {
  let text = '';
  for (const node of walk(tree, (node) => localName(node) !== 'p' && !isAside(node))) {
    if (localName(node) !== 'p' || isAside(node)) continue;
    const paragraph = plainTextOfTree(node, isAside);
    if (!/\p{L}{2}/u.test(paragraph)) continue;
    text += text ? ` ${paragraph}` : paragraph;
    if (text.length >= enough) return text;
  }
  return text || plainTextOfTree(tree, isAside);
}

// Notes are at the beginning or the end of a text. Longer texts are not wire copy.
const MAX_PARAGRAPHS = 400;

function notesIn(tree: MarkupNode | null): string[] {
  const notes: string[] = [];
  let paragraphs = 0;
  for (const node of tree ? walk(tree, (child) => localName(child) !== 'p') : []) {
    if (localName(node) === 'p' && ++paragraphs > MAX_PARAGRAPHS) break;
    if (isEditorsNote(node)) notes.push(cleanText(visibleText(node)));
  }
  return notes;
}

// The summary uses only this many paragraphs.
const MAX_TOLD = 40;
const MAX_IMAGES = 50;
const MAX_SIGN = 60;

/** The paragraphs of a content. Without paragraphs, all its text is one. */
function paragraphsOf(tree: MarkupNode, isAside: Skip): string[] {
  const paragraphs: string[] = [];
  for (const node of walk(tree, (node) => localName(node) !== 'p' && !isAside(node))) {
    if (localName(node) !== 'p' || isAside(node)) continue;
    paragraphs.push(plainTextOfTree(node, isAside));
    if (paragraphs.length >= MAX_TOLD) break;
  }
  return paragraphs.length > 0 ? paragraphs : [plainTextOfTree(tree, isAside)];
}

/** Summary, dateline, agency and instructions of an entry with this description and content (either may be missing). */
export function summarize(
  title: string,
  description: MarkupNode | null,
  content: MarkupNode | null,
): Dateline & { summary: string; description: string; body: string; instructions: Instructions } {
  const beside = content ? asidesOf(content) : isAside;
  const whole = splitNote(content ? plainTextOfTree(content, beside) : '');
  const described = description ? trimAppendix(plainTextOfTree(description, asidesOf(description))) : '';
  const fromContent = content ? splitOpening(openingOf(content, beside)) : null;
  const own = splitOpening(described === title ? '' : described);
  return {
    dateline: own.dateline ?? fromContent?.dateline ?? null,
    agency: own.agency ?? fromContent?.agency ?? null,
    rest: '',
    ...summarizeStory(title, {
      description: own.rest,
      paragraphs: () => (content ? paragraphsOf(content, beside) : []),
    }),
    body: shorten(whole.rest.length > described.length ? whole.rest : splitNote(described).rest, MAX_BODY),
    instructions: readInstructions(
      title,
      [...notesIn(description), ...notesIn(content), ...own.notes, ...(fromContent?.notes ?? [])],
      [described, whole.rest],
    ),
  };
}
