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
