import type { SignUpWords } from '../public/words.ts';
import { href, type Site } from '../site.ts';
import { html, safeUrl, type Html } from './html.ts';

export type SignUpForm = {
  slug: string;
  words: SignUpWords;
  /** The block in another site's page keeps to itself: its answers come in the same frame. */
  isEmbedded: boolean;
  /** The page that the block stands in, as its frame was told; for the record. */
  pageUrl?: string | null;
  /** What was typed and why it was not taken. */
  given?: { email: string; firstName: string };
  error?: string | null;
};

/** Hidden from people, filled by robots; what it holds is thrown away with the sign-up. */
export const HONEYPOT = 'website';

/** The sign-up form; works without JavaScript. */
export function signUpForm(site: Site, { slug, words, isEmbedded, pageUrl, given, error }: SignUpForm): Html {
  const privacyUrl = safeUrl(words.privacyUrl);
  return html`<form
    class="sign-up"
    method="post"
    action="${href(site, `/newsletters/${slug}/subscribe`)}"
    accept-charset="utf-8"
  >
    ${error ? html`<p class="error" id="sign-up-error" role="alert">${error}</p>` : ''}
    <div class="fields">
      <p class="field">
        <label for="email">Email address</label>
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
          value="${given?.email ?? ''}"
          ${error ? html` aria-invalid="true" aria-describedby="sign-up-error"` : ''}
        />
      </p>
      <p class="field">
        <label for="first-name">First name <span class="optional">(optional)</span></label>
        <input
          id="first-name"
          name="first_name"
          autocomplete="given-name"
          maxlength="60"
          value="${given?.firstName ?? ''}"
        />
      </p>
    </div>
    <p class="trap" aria-hidden="true">
      <label>Leave this empty <input name="${HONEYPOT}" tabindex="-1" autocomplete="off" /></label>
    </p>
    ${isEmbedded ? html`<input type="hidden" name="via" value="embed" /><input type="hidden" name="page" value="${pageUrl ?? ''}" />` : ''}
    <button type="submit">${words.button}</button>
    <p class="fine">
      ${words.consent}${
        privacyUrl
          ? html` <a href="${privacyUrl}" ${isEmbedded ? html` target="_blank" rel="noopener"` : ''}>Privacy policy</a>`
          : ''
      }
    </p>
  </form>`;
}
