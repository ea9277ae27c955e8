// Sentence rules of Unicode (UAX 29) as ICU has them; they know no abbreviations, which is what the rest is for.
const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
const MAX_CHARACTERS = 6_000;
/** The longest abbreviation with what stands before it: looking further back would cost the square of a text. */
const TAIL = 24;

/** A name or a number follows these: they never end a sentence. */
const OPENING =
  /(?:^|[\s("“'‘[«—–-])(?:mr|mrs|ms|mx|dr|prof|gen|lt|col|maj|capt|cmdr|cpl|sgt|pvt|adm|brig|cdr|sr|sra|rev|hon|sen|rep|gov|pres|st|ste|mt|ft|vs|v|no|nos|fig|vol|pp|art|op|cf|ca|bzw|hr|fr|nr|abs|mme|mlle|mm|dra|srta|ud|uds|ee|av|approx|est|dept|messrs|det|insp|supt|amb|atty|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.$/iu;
/** A letter before its dot is an initial ("J. Doe"), and so are several ("J.R.R. Tolkien", "U.S. Army"). */
const INITIALS = /(?:^|[\s("“'‘[«—–-])(?:\p{Lu}\.){1,5}$/u;
/** These may end a sentence, or stand within one. */
const EITHER =
  /(?:^|[\s("“'‘[«—–-])(?:inc|corp|co|ltd|llc|plc|bros|jr|etc|al|a\.m|p\.m|u\.s|u\.k|u\.n|e\.u|d\.c|e\.g|i\.e|ariz|calif|colo|conn|del|fla|ga|ill|ind|kan|ky|la|mass|md|mich|minn|miss|mo|mont|neb|nev|okla|ore|pa|tenn|tex|va|vt|wash|wis|wyo)\.$/iu;
const STARTERS =
  /^["“'‘(]?(?:the|a|an|in|on|at|for|from|with|after|before|but|and|he|she|it|they|we|you|his|her|their|its|this|that|these|those|when|while|as|if|there|some|many|more|most|no|not|one|two|last|officials|police|according|however|meanwhile|since|during|under|what|who|how|why)\b/i;
const LOWER = /^["“'‘([]?\p{Ll}/u;
const OPEN_QUOTES = /[“«]/gu;
const MAX_QUOTED = 300;
const CLOSING_QUOTES = /[”»]/gu;

/** "am 3. Mai": an ordinal. */
const ORDINAL = /(?:^|\s)\d{1,2}\.$/u;
const AFTER_ORDINAL =
  /^(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jahrhundert|Jahrestag|Platz)\b/u;
const INITIALS_STATE = /(?:^|\s)(?:U\.S|U\.K|U\.N|E\.U|D\.C)\.$/u;

/** True where the sentence that `before` seems to end goes on with `after`. */
function goesOn(sentence: string, after: string): boolean {
  if (LOWER.test(after)) return true;
  const before = sentence.slice(-TAIL);
  if (OPENING.test(before) || (ORDINAL.test(before) && AFTER_ORDINAL.test(after))) return true;
  if (INITIALS_STATE.test(before) || EITHER.test(before)) return !STARTERS.test(after);
  if (INITIALS.test(before)) return true;
  // Several sentences in one quotation belong together.
  if (sentence.length > MAX_QUOTED || !/[”»]/u.test(after)) return false;
  const opened = sentence.match(OPEN_QUOTES)?.length ?? 0;
  return opened > (sentence.match(CLOSING_QUOTES)?.length ?? 0);
}

/** The sentences of one paragraph of plain text, in order, each whole; abbreviations and initials end none. */
export function splitSentences(paragraph: string): string[] {
  const sentences: string[] = [];
  for (const { segment } of segmenter.segment(paragraph.slice(0, MAX_CHARACTERS))) {
    const text = segment.trim();
    const last = sentences.at(-1);
    // Chinese and Japanese put no space between sentences; whatever stood there is kept.
    if (last !== undefined && goesOn(last.trimEnd(), text)) sentences[sentences.length - 1] = `${last}${segment}`;
    else if (text) sentences.push(segment);
  }
  return sentences.map((sentence) => sentence.trim()).filter(Boolean);
}

const NO_SPACE_AFTER = /[。！？｡」』】]$/u;
const NO_SPACE_BEFORE = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}「『【]/u;

/** Sentences as one text: with a space between them, but in scripts that put none there. */
export function joinSentences(sentences: readonly string[]): string {
  let text = '';
  for (const next of sentences)
    text += text === '' || (NO_SPACE_AFTER.test(text) && NO_SPACE_BEFORE.test(next)) ? next : ` ${next}`;
  return text;
}
