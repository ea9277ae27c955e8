import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const PATH = fileURLToPath(import.meta.resolve('@zxcvbn-ts/language-common/src/passwords.json'));

let list: Promise<ReadonlySet<string>> | null = null;

/** The common passwords of zxcvbn, in lower case: about 50,000 from leaked lists. They are read at first use. */
function commonPasswords(): Promise<ReadonlySet<string>> {
  list ??= readFile(PATH, 'utf8').then((text) => new Set(JSON.parse(text) as string[]));
  return list;
}

const LOOK_ALIKES: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

const withoutLookAlikes = (text: string): string =>
  text.replaceAll(/[013457@$!]/g, (sign) => LOOK_ALIKES[sign] ?? sign);

/** The shortest text whose repetition is `text`: "abcabc" is "abc". */
function unitOf(text: string): string {
  const at = `${text}${text}`.indexOf(text, 1);
  return text.slice(0, at);
}

/** Digits and signs at both ends, which people add to a word. */
const bare = (text: string): string => text.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '');

/** The forms of a password that guessing programs try first: its word without digits and signs, look-alikes, repetitions. */
function formsOf(password: string): string[] {
  const plain = password.normalize('NFKC').toLowerCase().replaceAll(/\s/g, '');
  const words = [plain, bare(plain), bare(withoutLookAlikes(plain)), withoutLookAlikes(bare(plain))];
  return [...new Set(words.flatMap((word) => [word, unitOf(word), bare(unitOf(word))]))].filter(
    (word) => word.length > 2,
  );
}

/** True if a password is one that many people use, or such a one with digits, signs or repetitions. */
export async function isCommon(password: string): Promise<boolean> {
  const common = await commonPasswords();
  return formsOf(password).some((form) => common.has(form));
}
