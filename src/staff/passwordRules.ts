import type { Db } from '../platform/db/client.ts';
import { isCommon } from './commonPasswords.ts';

const MIN_CHARACTERS = 12;
/** The sign-in form takes as many. */
export const MAX_PASSWORD_LENGTH = 200;
const MIN_DIFFERENT = 5;
// A shorter name is a part of too many words.
const MIN_NAME = 3;

/** What others know of a person: the account's name and address. */
type Person = { name: string; email?: string | null };

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s.\-_]/g, '');

/** True if hardly anything is left of the password without `known`. */
function isMostly(password: string, known: string): boolean {
  const name = plain(known);
  if (name.length < MIN_NAME) return false;
  const rest = plain(password).replaceAll(name, '');
  return rest !== plain(password) && Array.from(rest).length < MIN_CHARACTERS / 2;
}

async function paperNames(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('newsletters').select(['name', 'legal_name', 'slug']).limit(100).execute();
  return rows.flatMap(({ name, legal_name: legalName, slug }) => [name, legalName ?? '', slug]);
}

/**
 * Why a password that a person chose is not accepted, as a sentence, or null. Length counts, no mixture of characters is
 * asked for, and a common password or one made of known names is refused (NIST SP 800-63B, 3.1.1.2).
 */
export async function findPasswordFault(
  { db }: { db: Db },
  password: string,
  { name, email }: Person,
): Promise<string | null> {
  const characters = Array.from(password.normalize('NFKC'));
  if (characters.length < MIN_CHARACTERS) return `A password has at least ${MIN_CHARACTERS} characters.`;
  if (password.length > MAX_PASSWORD_LENGTH) return `A password has at most ${MAX_PASSWORD_LENGTH} characters.`;
  if (new Set(characters).size < MIN_DIFFERENT) return `A password has at least ${MIN_DIFFERENT} different characters.`;
  if (isMostly(password, name)) return 'The password is your name, or nearly so.';
  if (email && (isMostly(password, email) || isMostly(password, email.split('@')[0]!)))
    return 'The password is your email address, or nearly so.';
  if ((await paperNames(db)).some((paper) => isMostly(password, paper)))
    return 'The password is the name of the paper, or nearly so.';
  if (await isCommon(password)) return 'Many people use this password, so it is guessed first. Choose another.';
  return null;
}
