import editionEn from '../../templates/words/en/edition.json' with { type: 'json' };
import mailEn from '../../templates/words/en/mail.json' with { type: 'json' };
import pageEn from '../../templates/words/en/page.json' with { type: 'json' };
import readerEn from '../../templates/words/en/reader.json' with { type: 'json' };
import signUpEn from '../../templates/words/en/signUp.json' with { type: 'json' };
import editionEs from '../../templates/words/es/edition.json' with { type: 'json' };
import mailEs from '../../templates/words/es/mail.json' with { type: 'json' };
import pageEs from '../../templates/words/es/page.json' with { type: 'json' };
import readerEs from '../../templates/words/es/reader.json' with { type: 'json' };
import signUpEs from '../../templates/words/es/signUp.json' with { type: 'json' };

/**
 * Reveille's own words in one language: `mail` in mails, `signUp` in the sign-up (pages, block, answers), `edition` on an
 * edition's page, in the archive and the feed, `page` in what public pages share (frame, problems), `reader` on the pages
 * that a mail links to. English is complete; test/language asserts that the others are.
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

// A new language needs a folder next to `en`, its imports above, and a line here.
const CATALOGUES: Readonly<Record<string, Words>> = {
  en: { edition: editionEn, mail: mailEn, signUp: signUpEn, page: pageEn, reader: readerEn },
  es: { edition: editionEs, mail: mailEs, signUp: signUpEs, page: pageEs, reader: readerEs },
};

/** The languages that have a catalogue, English first. */
export const LANGUAGES: readonly string[] = Object.keys(CATALOGUES);

/** The catalogue's language for a BCP 47 tag: its own or, without a catalogue, English. */
export function catalogueLanguage(language: string): string {
  const primary = language.toLowerCase().split('-', 1)[0] ?? '';
  return Object.hasOwn(CATALOGUES, primary) ? primary : 'en';
}

/** The words in `language` (a BCP 47 tag), otherwise in English. */
export function wordsIn(language: string): Words {
  return CATALOGUES[catalogueLanguage(language)]!;
}

/** The tag of the language of `wordsIn(language)`: its own with the region, or English. */
export function wordsLanguage(language: string): string {
  const primary = language.toLowerCase().split('-', 1)[0];
  return catalogueLanguage(language) === primary ? language : 'en';
}
