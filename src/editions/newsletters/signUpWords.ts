import { wordsIn } from '../../language/catalogues.ts';
import { fillWords } from '../../language/words.ts';
import type { Newsletter } from './newsletters.ts';

/** A text and its language: the newsletter's if staff wrote it, otherwise the page's. */
export type Phrase = Readonly<{ text: string; language: string }>;

/** What a person reads before signing up. The recorded consent refers to these words. */
export type SignUpWords = {
  heading: Phrase;
  promise: Phrase;
  button: Phrase;
  consent: Phrase;
  privacyUrl: string | null;
};

/**
 * The words of a newsletter's sign-up on a page in `language`, for which there must be a catalogue. The page and the
 * embedded block use the same words: those that staff set, otherwise the catalogue's with the newsletter's name.
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

/** The words as the consent record stores them. */
export function wordsOnRecord({ heading, promise, button, consent, privacyUrl }: SignUpWords): string {
  const lines = [heading, promise, button, consent].map(({ text }) => text);
  return [...lines, privacyUrl ?? ''].join('\n').trim();
}
