import { z } from 'zod';

/** Kinds of items that are no reports of an event. */
const KINDS = ['sponsored', 'podcast', 'horoscope', 'gallery', 'live', 'column'] as const;
export type Kind = (typeof KINDS)[number];

/**
 * How a newsletter treats stories that are led by one: it takes them like others, ranks them lower, or leaves them out.
 */
const KindRule = z.enum(['in', 'down', 'out']);
export type KindRules = Readonly<Record<Kind, z.infer<typeof KindRule>>>;

/** The defaults. */
const DEFAULTS: KindRules = {
  sponsored: 'out',
  podcast: 'out',
  horoscope: 'out',
  gallery: 'down',
  live: 'down',
  column: 'down',
};

/** A newsletter's rules, with the defaults for kinds that it does not set. */
export const rulesOf = (set: Partial<KindRules>): KindRules => ({ ...DEFAULTS, ...set });

/** As the end of "it is …". */
export const KIND_NAMES: Readonly<Record<Kind, string>> = {
  sponsored: 'sponsored',
  podcast: 'a podcast',
  horoscope: 'a horoscope, a puzzle or something similar',
  gallery: 'a picture gallery',
  live: 'a live blog',
  column: 'a column or opinion',
};

// How outlets name the kinds: as a label before or after a headline ("PODCAST: …", "… | Opinion"), as a section, or as
// a folder of an address. English, German, French, Spanish, Italian, Portuguese, Dutch.
const LABELS: Readonly<Record<Kind, string>> = {
  sponsored:
    'sponsored|sponsored content|sponsored post|sponsor content|paid content|paid post|paid partner content|paid partnership|partner content|brand studio|branded content|advertorial|advertisement|advertisement feature|promoted|anzeige|gesponsert|publireportage|contenu sponsorisé|contenu partenaire|publicité|patrocinado|contenido patrocinado|contenido de marca|publicidad|conteúdo patrocinado|sponsorizzato|contenuto sponsorizzato|gesponsord|ingezonden mededeling',
  podcast: 'podcasts?|pódcasts?|listen|audio|hören|écouter|escuchar|episode \\d+',
  horoscope:
    'horoscopes?|horoskope?|hor[oó]scopos?|oroscopo|horoscoop|crosswords?|sudoku|wordle|quiz|quizzes|rätsel|kreuzworträtsel|crucigramas?',
  gallery:
    'gallery|galleries|photo gallery|photos|in photos|in pictures|pictures of the (?:day|week)|photos of the (?:day|week)|slideshow|bildergalerie|fotostrecke|galer[ií]a|fotogaler[ií]a|en images|diaporama|fotogalleria|galeria de fotos',
  live: 'live|live ?blog|live updates?|latest updates|as it happened|liveticker|newsticker|ticker|live-ticker|en direct|direct|en directo|en vivo|minuto a minuto|diretta|in diretta|ao vivo',
  column:
    'opinions?|op-ed|columns?|columnists?|commentary|comment is free|comment|editorials?|letters|letters to the editor|analysis|perspective|review|meinung|kommentar|kolumne|leitartikel|glosse|tribunes?|chroniques?|éditorial|opinión|columna|tribuna|editoriale|opinione|opinião|opinie|briefing|newsletter|the morning after|morning briefing|evening briefing',
};
const SEPARATOR = String.raw`(?:\s*[:|｜：]|\s+[-–—])\s*`;
const compile = (make: (labels: string) => string): [Kind, RegExp][] =>
  KINDS.map((kind) => [kind, new RegExp(make(LABELS[kind]), 'iu')]);
const IN_TITLE = compile(
  (labels) =>
    String.raw`^\s*[[(]?(?:${labels})[\])]?${SEPARATOR}|^\s*[[(](?:${labels})[\])]|${SEPARATOR}(?:${labels})\s*$`,
);
const AS_SECTION = compile((labels) => String.raw`^\s*(?:${labels})(?:\s*(?:/|&|,|and|und|y)\s.*)?\s*$`);
const IN_PATH = compile((labels) => `/(?:${labels.replaceAll(' ', '[-_]?').replaceAll('[-_]??', '[-_]?')})(?:/|$)`);

// Titles that name the kind in a sentence.
const SENTENCES: [Kind, RegExp][] = [
  ['podcast', /\bpodcast\b.*\bepisode\b|\bepisode \d+$/iu],
  [
    'horoscope',
    /\byour (?:daily |weekly )?horoscope\b|\bhoroscopes? (?:for|today)\b|\bhoróscopo de hoy\b|\btageshoroskop\b/iu,
  ],
  ['gallery', /\bin (?:photos|pictures)\s*$|^(?:see|view) (?:photos|pictures)\b/iu],
  ['live', /\blive (?:updates?|blog|coverage)\b|\bas it happened\b|\blive:/iu],
  [
    'column',
    /^(?:dear (?:abby|prudence|editor)\b|ask .{2,30}:|letters? to the editor\b|.{2,30} \| (?:opinion|column)\b)/iu,
  ],
];

function pathOf(url: string | null): string {
  return url !== null && URL.canParse(url) ? new URL(url).pathname : '';
}

/** The kind of an item by its headline, its section and its address. Null: these show nothing but news. */
export function kindOf(item: { title: string; url: string | null; section: string | null }): Kind | null {
  const path = pathOf(item.url);
  const found = (kinds: [Kind, RegExp][], text: string): Kind | null =>
    text === '' ? null : (kinds.find(([, pattern]) => pattern.test(text))?.[0] ?? null);
  return (
    found(IN_TITLE, item.title) ??
    found(AS_SECTION, item.section ?? '') ??
    found(IN_PATH, path) ??
    found(SENTENCES, item.title)
  );
}

/** Parses rules such as "live=in, column=out". Returns a sentence if one is not understood. */
export function parseKindRules(text: string): Partial<KindRules> | string {
  const rules: Partial<Record<Kind, z.infer<typeof KindRule>>> = {};
  for (const part of text.split(',').map((each) => each.trim())) {
    const [name, rule] = part.split('=').map((each) => each.trim().toLowerCase());
    const kind = KINDS.find((each) => each === name);
    const checked = KindRule.safeParse(rule);
    if (kind === undefined || !checked.success)
      return `has "${part}"; write it as in live=in, column=out (${KINDS.join(', ')}; in, down or out)`;
    rules[kind] = checked.data;
  }
  return rules;
}
