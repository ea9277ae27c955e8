import { LANGUAGES } from '../../../language/catalogues.ts';
import { html, type Html } from '../../markup/html.ts';
import { form, option, type Part } from './part.ts';

/** The name of a language in that language. */
const nameOf = (tag: string): string => new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;

/** The form for name and language. `typed` is a refused name, to be corrected. */
export function aboutYou(part: Part, typed?: string): Html {
  const words = part.words.you;
  const own = part.ownLanguage ?? '';
  return html`<section aria-labelledby="you">
    <h2 id="you">${words.heading}</h2>
    ${form(
      part,
      part.newsletter.id,
      html`<div class="fields">
          <p class="field">
            <label for="first-name">${words.firstName}</label>
            <input
              id="first-name"
              name="first_name"
              autocomplete="given-name"
              maxlength="60"
              value="${typed ?? part.firstName}"
              ${typed === undefined ? '' : html`aria-invalid="true" aria-describedby="notice"`}
            />
          </p>
          <p class="field">
            <label for="language">${words.language}</label>
            <select id="language" name="language">
              ${option('', words.languageDefault, own)}${LANGUAGES.map((tag) => option(tag, nameOf(tag), own))}
            </select>
          </p>
        </div>
        <button name="action" value="profile">${words.save}</button>`,
    )}
  </section>`;
}

/** The button for a change of address. It sends a link to the current address. */
export function addressSection(part: Part): Html {
  const words = part.words.address;
  return html`<section aria-labelledby="address-heading">
    <h2 id="address-heading">${words.heading}</h2>
    <p>${words.text}</p>
    ${form(part, part.newsletter.id, html`<button class="quiet" name="action" value="address">${words.button}</button>`)}
  </section>`;
}
