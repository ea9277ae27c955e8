// News agencies as they appear in datelines, bylines and credits. Names that are ordinary words need their capitals.
const NEWS =
  'Associated Press|Tribune News Service|Tribune Content Agency|Agence France-Presse|Deutsche Presse-Agentur|Press Association|' +
  'Canadian Press|Australian Associated Press|Thomson Reuters Foundation|Thomson Reuters|PR Newswire|PRNewswire|Business Wire|' +
  'GLOBE NEWSWIRE|States Newsroom|Stars and Stripes|Europa Press|EUROPA PRESS|Agencia EFE|Bloomberg|Getty Images|Xinhua|Interfax|' +
  'Reuters|REUTERS|Kyodo|Yonhap|Anadolu|Bernama|Belga|Lusa|ANSA|AFP|UPI|PTI|ANI|IANS|TASS|dpa|AAP|CNN|TNS|TCA|EFE|NTB|ANP|CTK|PAP|' +
  'PA Media|EPA|APA|KNA|epd|SID|PA|AP|AA';
// Sellers and distributors of pictures.
const PICTURES =
  'ZUMA Press Wire|ZUMA Press|Zuma Press|Sipa USA|SIPA|Sipa|Shutterstock|Dreamstime|iStock|Alamy|Abaca Press|NurPhoto|Adobe Stock|' +
  'picture alliance|imago|Scanpix|Lehtikuva|Keystone|EPA-EFE|DVIDS|Maxar Technologies|Planet Labs|NASA|POOL|Pool|Handout|HANDOUT';

/** A news agency's name, for use within a pattern. */
export const AGENCY = `(?:${NEWS})`;

/** A pattern for a picture source: an agency, a stock library, "Handout". */
export const PICTURE_SOURCE = `(?:${NEWS}|${PICTURES})`;

const WHOLE = new RegExp(`^(?:The\\s+)?${AGENCY}(?:\\s+(?:News|News\\s+Agency|Agency|Staff|Wire))?$`, 'u');
const WHOLE_SOURCE = new RegExp(
  `^(?:The\\s+)?${PICTURE_SOURCE}(?:\\s+(?:News|Agency|Staff|Photo|PHOTO|File Photo))?$`,
  'u',
);
const FIRST = new RegExp(`^${AGENCY}(?=[/\\s-]|$)`, 'u');
const LONG =
  /(?:Associated Press|Tribune News Service|Tribune Content Agency|Agence France-Presse|Press Association|Canadian Press|Stars and Stripes|States Newsroom)/u;

/** True if the text is only an agency's name. */
export function isAgency(text: string): boolean {
  return WHOLE.test(text);
}

/** True if the text is only the source of a picture. */
export function isPictureSource(text: string): boolean {
  return WHOLE_SOURCE.test(text);
}

/**
 * True for text that may be in a dateline's brackets: a capitalized name, or an agency without capitals ("dpa/lnw").
 */
export function mayBeAgency(text: string): boolean {
  return /^\p{Lu}/u.test(text) || FIRST.test(text);
}

/**
 * The agency that a byline names ("Jo Doe, Reuters", "Jo Doe, Gazette (TNS)", "Associated Press writer Jo Doe"), or
 * null.
 */
export function agencyOfByline(byline: string | null): string | null {
  const text = byline ?? '';
  const bracket = /\(([^()]{2,40})\)\s*$/u.exec(text)?.[1]?.trim();
  if (bracket && isAgency(bracket)) return bracket;
  const part = text.split(/\s*(?:[,|/;]|\s[-–—]\s)\s*/).find(isAgency);
  if (part !== undefined) return part.replace(/\s+Staff$/u, '');
  return LONG.exec(text)?.[0] ?? null;
}
