import { addressesEditors } from '../notes.ts';

/** Sentences about the page, the paper or the next click, not about the event. */
const CALLS =
  /\b(?:click (?:here|on|below|through)|tap here|read (?:more|the full|our|also|next)|continue reading|find out more|learn more|see also|watch (?:the )?(?:video|live|here|below|more|it)|listen (?:to|now)|sign up|subscribe|subscription|newsletters?\b.{0,40}\b(?:sign|inbox|here|free)|log ?in to|register (?:now|here)|follow (?:us|me|him|her|live|@)|join (?:us|our)|download (?:the|our)|share (?:this|on)|like us on|support our|donate|advertis(?:ement|ing)|sponsored|affiliate|cookies?\b|javascript|adblock|your browser|sitio web|haz clic|haga clic|suscr[ií]b|leer m[aá]s|lee tambi[eé]n|lire (?:la suite|aussi)|cliquez|abonne[zr]|klicken sie|jetzt abonnieren|weiterlesen|lesen sie (?:auch|mehr)|clique aqui|leia (?:mais|também))\b/iu;
const CJK_CALLS =
  /(?:点击|點擊|阅读全文|閱讀全文|订阅|訂閱|続きを読む|続きは|こちらをクリック|会員登録|اقرأ (?:المزيد|أيضا)|اضغط هنا|اشترك)/u;
const CREDITS =
  /^(?:photo(?:graph)?s?|image|picture|video|file|credit|source|caption|reporting|editing|writing|additional reporting|compiled|translated|published|updated|posted|last (?:updated|modified)|first published|copyright|by|related|more|watch|read|listen|note|editor['’]s note|correction|tags?|topics?|recommended|most read|trending|live|advertisement)\s*(?::|by\b|on\b|—|-)/iu;
const RIGHTS =
  /(?:©|\(c\)\s*\d{4}|all rights reserved|(?:may|must|can) ?not be (?:\p{L}+,? ){0,6}?(?:re-?published|published|reproduced|re-?distributed|reprinted|rewritten)|no part of (?:this|it)\b|(?:not for|no) re-?publication|do not re-?publish|getty images|this (?:article|story|post|material|content) (?:was|is|has been|first|originally|may)\b|(?:appeared|published) (?:first )?on\b|the post .{1,200} appeared|written (?:authori[sz]ation|permission|consent)|shall not be (?:re)?published|views expressed)/iu;
const PICTURED =
  /\bfile (?:photo|picture|image)\b|^in this (?:undated |handout |aerial |file )?(?:photo|image|picture|frame|still|video|\p{Lu}\p{L}+\.? \d)/iu;
/** Labels of a map or a table that were joined with the text. */
const SHOUTED = /(?:\b\p{Lu}{3,}\b[\s,]+){5,}/u;
const ENCLOSED_REPORTING =
  /^[([](?:reporting|editing|writing|additional|edited|with|this|photo|editor|note|read|watch|see)\b.*[)\]]\.?$/iu;
const STAMP =
  /^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s)?(?:\d{1,2}\s\p{L}+\s\d{4}|\p{L}+\s\d{1,2},\s\d{4}|\d{1,2}[:.]\d{2}).{0,40}$/iu;

const ADDRESS = /https?:\/\/|www\.|pic\.twitter|\S+@\S+\.\w+|(?:^|[\s(.])@\w{2,}/iu;
const CALL_START = 3;
const CALL_LENGTH = 110;

/** True for sentences that do not belong in a summary. */
export function isNoise(sentence: string): boolean {
  if (!/\p{L}{2}/u.test(sentence)) return true;
  const call = CALLS.exec(sentence);
  // Within a long sentence, such words more often describe an action than address the reader.
  if (call && (call.index <= CALL_START || sentence.length < CALL_LENGTH)) return true;
  if (ADDRESS.test(sentence) || addressesEditors(sentence)) return true;
  return [CJK_CALLS, CREDITS, RIGHTS, PICTURED, SHOUTED, ENCLOSED_REPORTING, STAMP].some((pattern) =>
    pattern.test(sentence),
  );
}

// oxlint-disable-next-line no-control-regex -- all of ASCII
const ASCII = /^[\u0000-\u007f]*$/;

/** Reduces a text to letters and digits, for comparison. */
export function foldLetters(text: string): string {
  if (ASCII.test(text))
    return text
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, ' ')
      .trim();
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
