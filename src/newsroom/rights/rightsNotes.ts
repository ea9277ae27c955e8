import { territoryOf } from '../../domain/territories.ts';

/**
 * The restrictions in a note to editors. `notIn`: ISO 3166 codes. `unknownPlaces`: barred places whose country is unknown.
 * `isForbidden`: the item must not be used online.
 */
export type EditorsNote = {
  notIn: string[];
  unknownPlaces: string[];
  isCreditMandatory: boolean;
  isForbidden: boolean;
};

// "This material may not be published, broadcast, rewritten or redistributed." A court's ban on a book is none: the
// sentence speaks of itself ("this article", "no part of it"), or begins with the bar.
const ITSELF = String.raw`(?:this|these|our|all|any|no part of (?:this|the|our)|the (?:above|following))\s(?:\p{L}+\s){0,4}?(?:article|stor(?:y|ies)|materials?|contents?|report|text|copy|photo(?:graph)?s?|pictures?|images?|dispatch|work|post|page|news)\b[^.!?\n]{0,80}?`;
const PUBLISHED = String.raw`(?:re-?published|reprinted|re-?distributed|reproduced|rewritten|syndicated|re-?posted|published|copied)`;
const BARS = [
  String.raw`(?:${ITSELF}|^\W{0,5})\b(?:(?:may|must|can|shall|should|is|are)\s?(?:not|never)|cannot|can't|may)\s(?:to\s)?be\s(?:\p{L}+,?\s){0,8}?${PUBLISHED}\b`,
  String.raw`(?:^|[.!?:–—-])\W{0,5}(?:not for|no) (?:re-?publication|re-?publishing|syndication|re-?distribution)\b`,
  String.raw`\b(?:re-?publication|reproduction|re-?distribution|reprinting|re-?publishing)\s(?:\p{L}+\s){0,6}(?:is|are)\s(?:strictly\s)?(?:prohibited|forbidden|not (?:allowed|permitted))\b`,
  String.raw`(?:^|[.!?:–—-])\W{0,5}(?:please )?do not (?:re-?publish|reprint|syndicate|re-?distribute)\b`,
  String.raw`\b(?:Weiterverbreitung|Nachdruck|Weiterverwendung|Vervielfältigung|Weiterverwertung)\b[^.!?\n]{0,60}\b(?:untersagt|verboten|nicht gestattet|nicht erlaubt)\b`,
  String.raw`\breproduction (?:\p{L}+ ){0,6}interdite\b`,
  String.raw`\b(?:prohibida|proibida) (?:\p{L}+ ){0,4}(?:re)?(?:producción|publicación|difusión|produção|publicação)\b`,
  String.raw`\briproduzione (?:è )?(?:riservata|vietata)\b`,
];
const RESERVED = new RegExp(BARS.map((bar) => `(?:${bar})`).join('|'), 'imu');
// Words of which every bar has one: few texts do, and looking for them costs little.
const PUBLISHING =
  /publish|publi[ck]a|reprint|reprodu|distribut|syndica|rewritten|posted|copied|verbreitung|nachdruck|verwendung|vervielf|verwertung|difus|riprodu/i;
// A bar stands at the front of its sentence.
const MAX_SENTENCE = 600;
const SENTENCE_END = /(?<=[.!?])\s+|\n/;
// "… may be republished with credit" is the opposite.
const MAY_BE = /\bmay be\b/i;

/** The words of a text that say it may not be published elsewhere, or null. */
export function findReservation(text: string): string | null {
  if (!PUBLISHING.test(text)) return null;
  for (const sentence of text.split(SENTENCE_END)) {
    const found = RESERVED.exec(sentence.slice(0, MAX_SENTENCE))?.[0].trim() ?? null;
    if (found !== null && (!MAY_BE.test(found) || /\bno part\b/i.test(found))) return found;
  }
  return null;
}

// A note has clauses in capitals: "JAPAN OUT", "AUSTRALIA AND NEW ZEALAND OUT", "U.K. OUT".
const CLAUSE_END = /[;:,()[\]\n]|(?<=[A-Za-z]{2})\.(?=\s|$)/;
const OUT = /^((?:[A-Z][A-Z.'’-]*)(?:[ /&]+[A-Z][A-Z.'’-]*){0,7})\s+OUT$/;
const NOT_FOR = /^NOT FOR (?:USE|SALE|DISTRIBUTION|PUBLICATION) IN ([A-Z][A-Z./& ’'-]*)$/;
const CREDIT = /\b(?:CREDIT (?:IS )?MANDATORY|MANDATORY CREDIT|MUST CREDIT)\b/i;
const FORBIDDEN =
  /\b(?:NO (?:ONLINE|INTERNET|WEB|USE)|NOT FOR (?:ONLINE|INTERNET|WEB)|(?:ONLINE|INTERNET|WEB) OUT|MANDATORY KILL|KILL (?:THIS|IT|STORY))\b/;
// Bars for other media than ours, which are not places.
const OTHER_MEDIA = /^(?:MAGS?|MAGAZINES?|TV|TELEVISION|RADIO|FILM|PRINT|BOOKS?|TABLOIDS?)$/;
const SEPARATORS = /\s*(?:,|\/|&|\bAND\b|\bOR\b)\s*/;

// Text for editors that readers must not see.
const MARKED = /\s*[([]?\s*\b(?:EDS|EDITORS?|NOTE TO EDITORS?)\b\s*:[^\n]*/gi;
const INSTRUCTION = new RegExp(
  [
    String.raw`(?<=^|[;:,.()[\]\n]\s*)(?:[A-Z][A-Z.'’-]*)(?:[ /&]+[A-Z][A-Z.'’-]*){0,7}\s+OUT(?=\s*(?:$|[;,.()[\]\n]))`,
    String.raw`\bNOT FOR (?:USE|SALE|DISTRIBUTION|PUBLICATION|ONLINE|INTERNET)[A-Z ]*`,
    String.raw`\b(?:CREDIT (?:IS )?MANDATORY|MANDATORY CREDIT|MUST CREDIT)\b:?`,
    String.raw`\bNO (?:SALES|ARCHIVES?|ONLINE|INTERNET|MAGS)\b`,
  ].join('|'),
  'g',
);

/** The places that a text's clauses bar. "JAPAN, KOREA OUT" bars both. */
function findPlaces(text: string): string[] {
  const clauses = text.split(CLAUSE_END).map((clause) => clause.trim());
  return clauses.flatMap((clause, at) => {
    const named = (OUT.exec(clause) ?? NOT_FOR.exec(clause))?.[1];
    if (named === undefined) return [];
    const before = clauses.slice(0, at).toReversed();
    const first = before.findIndex((other) => other !== other.toUpperCase() || territoryOf(other) === null);
    return before.slice(0, first === -1 ? before.length : first).concat(named.split(SEPARATORS));
  });
}

/** Parses the restrictions in a text, at any place. Capitals distinguish an instruction from a sentence. */
export function parseEditorsNote(text: string): EditorsNote {
  const barred = findPlaces(text).filter((place) => place !== '' && !OTHER_MEDIA.test(place));
  const known = barred.map((place) => territoryOf(place.replace(/^(?:IN|THE)\s+/, '')));
  return {
    notIn: [...new Set(known.filter((code) => code !== null))],
    unknownPlaces: [...new Set(barred.filter((_, at) => known[at] === null))],
    isCreditMandatory: CREDIT.test(text),
    isForbidden: FORBIDDEN.test(text),
  };
}

/** Removes notes to editors from a text. Null if nothing is left. */
export function stripNotes(text: string | null): string | null {
  if (text === null) return null;
  const stripped = text
    .replace(MARKED, '')
    .replace(INSTRUCTION, '')
    .replace(/\(\s*[;,.\s]*\)|\[\s*[;,.\s]*\]/g, '')
    .replace(/\s+([;,.])/g, '$1')
    .replace(/[;,\s]+$/, '')
    .replace(/^[;,.\s]+/, '');
  return stripped === '' ? null : stripped;
}
