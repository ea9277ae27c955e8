import { fileURLToPath } from 'node:url';
import type editionEn from '../../templates/words/en/edition.json';
import type mailEn from '../../templates/words/en/mail.json';
import type pageEn from '../../templates/words/en/page.json';
import type readerEn from '../../templates/words/en/reader.json';
import type signUpEn from '../../templates/words/en/signUp.json';
import { fillGaps, readWordFiles, type Texts, type WordFaults, type WordFiles } from './wordFiles.ts';

/**
 * Reveille's own words in one language: `mail` in mails, `signUp` in the sign-up (pages, block, answers), `edition` on an
 * edition's page, in the archive and the feed, `page` in what public pages share (frame, problems), `reader` on the pages
 * that a mail links to. test/language asserts that all languages say the same.
 */
export type Words = {
  edition: typeof editionEn;
  mail: typeof mailEn;
  signUp: typeof signUpEn;
  page: typeof pageEn;
  reader: typeof readerEn;
};

/** The words of mails. */
export type MailWords = Words['mail'];

/** The languages that have a catalogue, English first. A new one needs a folder next to `en`, and its name here. */
export const LANGUAGES: readonly string[] = ['en', 'es'];

const PARTS = ['edition', 'mail', 'signUp', 'page', 'reader'] as const satisfies (keyof Words)[];
const FOLDER = fileURLToPath(new URL('../../templates/words/', import.meta.url));

/**
 * The words of a process. A file with a fault is replaced by its last good copy (from `good`), and what is missing there
 * by what its own file still says, then by English, then by another language: a wrong word is better than no edition.
 */
export type WordSet = { catalogues: Readonly<Record<string, Words>>; files: WordFiles; faults: WordFaults };

/** Reads a folder of words. Never throws. */
export function openWords(folder: string, good: Readonly<Record<string, Texts>> = {}): WordSet {
  const { files, faults } = readWordFiles(folder, LANGUAGES, PARTS);
  const textsOf = (language: string, part: string): Texts => {
    const path = `${language}/${part}.json`;
    const own = files.get(path);
    if (own && !faults.has(path)) return own;
    const others = LANGUAGES.flatMap((other) => [files.get(`${other}/${part}.json`), good[`${other}/${part}.json`]]);
    return fillGaps(good[path], own, ...others);
  };
  const catalogues = LANGUAGES.map((language) => [
    language,
    Object.fromEntries(PARTS.map((part) => [part, textsOf(language, part)])) as unknown as Words,
  ]);
  return { catalogues: Object.fromEntries(catalogues) as Record<string, Words>, files, faults };
}

let present = openWords(FOLDER);
let replacement: { why: string; goodAt: Date } | null = null;

/** The words that this process read at its start. */
export const presentWords = (): WordSet => present;

/** Replaces files that have a fault by their last good copies, for this process. */
export function useGoodWords(good: Readonly<Record<string, Texts>>, goodAt: Date): void {
  replacement = { why: describeFaults(present.faults), goodAt };
  present = openWords(FOLDER, good);
}

/** Why older words are used, and since when these are good; null where the files are good. */
export const olderWords = (): { why: string; goodAt: Date } | null => replacement;

/** One sentence's worth of faults. */
export function describeFaults(faults: WordFaults): string {
  return [...faults].map(([path, fault]) => `templates/words/${path}: ${fault}`).join('; ');
}

/** The catalogue's language for a BCP 47 tag: its own or, without a catalogue, English. */
export function catalogueLanguage(language: string): string {
  const primary = language.toLowerCase().split('-', 1)[0] ?? '';
  return LANGUAGES.includes(primary) ? primary : 'en';
}

/** The words in `language` (a BCP 47 tag), otherwise in English. */
export function wordsIn(language: string): Words {
  return present.catalogues[catalogueLanguage(language)]!;
}

/** The tag of the language of `wordsIn(language)`: its own with the region, or English. */
export function wordsLanguage(language: string): string {
  const primary = language.toLowerCase().split('-', 1)[0];
  return catalogueLanguage(language) === primary ? language : 'en';
}
