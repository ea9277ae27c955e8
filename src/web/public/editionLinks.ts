import { editionPath } from '../../editions/address.ts';
import type { Edition } from '../../editions/load.ts';
import type { Newsletter } from '../../editions/newsletters/newsletters.ts';
import { SEPARATOR } from '../../language/bind.ts';
import { wordsIn } from '../../language/catalogues.ts';
import { formatDay } from '../markup/dates.ts';
import { describeKind } from '../markup/editionWords.ts';
import { html, inLanguage, type Html } from '../markup/html.ts';
import { href, type Site } from '../site.ts';

/** The date of an edition, with its kind unless it is a daily edition. */
export function editionWhen(edition: Edition, newsletter: Newsletter, language: string): Html {
  const words = wordsIn(language).edition;
  return html`<span class="when"
    ><time datetime="${edition.date}" ${inLanguage(newsletter.language, language)}
      >${formatDay(edition.date, newsletter.language)}</time
    >${edition.kind === 'daily' ? '' : SEPARATOR + describeKind(words, edition)}${edition.is_rehearsal ? html` <span class="mark">${words.rehearsal}</span>` : ''}</span
  >`;
}

/** Links to editions, one a line: the day and the subject. */
export function editionLinks(site: Site, newsletter: Newsletter, editions: Edition[], language: string): Html {
  return html`<ul class="editions">
    ${editions.map(
      (edition) =>
        html` <li>
          <a href="${href(site, editionPath(newsletter.slug, edition))}"
            >${editionWhen(edition, newsletter, language)}
            <span class="subject" ${inLanguage(newsletter.language, language)}>${edition.subject}</span></a
          >
        </li>`,
    )}
  </ul>`;
}
