import { isPictureSource, PICTURE_SOURCE } from './agencyNames.ts';

/** A picture's caption, its credit, and its instructions to editors. */
type CaptionAndCredit = { caption: string | null; credit: string | null };

const BRACKET = /\s*[([]([^()[\]]{2,140})[)\]]\s*\.?$/u;
const AFTER_SENTENCE = '(?<=[.!?…。"”’)]\\s)';
const NAME = "\\p{Lu}[\\p{L}\\p{M}.'’-]*";
const WORD =
  '(?:photo|photograph|photographer|picture|image|foto|bild|imagen|crédit|crédito|credit|source|fuente|quelle)s?(?:graph(?:er|ie)?)?';
const CREDIT_WORD = new RegExp(
  `(?:^|${AFTER_SENTENCE}|\\s[|–—]\\s)(?:${WORD}(?:\\s*(?:by|credit|courtesy))?\\s*(?::|©|by\\s|courtesy of\\s)|©|\\(c\\)\\s|Courtesy (?:of|photo:?)\\s)\\s*(.{2,100})$`,
  'iu',
);
const LEADING_WORD = new RegExp(
  `^(?:${WORD}(?:\\s+(?:by|credit|courtesy))?\\s*[:©]\\s*|(?:photo|picture|image)s?\\s+by\\s+)`,
  'iu',
);
// "Name/Agency", "REUTERS/Name", "Name, The Associated Press" after the last sentence, or only an agency.
const BEHIND = [
  new RegExp(`${AFTER_SENTENCE}(${NAME}(?:\\s${NAME}){1,4}\\s?/\\s?[^.!?]{2,60})\\.?$`, 'u'),
  new RegExp(`${AFTER_SENTENCE}(${PICTURE_SOURCE}(?:\\s(?:PHOTO|Photo))?\\s?/\\s?[^.!?]{2,60})\\.?$`, 'u'),
  new RegExp(`${AFTER_SENTENCE}([^.!?/]{2,40}\\s?/\\s?${PICTURE_SOURCE})\\.?$`, 'u'),
  new RegExp(
    `${AFTER_SENTENCE}(${NAME}(?:\\s${NAME}){0,3}\\s(?:for|via)\\s(?:the\\s|The\\s)?${NAME}(?:\\s${NAME}){0,4})\\.?$`,
    'u',
  ),
  new RegExp(`${AFTER_SENTENCE}(${NAME}(?:\\s${NAME}){1,3},\\s(?:The\\s)?${PICTURE_SOURCE})\\.?$`, 'u'),
  new RegExp(`${AFTER_SENTENCE}[—–-]?\\s?(${PICTURE_SOURCE}(?:\\s(?:pic|photo|file photo|file))?)\\.?$`, 'u'),
  new RegExp(`\\s/\\s((?:[^/.!?]{2,40}\\s?/\\s?)?${PICTURE_SOURCE})\\.?$`, 'u'),
  new RegExp(`\\s\\|\\s([^|]{2,80})$`, 'u'),
];
const NAMES_ONLY = new RegExp(
  `^(?:${NAME}|of|for|the|via|and|from|de|von|van|der|la|&)(?:,?\\s(?:${NAME}|of|for|the|via|and|from|de|von|van|der|la|&)){1,9}$`,
  'u',
);
// Instructions to editors at the end of a caption.
const TO_EDITORS =
  /\s*\(?\b(?:EDS|EDITORS?|EDITORS?['’]S? NOTE|ATTENTION EDITORS)\s*:.*$|[\s;,.-]*\b(?:MANDATORY CREDIT|CREDIT MANDATORY|NO SALES|NO ARCHIVES?|(?:[A-Z]{2,}\s){1,3}OUT|EDITORIAL USE ONLY)\b[\sA-Z;,.&/()-]*$/u;

function looksLikeCredit(text: string, isOwnSentence: boolean): boolean {
  if (/\//.test(text) || /\b(?:photos?|via|courtesy|image)\b|©/iu.test(text)) return true;
  // Names in brackets are a credit only as a separate sentence. Within a sentence, they explain a word.
  return isPictureSource(text.trim()) || (isOwnSentence && NAMES_ONLY.test(text.trim()));
}

/** Splits instructions to editors from the end of a text ("EDS: JAPAN OUT", "MANDATORY CREDIT"). */
export function splitInstruction(text: string | null): { text: string | null; instruction: string | null } {
  const found = text ? TO_EDITORS.exec(text) : null;
  if (!text || !found) return { text, instruction: null };
  return { text: text.slice(0, found.index).trim() || null, instruction: found[0].replace(/^[\s;,.-]+/u, '') };
}

/**
 * Splits a credit from the end of a caption: in brackets, after "Photograph:", or as "Name/Agency" after the last
 * sentence. Brackets that belong to the sentence stay.
 */
export function splitCredit(text: string | null): CaptionAndCredit {
  if (!text) return { caption: null, credit: null };
  if (isPictureSource(text)) return { caption: null, credit: text };
  const bracket = BRACKET.exec(text);
  const inner = bracket?.[1]?.replace(LEADING_WORD, '').trim();
  if (bracket && inner) {
    const before = text.slice(0, bracket.index).trim();
    if (looksLikeCredit(bracket[1] ?? '', before === '' || /[.!?…。"”’]$/u.test(before)))
      return { caption: before || null, credit: inner };
  }
  const found = CREDIT_WORD.exec(text) ?? BEHIND.map((pattern) => pattern.exec(text)).find((match) => match !== null);
  if (!found) return { caption: text, credit: null };
  return { caption: text.slice(0, found.index).trim() || null, credit: found[1]?.trim() ?? null };
}

/** Removes the word before a credit: "Photograph: Ann Doe/AP" becomes "Ann Doe/AP". */
export function stripCreditWord(text: string | null): string | null {
  return (
    text
      ?.replace(LEADING_WORD, '')
      .replace(/^©\s*/u, '')
      .replace(/^\((.*)\)$/u, '$1')
      .trim() || null
  );
}
