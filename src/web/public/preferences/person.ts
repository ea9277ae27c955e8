import { LANGUAGES } from '../../../language/catalogues.ts';
import { html, type Html } from '../../markup/html.ts';
import { form, option, type Part } from './part.ts';

/** A language's name in itself. */
const nameOf = (tag: string): string => new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;

/** Name and language; `typed`: a name that was refused, to be mended. */
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

/** Another address: the link to its form goes to the present one. */
export function addressSection(part: Part): Html {
  const words = part.words.address;
  return html`<section aria-labelledby="address-heading">
    <h2 id="address-heading">${words.heading}</h2>
    <p>${words.text}</p>
    ${form(part, part.newsletter.id, html`<button class="quiet" name="action" value="address">${words.button}</button>`)}
  </section>`;
}
