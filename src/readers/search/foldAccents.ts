/** Letters that stand for two. */
const PAIRS = { ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ĳ: 'ij' } as const;
const CAPITALS = { ẞ: 'ß', Æ: 'æ', Œ: 'œ', Þ: 'þ', Ĳ: 'ĳ' };
/** Letters that Unicode does not decompose, and the apostrophes that programs put in the place of the plain one. */
const OTHERS = { ø: 'o', Ø: 'o', đ: 'd', Đ: 'd', ð: 'd', Ð: 'd', ł: 'l', Ł: 'l', ħ: 'h', Ħ: 'h', ŧ: 't', Ŧ: 't' };
const SIGNS = { ı: 'i', ŋ: 'n', Ŋ: 'n', ə: 'e', Ə: 'e', '’': "'", '‘': "'", ʼ: "'" };
const MARKS = /[\u0300-\u036F]/gu;
/** Latin-1, Extended-A, Extended-B; Extended Additional. Every place in them is taken, so Unicode never changes them. */
const BLOCKS = [
  [0xc0, 0x24f],
  [0x1e00, 0x1eff],
] as const;

const between = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at));

/** The plain letter of a letter with accents, or null. */
function plainOf(letter: string): string | null {
  const base = letter.normalize('NFD').replaceAll(MARKS, '');
  return base !== letter && /^[A-Za-z]$/.test(base) ? base.toLowerCase() : null;
}

/**
 * One character for one. A release that changes this or PAIRS gives the index another name (src/readers/search/searchIndexes.ts):
 * PostgreSQL uses an index only for exactly its own expression.
 */
export const PLAIN_LETTERS: ReadonlyMap<string, string> = new Map([
  ...BLOCKS.flatMap(([from, to]) => between(from, to)).flatMap((letter): [string, string][] => {
    const plain = plainOf(letter);
    return plain === null ? [] : [[letter, plain]];
  }),
  ...Object.entries({ ...OTHERS, ...SIGNS, ...CAPITALS }),
]);
export const LETTER_PAIRS: ReadonlyMap<string, string> = new Map(Object.entries(PAIRS));
const ACCENTS = between(0x300, 0x36f).join('');
/**
 * Letters that stay, the frequent ones first: translate() compares each letter with the table's from its beginning, and most
 * letters of most addresses and names are plain (or, in Russian and Ukrainian names, Cyrillic).
 */
const KEPT = [...between(0x61, 0x7a), ...between(0x20, 0x60), ...between(0x410, 0x44f)].join('');

/** A text in lower case without accents, for comparisons: "Zoë Strauß" is "zoe strauss". Pure; equal to `foldedSql`. */
export function fold(text: string): string {
  const plain = Array.from(text, (letter) => PLAIN_LETTERS.get(letter) ?? letter);
  return plain
    .map((letter) => LETTER_PAIRS.get(letter) ?? letter)
    .join('')
    .replaceAll(MARKS, '')
    .toLowerCase();
}

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * `fold` as an immutable expression of SQL on `text`, which is an expression itself. Its tables are constants within it:
 * the planner does not find the index by parameters. Plain ASCII, nearly every text, is not looked up in them.
 */
export function foldedSql(text: string): string {
  const letters = quote([KEPT, ...PLAIN_LETTERS.keys(), ACCENTS].join(''));
  const plain = quote([KEPT, ...PLAIN_LETTERS.values()].join(''));
  const folded = [...LETTER_PAIRS].reduce(
    (inner, [letter, pair]) => `replace(${inner}, ${quote(letter)}, ${quote(pair)})`,
    `translate(${text}, ${letters}, ${plain})`,
  );
  return `(case when octet_length(${text}) = char_length(${text}) then lower(${text}) else lower(${folded}) end)`;
}

/**
 * What a reader is found by, of the columns that `of` ("r.") begins: their address and first name, folded together. The
 * tables stand in it once: a catalogue row of an index takes 8 kB at most, and PostgreSQL 15 needs half of that.
 */
export function searchedSql(of = ''): string {
  return foldedSql(`(${of}email_key || ' ' || ${of}first_name)`);
}
