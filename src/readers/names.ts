const MAX_CHARACTERS = 60;

// Matches nearly every name of a list. These pass the rules below unchanged.
const PLAIN = /^(?:[A-Z][a-z]{0,20}(?:[ '-](?!$))?){0,2}$/;

/**
 * Cleans a first name for the greeting of a mail: one line, at most 60 characters, without invisible characters. A text
 * that looks like a link, an address, a number or a sentence gives '', so that a stranger's sign-up cannot send text of
 * its choice.
 */
export function cleanFirstName(text: string | null | undefined): string {
  if (text && PLAIN.test(text)) return text;
  const name = (text ?? '')
    .normalize('NFKC')
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\uFFFD]/gu, '')
    .trim();
  if (/[@/\\<>:;!?,|=+*#$%&\p{N}\p{Sc}]|\p{L}[.。]\p{L}{2}|\bwww\b/iu.test(name)) return '';
  return Array.from(name).slice(0, MAX_CHARACTERS).join('').trim();
}
