import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import type { FreshPurpose } from '../../../readers/freshLinks.ts';
import { wordsIn, type Words } from '../../../language/catalogues.ts';
import { fillWords } from '../../../language/words.ts';
import { href, type Site } from '../../site.ts';
import { html, type Html } from '../../markup/html.ts';
import { readerPage } from '../readerPage.ts';

type Page = { site: Site; newsletter: Newsletter; language: string; address: string; token: string };

/** Why nothing was changed. `typed` is the new address as it was typed, so that the reader can correct it. */
export type FreshRefusal = { text: string; typed?: string };

type FreshWords = Words['reader']['fresh'];

const FIELDS: Readonly<Record<FreshPurpose, (words: FreshWords, refusal: FreshRefusal | null) => Html>> = {
  data: ({ data }) => html`<button>${data.button}</button>`,
  erase: ({ erase }) =>
    html`<p class="check">
        <input type="checkbox" id="sure" name="sure" value="yes" required />
        <label for="sure">${erase.sure}</label>
      </p>
      <button class="grave">${erase.button}</button>`,
  move: ({ move }, refusal) =>
    html`<p class="field">
        <label for="email">${move.label}</label>
        <input
          id="email"
          name="email"
          type="email"
          autocomplete="email"
          required
          maxlength="254"
          value="${refusal?.typed ?? ''}"
          ${refusal ? html` aria-invalid="true" aria-describedby="notice"` : ''}
        />
      </p>
      <button>${move.button}</button>`,
};

/** The page behind a fresh link, with one button. */
export function freshPage(page: Page, purpose: FreshPurpose, refusal: FreshRefusal | null = null): Html {
  const words = wordsIn(page.language).reader.fresh;
  const { title, text } = words[purpose];
  const body = html`<section class="message">
    <h1>${title}</h1>
    ${refusal ? html`<div class="error" id="notice" role="alert"><p>${refusal.text}</p></div>` : ''}
    <p>${fillWords(text, { address: page.address })}</p>
    <form method="post" action="${href(page.site, `/${purpose}/${page.token}`)}">
      ${FIELDS[purpose](words, refusal)}
    </form>
  </section>`;
  return readerPage(page.site, page.newsletter, { title, language: page.language, body });
}

/** Confirms the action. `preferencesPath` is null after an erasure, when there are no preferences left. */
export function freshDonePage(page: Page, purpose: 'erase' | 'move', preferencesPath: string | null): Html {
  const words = wordsIn(page.language).reader.fresh;
  const { doneTitle, doneText } = words[purpose];
  const body = html`<section class="message" role="status">
    <h1>${doneTitle}</h1>
    <p>${doneText}</p>
    ${preferencesPath === null ? '' : html`<p><a href="${preferencesPath}">${words.back}</a></p>`}
  </section>`;
  return readerPage(page.site, page.newsletter, { title: doneTitle, language: page.language, body });
}
