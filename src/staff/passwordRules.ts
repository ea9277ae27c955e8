const MIN_CHARACTERS = 12;
/** The sign-in form takes as many. */
export const MAX_PASSWORD_LENGTH = 200;
const MIN_DIFFERENT = 5;

/**
 * Why a password that a person chose for the account `name` is not accepted, as a sentence, or null. Length counts, and no
 * mixture of characters is asked for (NIST SP 800-63B).
 */
export function findPasswordFault(password: string, name: string): string | null {
  const characters = Array.from(password.normalize('NFKC'));
  if (characters.length < MIN_CHARACTERS) return `A password has at least ${MIN_CHARACTERS} characters.`;
  if (password.length > MAX_PASSWORD_LENGTH) return `A password has at most ${MAX_PASSWORD_LENGTH} characters.`;
  if (new Set(characters).size < MIN_DIFFERENT) return `A password has at least ${MIN_DIFFERENT} different characters.`;
  const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll(/\s/g, '');
  const rest = plain(password).replaceAll(plain(name), '');
  if (Array.from(rest).length < MIN_CHARACTERS / 2 && rest !== plain(password))
    return 'The password is your name, or nearly so.';
  return null;
}
