import { MAX_PASSWORD_LENGTH } from '../../staff/passwordRules.ts';
import { html, type Html } from '../markup/html.ts';

export const NEW_PASSWORD_HINT = 'At least 12 characters. Several words in a row are a good password.';

/** A password's field with its label, and what is wrong with what was typed. It is always empty. */
export function passwordField(
  name: 'old' | 'password' | 'again',
  label: string,
  { fault, hint }: { fault?: string | undefined; hint?: string },
): Html {
  const described = [fault && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(' ');
  return html`<div class="field">
    <label for="${name}">${label}</label>
    ${fault === undefined ? '' : html`<p class="error" id="${name}-error">${fault}</p>`}
    <input
      id="${name}"
      name="${name}"
      type="password"
      required
      autocomplete="${name === 'old' ? 'current-password' : 'new-password'}"
      maxlength="${MAX_PASSWORD_LENGTH}"
      ${described ? html`aria-describedby="${described}"` : ''}
      ${fault === undefined ? '' : html`aria-invalid="true"`}
    />
    ${hint === undefined ? '' : html`<small id="${name}-hint">${hint}</small>`}
  </div>`;
}
