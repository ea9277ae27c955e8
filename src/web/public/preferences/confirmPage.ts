import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { wordsIn } from '../../../language/catalogues.ts';
import { fillWords } from '../../../language/words.ts';
import { href, type Site } from '../../site.ts';
import { html, type Html } from '../../markup/html.ts';
import { oneButton, readerPage } from '../readerPage.ts';

/** The words above the button that opts in. They are stored with the consent. */
export function confirmWords(newsletter: Newsletter, language: string): { text: string; button: string } {
  const { text, button } = wordsIn(language).signUp.confirm;
  const values = { newsletter: newsletter.name };
  return { text: fillWords(text, values), button: fillWords(button, values) };
}

export function confirmPage(
  site: Site,
  newsletter: Newsletter,
  { language, token }: { language: string; token: string },
): Html {
  const { heading } = wordsIn(language).signUp.confirm;
  const { text, button } = confirmWords(newsletter, language);
  const body = html`<section class="message">
    <h1>${heading}</h1>
    <p>${text}</p>
    ${oneButton(href(site, `/confirm/${token}`), 'confirm', button)}
  </section>`;
  return readerPage(site, newsletter, { title: heading, language, body });
}

export function confirmedPage(site: Site, newsletter: Newsletter, language: string): Html {
  const words = wordsIn(language).signUp.confirmed;
  const body = html`<section class="message" role="status">
    <h1>${words.heading}</h1>
    <p>${fillWords(words.text, { newsletter: newsletter.name })}</p>
    <p><a href="${href(site, `/editions/${newsletter.slug}`)}">${words.past}</a></p>
  </section>`;
  return readerPage(site, newsletter, { title: words.heading, language, body });
}
