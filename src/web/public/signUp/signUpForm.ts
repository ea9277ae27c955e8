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
  /** Of the page around it, one that there are words in. */
  language: string;
  /** When it was made, signed. */
  stamp: string;
  /** The looks of a block in another site's page, whose answers come in the same frame; null: a page of ours. */
  look: Look | null;
  /** The page that the block stands in, as its frame was told; for the record. */
  pageUrl?: string | null;
  /** What was typed and why it was not taken. */
  given?: { email: string; firstName: string };
  error?: string | null;
  /** The error is the address's. */
  isAddressWrong?: boolean;
  /** The reader was told that this is a throw-away address; pressing again uses it. */
  hasWarned?: boolean;
};

/** Hidden from people, filled by robots; what it holds is thrown away with the sign-up. */
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

/** The sign-up form; works without JavaScript. Where there is some, it adds the browser's time zone. */
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
