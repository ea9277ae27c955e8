const MAX_CHARACTERS = 60;

// What the rules below let pass unchanged; nearly every name of a list.
const PLAIN = /^(?:[A-Z][a-z]{0,20}(?:[ '-](?!$))?){0,2}$/;

/**
 * A first name as a mail may greet with it: one line, at most 60 characters, without invisible characters.
 * What looks like a link, an address, a number or a sentence gives '': a stranger's sign-up must not send text of its
 * own choosing.
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
