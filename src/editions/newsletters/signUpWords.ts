import { wordsIn } from '../../language/catalogues.ts';
import { fillWords } from '../../language/words.ts';
import type { Newsletter } from './newsletters.ts';

/** A text and the language that it is in: the newsletter's where staff wrote it, else the page's. */
export type Phrase = Readonly<{ text: string; language: string }>;

/** What a person reads before signing up: the consent that is on record is to these words. */
export type SignUpWords = {
  heading: Phrase;
  promise: Phrase;
  button: Phrase;
  consent: Phrase;
  privacyUrl: string | null;
};

/**
 * The words of a newsletter's sign-up on a page in `language` (one that there are words in), the same on its page and
 * in its block: what staff set or, where they set nothing, what the catalogue makes of the name.
 */
export function signUpWords(newsletter: Newsletter, language: string): SignUpWords {
  const words = wordsIn(language).signUp;
  const values = { newsletter: newsletter.name };
  const own = (text: string | null, standard: string): Phrase =>
    text ? { text, language: newsletter.language } : { text: fillWords(standard, values), language };
  return {
    heading: { text: newsletter.sign_up_heading ?? newsletter.name, language: newsletter.language },
    promise: own(newsletter.sign_up_promise ?? (newsletter.description || null), words.promise),
    button: own(newsletter.sign_up_button, words.button),
    consent: own(null, words.consent),
    privacyUrl: newsletter.privacy_url,
  };
}

/** The words as the record of consent keeps them. */
export function wordsOnRecord({ heading, promise, button, consent, privacyUrl }: SignUpWords): string {
  const lines = [heading, promise, button, consent].map(({ text }) => text);
  return [...lines, privacyUrl ?? ''].join('\n').trim();
}
