import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { wordsIn } from '../../../language/catalogues.ts';
import { fillWords } from '../../../language/words.ts';
import { href, type Site } from '../../site.ts';
import { html, type Html } from '../../markup/html.ts';
import { oneButton, readerPage } from '../readerPage.ts';

type Page = { site: Site; newsletter: Newsletter; language: string; address: string };

/** The words above the button that changes the address. They are stored in the record. */
export function addressText({ language, address }: Pick<Page, 'language' | 'address'>): string {
  return fillWords(wordsIn(language).reader.address.text, { address });
}

/** Asks for confirmation of the new address. Nothing changes before the button is pressed. */
export function addressPage(page: Page, token: string): Html {
  const words = wordsIn(page.language).reader.address;
  const body = html`<section class="message">
    <h1>${words.title}</h1>
    <p>${addressText(page)}</p>
    ${oneButton(href(page.site, `/address/${token}`), 'confirm', words.button)}
  </section>`;
  return readerPage(page.site, page.newsletter, { title: words.title, language: page.language, body });
}

export function addressChangedPage(page: Page, preferencesPath: string): Html {
  const words = wordsIn(page.language).reader.address;
  const body = html`<section class="message" role="status">
    <h1>${words.doneTitle}</h1>
    <p>${fillWords(words.doneText, { address: page.address })}</p>
    <p><a href="${preferencesPath}">${words.preferences}</a></p>
  </section>`;
  return readerPage(page.site, page.newsletter, { title: words.doneTitle, language: page.language, body });
}
