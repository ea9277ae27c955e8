// The sentence rules of Unicode (UAX 29) in ICU's version. They know no abbreviations; the code below adds them.
const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
const MAX_CHARACTERS = 6_000;
/** The longest abbreviation with the text before it. Searching further back would take quadratic time. */
const TAIL = 24;

/** Abbreviations before a name or a number. They never end a sentence. */
const OPENING =
  /(?:^|[\s("“'‘[«—–-])(?:mr|mrs|ms|mx|dr|prof|gen|lt|col|maj|capt|cmdr|cpl|sgt|pvt|adm|brig|cdr|sr|sra|rev|hon|sen|rep|gov|pres|st|ste|mt|ft|vs|v|no|nos|fig|vol|pp|art|op|cf|ca|bzw|hr|fr|nr|abs|mme|mlle|mm|dra|srta|ud|uds|ee|av|approx|est|dept|messrs|det|insp|supt|amb|atty|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.$/iu;
/** A letter before a dot is an initial ("J. Doe"), and so are several ("J.R.R. Tolkien", "U.S. Army"). */
const INITIALS = /(?:^|[\s("“'‘[«—–-])(?:\p{Lu}\.){1,5}$/u;
/** These may end a sentence, or occur within one. */
const EITHER =
  /(?:^|[\s("“'‘[«—–-])(?:inc|corp|co|ltd|llc|plc|bros|jr|etc|al|a\.m|p\.m|u\.s|u\.k|u\.n|e\.u|d\.c|e\.g|i\.e|ariz|calif|colo|conn|del|fla|ga|ill|ind|kan|ky|la|mass|md|mich|minn|miss|mo|mont|neb|nev|okla|ore|pa|tenn|tex|va|vt|wash|wis|wyo)\.$/iu;
const STARTERS =
  /^["“'‘(]?(?:the|a|an|in|on|at|for|from|with|after|before|but|and|he|she|it|they|we|you|his|her|their|its|this|that|these|those|when|while|as|if|there|some|many|more|most|no|not|one|two|last|officials|police|according|however|meanwhile|since|during|under|what|who|how|why)\b/i;
const LOWER = /^["“'‘([]?\p{Ll}/u;
const OPEN_QUOTES = /[“«]/gu;
const MAX_QUOTED = 300;
const CLOSING_QUOTES = /[”»]/gu;

/** An ordinal: "am 3. Mai". */
const ORDINAL = /(?:^|\s)\d{1,2}\.$/u;
const AFTER_ORDINAL =
  /^(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jahrhundert|Jahrestag|Platz)\b/u;
const INITIALS_STATE = /(?:^|\s)(?:U\.S|U\.K|U\.N|E\.U|D\.C)\.$/u;

/** True if a sentence that seems to end continues with `after`. */
function goesOn(sentence: string, after: string): boolean {
  if (LOWER.test(after)) return true;
  const before = sentence.slice(-TAIL);
  if (OPENING.test(before) || (ORDINAL.test(before) && AFTER_ORDINAL.test(after))) return true;
  if (INITIALS_STATE.test(before) || EITHER.test(before)) return !STARTERS.test(after);
  if (INITIALS.test(before)) return true;
  // The sentences of one quotation stay together.
  if (sentence.length > MAX_QUOTED || !/[”»]/u.test(after)) return false;
  const opened = sentence.match(OPEN_QUOTES)?.length ?? 0;
  return opened > (sentence.match(CLOSING_QUOTES)?.length ?? 0);
}

/** Splits one paragraph of plain text into whole sentences, in order. Abbreviations and initials do not end one. */
export function splitSentences(paragraph: string): string[] {
  const sentences: string[] = [];
  for (const { segment } of segmenter.segment(paragraph.slice(0, MAX_CHARACTERS))) {
    const text = segment.trim();
    const last = sentences.at(-1);
    // Chinese and Japanese have no space between sentences, so the original spacing is kept.
    if (last !== undefined && goesOn(last.trimEnd(), text)) sentences[sentences.length - 1] = `${last}${segment}`;
    else if (text) sentences.push(segment);
  }
  return sentences.map((sentence) => sentence.trim()).filter(Boolean);
}

const NO_SPACE_AFTER = /[。！？｡」』】]$/u;
const NO_SPACE_BEFORE = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}「『【]/u;

/** Joins sentences with spaces, except in scripts that use none there. */
export function joinSentences(sentences: readonly string[]): string {
  let text = '';
  for (const next of sentences)
    text += text === '' || (NO_SPACE_AFTER.test(text) && NO_SPACE_BEFORE.test(next)) ? next : ` ${next}`;
  return text;
}
