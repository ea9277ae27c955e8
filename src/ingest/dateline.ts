import { cleanText } from './text.ts';

/** What stood before a text's first sentence. */
export type Dateline = { dateline: string | null; agency: string | null; rest: string };

const AGENCIES =
  'Associated Press|Tribune News Service|Tribune Content Agency|Agence France-Presse|Deutsche Presse-Agentur|Press Association|' +
  'Canadian Press|Australian Associated Press|Thomson Reuters Foundation|PR Newswire|PRNewswire|Business Wire|GLOBE NEWSWIRE|' +
  'Bloomberg|Getty Images|Xinhua|Interfax|Reuters|Kyodo|Yonhap|Anadolu|ANSA|AFP|UPI|PTI|ANI|IANS|TASS|dpa|AAP|CNN|TNS|EFE|' +
  'PA Media|EPA|APA|KNA|epd|SID|PA|AP';
const KNOWN_AGENCY = new RegExp(`^(?:The\\s+)?(?:${AGENCIES})(?:\\s+News(?:\\s+Agency)?)?$`, 'u');
const DASH = '\\s*(?:—|–|--|(?<=[\\s)/])-(?=\\s))\\s*';
// WASHINGTON / ST. PETERSBURG, Fla. / PARIS, Nov 3; an agency may follow in brackets or slashes.
const CAPITALS = "(?:\\p{Lu}[\\p{Lu}\\p{M}.'’]*)(?:[ /-]\\p{Lu}[\\p{Lu}\\p{M}.'’]*){0,4}";
const TAIL = "((?:,\\s[\\p{L}.'’ ]{2,24}(?:\\s\\d{1,2})?(?:,\\s\\d{4})?){0,2})";
const AGENCY = '(?:\\(([^()]{2,45})\\)|/([^/]{2,30})/)';
const WITH_PLACE = new RegExp(`^(${CAPITALS})${TAIL}(?:\\s*${AGENCY})?${DASH}(?=\\S)`, 'u');
const MIXED_PLACE = new RegExp(`^(\\p{Lu}[\\p{L}\\p{M}.'’ -]{1,30})${TAIL}\\s*${AGENCY}${DASH}(?=\\S)`, 'u');
const AGENCY_ALONE = new RegExp(`^\\(([^()]{2,45})\\)(?:${DASH}|\\s*(?=\\S))`, 'u');
const LABEL =
  /^(?:BREAKING(?: NEWS)?|UPDATED?|EXCLUSIVE|WATCH|LIVE|OPINION|VIDEO|PHOTOS?|ANALYSIS|REVIEW|INTERVIEW|CORRECTION|CORRECTED|NEW|ALERT|PODCAST|EXPLAINER|FACT CHECK|EDITORIAL|NATO|COVID)$/;
const MONTH_DAY = /,\s(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)\p{L}*\.?(?:\s\d{1,2})?(?:,\s\d{4})?/giu;

/**
 * Parts the dateline and the agency from a report's first sentence: "LONDON (Reuters) — The …" gives LONDON,
 * Reuters and "The …". A text without them is returned as it is.
 */
export function splitDateline(text: string): Dateline {
  const none: Dateline = { dateline: null, agency: null, rest: text };
  const head = text.slice(0, 140);
  const placed = WITH_PLACE.exec(head) ?? MIXED_PLACE.exec(head);
  if (placed) {
    const [whole, city = '', tail = '', bracket, slashed] = placed;
    // Without an agency, a letter or two ("EU – US talks") and an editor's label are no place.
    const letters = city.match(/\p{Lu}/gu)?.length ?? 0;
    if (!bracket && !slashed && (letters < 3 || LABEL.test(city))) return none;
    const place = cleanText(`${city}${tail.replace(MONTH_DAY, '')}`);
    return { dateline: place, agency: bracket?.trim() ?? slashed?.trim() ?? null, rest: text.slice(whole.length) };
  }
  const alone = AGENCY_ALONE.exec(head);
  if (alone?.[1] && KNOWN_AGENCY.test(alone[1].trim()))
    return { dateline: null, agency: alone[1].trim(), rest: text.slice(alone[0].length) };
  return none;
}

/** The agency that a byline names ("Associated Press", "Jo Doe, Reuters"), or null. */
export function agencyOfByline(byline: string | null): string | null {
  for (const part of (byline ?? '').split(/\s*(?:[,|/;]|\s[-–—]\s)\s*/)) if (KNOWN_AGENCY.test(part)) return part;
  return null;
}

/** A picture's caption and whom to credit for it. */
export type CaptionAndCredit = { caption: string | null; credit: string | null };

const BRACKET = /\s*[([]([^()[\]]{2,120})[)\]]\s*\.?$/u;
const CREDIT_WORD =
  /(?:^|(?<=[.!?…"”’)]\s)|\s[|–—]\s)(?:(?:photo|photograph|picture|image|foto|bild|crédit|credit|foto\s?:)(?:graph(?:er|ie)?|s)?(?:\s*(?:by|credit))?\s*(?::|©|by\s)|©|\(c\)\s)\s*(.{2,100})$/iu;
const NAME_SLASH_AGENCY = new RegExp(
  `(?<=[.!?…"”’)]\\s)((?:\\p{Lu}[\\p{L}\\p{M}.'’-]*\\s?){1,5}\\s?/\\s?[^.!?]{2,60}|(?:${AGENCIES}))\\.?$`,
  'u',
);

function looksLikeCredit(text: string): boolean {
  return /\//.test(text) || /\b(?:photo|via|courtesy|image)\b|©/iu.test(text) || KNOWN_AGENCY.test(text.trim());
}

/**
 * Parts a credit from the end of a caption: brackets that hold one, "Photograph: …", or "Name/Agency" after the
 * last sentence. Brackets that belong to the sentence stay.
 */
export function splitCredit(text: string | null): CaptionAndCredit {
  if (!text) return { caption: null, credit: null };
  const bracket = BRACKET.exec(text);
  const inner = bracket?.[1]?.replace(/^(?:photo|picture|image|credit)s?(?:\s+by)?\s*:?\s+/iu, '');
  if (bracket && inner && looksLikeCredit(bracket[1] ?? ''))
    return { caption: text.slice(0, bracket.index).trim() || null, credit: inner };
  const found = CREDIT_WORD.exec(text) ?? NAME_SLASH_AGENCY.exec(text);
  if (!found) return { caption: text, credit: null };
  return { caption: text.slice(0, found.index).trim() || null, credit: found[1]?.trim() ?? null };
}

/** A credit without the word before it: "Photograph: Ann Doe/AP" gives "Ann Doe/AP". */
export function stripCreditWord(text: string | null): string | null {
  const bare = text?.replace(
    /^(?:photo(?:graph)?(?:er)?|picture|image|credit|foto|bild)s?(?:\s+(?:by|credit))?\s*[:©]\s*/iu,
    '',
  );
  return bare?.replace(/^\((.*)\)$/u, '$1') || null;
}
