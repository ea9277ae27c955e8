import { splitSentences } from './sentences.ts';

// Words that begin a clause or a phrase which a headline can do without. Conditions ("if", "unless", "without") are not
// among them: a headline without its condition says something else.
const TAILS: Readonly<Record<string, RegExp>> = {
  en: /^(?:after|although|amid|as|because|before|but|despite|due|during|following|since|though|until|when|whereas|while)$/u,
  es: /^(?:aunque|cuando|debido|después|durante|luego|mientras|pero|pese|porque|tras)$/u,
};
const PLACES: Readonly<Record<string, RegExp>> = {
  en: /^(?:across|at|in|near|outside)$/u,
  es: /^(?:ante|cerca|en)$/u,
};
/** Before a tail, these words belong to it, or it belongs to them ("just after", "such as", "appears before"). */
const BOUND =
  /^(?:a|all|an|and|any|appear\w*|as|believ\w*|born|confiar?|confía|cree|de|describ\w*|el|elect\w*|even|for|in|interest\w*|invest\w*|is|just|known|la|las|long|looks?|los|named?|not|nothing|o|of|on|only|or|poco|que|right|seen?|sees|serv\w*|shortly|soon|such|than|that|the|to|trusts?|un|una|was|well|with|y)$/iu;
/** "Two days after" is one phrase. */
const TIMES = /^(?:days?|hours?|minutes?|months?|weeks?|years?|años?|días?|horas?|mes|meses|minutos?|semanas?)$/iu;
const AFTER_TIMES = /^(?:after|before|después|luego)$/u;
const NO_TAIL_AFTER_AS = /^(?:an?|far|if|many|much|of|well)$/iu;
/** A headline that begins with one of these tells its event after the first comma. */
const OPENERS =
  /^(?:after|although|amid|as|at|because|before|by|despite|during|following|for|from|if|in|on|since|to|under|when|while|with|ante|aunque|con|cuando|desde|después|durante|en|mientras|para|pese|por|si|tras)$/iu;
const APPOSITION = /^(?:an?|the|who|whose|which|un|una|el|la|los|las|que|quien)\s/iu;
const LISTED = /^(?:\S+\s+){0,3}(?:and|or|y|e|o|und|et)\s/iu;
const MAX_LISTED_WORDS = 3;

/** A clause keeps at least this share of the space. */
const MIN_SHARE = 0.4;
const MIN_WORDS = 3;

type Cut = { at: number; isPlace: boolean };

/** True if no quotation or bracket stays open. An apostrophe within a word is neither. */
function isClosed(text: string): boolean {
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  return (
    count(/[“„«([]/gu) <= count(/[”»)\]]/gu) + count(/„[^”]*“/gu) &&
    count(/"/gu) % 2 === 0 &&
    count(/(?<![\p{L}\p{N}])['‘]/gu) <= count(/['’](?![\p{L}\p{N}])/gu)
  );
}

/** True if a comma separates clauses, and neither the parts of a list nor a remark in mid-sentence. */
function separates(before: string, after: string): boolean {
  const next = after.indexOf(',');
  const part = next < 0 ? after : after.slice(0, next);
  const isListed = LISTED.test(after) || (next >= 0 && part.split(' ').length <= MAX_LISTED_WORDS);
  const isRemark = next >= 0 && APPOSITION.test(after);
  const last = before.slice(before.lastIndexOf(',') + 1).trim();
  return !isListed && !isRemark && !(before.includes(',') && APPOSITION.test(last));
}

function findMarks(text: string): Cut[] {
  const sentence = splitSentences(text)[0] ?? text;
  return [
    ...(sentence.length < text.length ? [{ at: sentence.length, isPlace: false }] : []),
    ...[...text.matchAll(/[;:](?=\s)|\s[–—-](?=\s)|—|[；：，。]/gu)].map(({ 0: mark, index }) => ({
      at: index,
      isPlace: mark === ':',
    })),
    ...[...text.matchAll(/,\s/gu)]
      .filter(({ index }) => separates(text.slice(0, index), text.slice(index + 1).trim()))
      .map(({ index }) => ({ at: index, isPlace: false })),
  ];
}

/** The share of a headline's long words with a capital above which capitals tell no names. */
const TITLE_CASE_SHARE = 0.6;

function isTitleCase(text: string): boolean {
  const words = text.match(/\p{L}{4,}/gu) ?? [];
  return words.filter((word) => /^\p{Lu}/u.test(word)).length > words.length * TITLE_CASE_SHARE;
}

/** The words up to the second one after `max` units: a clause that holds a later one is too long. */
function findWords(text: string, max: number): RegExpExecArray[] {
  const words: RegExpExecArray[] = [];
  let isBeyond = false;
  for (const word of text.matchAll(/[\p{L}\p{N}'’]+/gu)) {
    words.push(word);
    if (isBeyond) break;
    isBeyond = word.index + word[0].length > max;
  }
  return words;
}

/** Cuts before a tail or a place. A clause of more than `max` units may lack some of its cuts. */
function findTails(text: string, max: number, language: string): Cut[] {
  const [tails, places] = [TAILS[language], PLACES[language]];
  if (!tails || !places) return [];
  const words = findWords(text, max);
  return words.flatMap(({ 0: word, index }, position): Cut[] => {
    const [previous, next] = [words[position - 1]?.[0] ?? '', words[position + 1]?.[0] ?? ''];
    if (BOUND.test(previous)) return [];
    const lower = word.toLowerCase();
    if (TIMES.test(previous) && AFTER_TIMES.test(lower)) return [];
    const isTail = tails.test(lower) && !(lower === 'as' && NO_TAIL_AFTER_AS.test(next));
    const isPlace = !isTail && places.test(lower) && /^[\p{Lu}\p{N}]/u.test(next) && !isTitleCase(text);
    return isTail || isPlace ? [{ at: index, isPlace }] : [];
  });
}

/**
 * The first clauses of a headline or a sentence, in at most `max` UTF-16 units; null if it has no clause of that length
 * that tells enough. It is cut at a mark or before a subordinate clause, else before a place, and never within a phrase,
 * a list or a quotation. English and Spanish words are known; in other languages it is cut at marks only. A text that
 * fits is returned whole.
 */
export function firstClause(text: string, max: number, language: string): string | null {
  if (text.length <= max) return text;
  const primary = language.toLowerCase().split('-', 1)[0]!;
  const [opening = ''] = /^[\p{L}]+/u.exec(text) ?? [];
  // The clause before the first comma tells when or why, not what.
  const comma = OPENERS.test(opening) ? (/,\s/u.exec(text)?.index ?? Infinity) : -1;
  const kept = [...findMarks(text), ...findTails(text, max, primary)]
    .filter(({ at }) => at > comma)
    .map(({ at, isPlace }) => ({ isPlace, clause: text.slice(0, at).replace(/[\s,;:.–—-]+$/u, '') }))
    .filter(
      ({ clause }) =>
        clause.length <= max &&
        clause.length >= max * MIN_SHARE &&
        (clause.split(' ').length >= MIN_WORDS || /\p{Script=Han}/u.test(clause)) &&
        isClosed(clause),
    )
    .toSorted((a, b) => Number(a.isPlace) - Number(b.isPlace) || b.clause.length - a.clause.length);
  return kept[0]?.clause ?? null;
}
