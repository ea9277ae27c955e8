import { safeUrl } from '../../domain/safeUrl.ts';
import type { Newsletter } from '../../editions/newsletters/newsletters.ts';
import { wordsIn } from '../../language/catalogues.ts';
import { html, inLanguage, type Html } from '../markup/html.ts';

/** The publisher of a newsletter, as far as it is set. */
export function imprint(newsletter: Newsletter, language: string): Html {
  const imprintUrl = safeUrl(newsletter.imprint_url);
  const sender = [newsletter.legal_name, newsletter.postal_address].filter(Boolean).join(', ');
  if (!sender && !imprintUrl) return html``;
  return html`<footer class="imprint">
    <p>
      <span${inLanguage(newsletter.language, language)}>${sender}</span>${
        imprintUrl ? html` <a href="${imprintUrl}">${wordsIn(language).page.imprint}</a>` : ''
      }
    </p>
  </footer>`;
}
