import type { Newsletter } from '../../newsletters/newsletters.ts';

/** What a person reads before signing up: the consent that is on record is to these words. */
export type SignUpWords = {
  heading: string;
  promise: string;
  button: string;
  consent: string;
  privacyUrl: string | null;
};

/** The words of a newsletter's sign-up, the same on its page and in its block. */
export function signUpWords(newsletter: Newsletter): SignUpWords {
  return {
    heading: newsletter.name,
    promise: newsletter.description || 'Sign up to receive a daily email of today’s top stories.',
    button: `Sign up for ${newsletter.name}`,
    consent: `We will send you a mail to confirm. Afterwards you get ${newsletter.name} by email; every mail has a link to leave with one click.`,
    privacyUrl: newsletter.privacy_url,
  };
}

/** The words as the record of consent keeps them. */
export function wordsOnRecord(words: SignUpWords): string {
  return [words.heading, words.promise, words.button, words.consent, words.privacyUrl ?? ''].join('\n').trim();
}
