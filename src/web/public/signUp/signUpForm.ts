import type { Phrase, SignUpWords } from '../../../editions/newsletters/signUpWords.ts';
import { wordsIn } from '../../../language/catalogues.ts';
import { safeUrl } from '../../../domain/safeUrl.ts';
import { lookQuery, type Look } from './look.ts';
import { STAMP } from './stamp.ts';
import { href, type Site } from '../../site.ts';
import { html, inLanguage, type Html } from '../../markup/html.ts';

export type SignUpForm = {
  slug: string;
  words: SignUpWords;
  /** The language of the surrounding page. It has a catalogue. */
  language: string;
  /** The signed time at which the form was made. */
  stamp: string;
  /** The looks of a block in another site's page, whose answers appear in the same frame. Null: one of our pages. */
  look: Look | null;
  /** The page that contains the block, from the Referer header; for the record. */
  pageUrl?: string | null;
  /** The typed text, after an error. */
  given?: { email: string; firstName: string };
  error?: string | null;
  /** True if the error concerns the address. */
  isAddressWrong?: boolean;
  /** True if the reader was warned about a disposable address. Pressing the button again accepts it. */
  hasWarned?: boolean;
};

/** A field that is hidden from people. Robots fill it in, and their sign-ups are dropped. */
export const HONEYPOT = 'website';

/** A phrase inside a page in `language`. */
function say({ text, language }: Phrase, around: string): Html {
  return language === around ? html`${text}` : html`<span${inLanguage(language, around)}>${text}</span>`;
}

const hidden = (name: string, value: string): Html => html`<input type="hidden" name="${name}" value="${value}" />`;

function fields({ language, given, isAddressWrong }: SignUpForm): Html {
  const ours = wordsIn(language).signUp;
  return html`<div class="fields">
    <p class="field">
      <label for="email">${ours.email}</label>
      <input
        id="email"
        name="email"
        type="email"
        required
        autocomplete="email"
        inputmode="email"
        maxlength="254"
        spellcheck="false"
        autocapitalize="none"
        dir="ltr"
        value="${given?.email ?? ''}"
        ${isAddressWrong ? html` aria-invalid="true" aria-describedby="sign-up-error"` : ''}
      />
    </p>
    <p class="field first-name">
      <label for="first-name">${ours.firstName} <span class="optional">${ours.optional}</span></label>
      <input
        id="first-name"
        name="first_name"
        autocomplete="given-name"
        maxlength="60"
        value="${given?.firstName ?? ''}"
      />
    </p>
  </div>`;
}

/** The sign-up form. It works without JavaScript; with it, the browser's time zone is added. */
export function signUpForm(site: Site, form: SignUpForm): Html {
  const { slug, words, language, look, pageUrl, error } = form;
  const ours = wordsIn(language).signUp;
  const privacyUrl = safeUrl(words.privacyUrl);
  return html`<form
    class="sign-up"
    method="post"
    action="${href(site, `/newsletters/${slug}/subscribe${look ? lookQuery(look) : ''}`)}"
    accept-charset="utf-8"
  >
    ${error ? html`<p class="error" id="sign-up-error" role="alert">${error}</p>` : ''} ${fields(form)}
    <p class="trap" aria-hidden="true">
      <label>${ours.leaveEmpty} <input name="${HONEYPOT}" tabindex="-1" autocomplete="off" /></label>
    </p>
    ${hidden('lang', language)}${hidden(STAMP, form.stamp)}${hidden('zone', '')}${hidden('via', look ? 'embed' : 'page')}
    ${look ? hidden('page', pageUrl ?? '') : ''}${form.hasWarned ? hidden('disposable', 'accepted') : ''}
    <button type="submit">${say(words.button, language)}</button>
    <p class="fine">
      ${say(words.consent, language)}${
        privacyUrl
          ? html` <a href="${privacyUrl}" ${look ? html` target="_blank" rel="noopener"` : ''}>${ours.privacy}</a>`
          : ''
      }
    </p>
  </form>`;
}
