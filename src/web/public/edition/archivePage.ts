import { editionPath, type EditionName } from '../../../editions/address.ts';
import type { Edition } from '../../../editions/load.ts';
import { cutText, flattenText } from '../../../editions/text.ts';
import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { SEPARATOR } from '../../../language/bind.ts';
import { wordsIn, type Words } from '../../../language/catalogues.ts';
import { fillWords } from '../../../language/words.ts';
import { absoluteUrl, href, type Site } from '../../site.ts';
import { formatCount, formatDay, formatMonth } from '../../markup/dates.ts';
import { editionStyle, feedLink } from './editionHead.ts';
import { describeKind } from '../../markup/editionWords.ts';
import { html, inLanguage, type Html } from '../../markup/html.ts';
import { whole } from '../../markup/whole.ts';
import { messagePage, publicPage } from '../../markup/layout.ts';
import { newsletterMasthead } from '../readerPage.ts';
import { editionLinks } from '../editionLinks.ts';
import { imprint } from '../imprint.ts';

/** One month of a newsletter's editions. `month` is null if no edition was published yet. */
type Archive = { month: string | null; editions: Edition[]; months: string[] };

/** A story that a search found. */
export type FoundStory = EditionName & { position: number; headline: string; summary: string; outlet: string };
type SearchResult = { search: string; found: FoundStory[]; isCut: boolean };

// Enough to see why it was found.
const SUMMARY_LENGTH = 160;

type Place = { site: Site; newsletter: Newsletter; language: string; words: Words['edition'] };

/** Links keep the page's language if it differs from the newsletter's. */
const query = ({ newsletter, language }: Place): string =>
  wordsIn(language) === wordsIn(newsletter.language) ? '' : `?lang=${language}`;

function searchForm({ site, newsletter, language, words }: Place, search: string, maxLength: number): Html {
  return html`<form class="search" role="search" action="${href(site, `/editions/${newsletter.slug}`)}">
    <label for="q">${words.search.label}</label>
    ${wordsIn(language) === wordsIn(newsletter.language) ? '' : html`<input type="hidden" name="lang" value="${language}" />`}
    <div>
      <input id="q" type="search" name="q" value="${search}" maxlength="${maxLength}" required />
      <button type="submit">${words.search.button}</button>
    </div>
  </form>`;
}

function monthsNav(place: Place, months: string[], current: string | null): Html {
  const { site, newsletter, language, words } = place;
  if (months.length < 2) return html``;
  const years = Map.groupBy(months, (month) => month.slice(0, 4));
  const name = new Intl.DateTimeFormat(language, { month: 'short', timeZone: 'UTC' });
  return html`<nav class="months" aria-label="${words.months}">
    <h2>${words.months}</h2>
    <dl>
      ${[...years].map(
        ([year, its]) =>
          html`<div>
            <dt>${year}</dt>
            ${its.toReversed().map(
              (month) =>
                html`<dd>
                  <a
                    href="${href(site, `/editions/${newsletter.slug}/${month}${query(place)}`)}"
                    ${month === current ? html`aria-current="page"` : ''}
                    ><span class="unseen">${formatMonth(month, language)}</span
                    ><span aria-hidden="true">${name.format(new Date(`${month}-01T00:00:00Z`))}</span></a
                  >
                </dd>`,
            )}
          </div>`,
      )}
    </dl>
  </nav>`;
}

function foundList({ site, newsletter, language, words }: Place, found: FoundStory[]): Html {
  const own = inLanguage(newsletter.language, language);
  return html`<ol class="editions found">
    ${found.map(
      (story) =>
        html`<li>
          <span class="when"
            ><time datetime="${story.date}" ${own}>${formatDay(story.date, newsletter.language)}</time>${
              story.kind === 'daily' ? '' : SEPARATOR + describeKind(words, story)
            }${SEPARATOR}${story.outlet}</span
          >
          <a
            class="subject"
            href="${href(site, `${editionPath(newsletter.slug, story)}#story-${story.position}`)}"
            ${own}
            >${whole(story.headline)}</a
          >
          ${story.summary ? html`<p${own}>${whole(cutText(flattenText(story.summary), SUMMARY_LENGTH))}</p>` : ''}
        </li>`,
    )}
  </ol>`;
}

function footer({ site, newsletter, language, words }: Place): Html {
  return html`<p>
      <a href="${href(site, `/editions/${newsletter.slug}/feed.xml`)}">${words.feed}</a> ·
      <a href="${href(site, `/newsletters/${newsletter.slug}`)}">${words.signUp}</a>
    </p>
    ${imprint(newsletter, language)}`;
}

/** A month of the archive, with links to the other months. */
export function archivePage(
  site: Site,
  newsletter: Newsletter,
  { month, editions, months }: Archive,
  { language, searchLength }: { language: string; searchLength: number },
): Html {
  const words = wordsIn(language).edition;
  const place = { site, newsletter, language, words };
  const title = fillWords(words.title, { newsletter: newsletter.name });
  const isLatest = month === null || month === months[0];
  const path = `/editions/${newsletter.slug}${isLatest ? '' : `/${month}`}`;
  return publicPage(site, {
    title: isLatest ? title : `${title}, ${formatMonth(month, language)}`,
    language,
    masthead: newsletterMasthead(newsletter),
    head: html`<link rel="canonical" href="${absoluteUrl(site, path)}" /> ${editionStyle(site)}
      ${feedLink(site, newsletter)}`,
    body: html`<h1>${words.heading}</h1>
      ${months.length > 0 ? searchForm(place, '', searchLength) : html`<p>${words.none}</p>`}
      ${month === null ? '' : html`<h2>${formatMonth(month, language)}</h2>`}
      ${editions.length > 0 ? editionLinks(site, newsletter, editions, language) : ''}
      ${monthsNav(place, months, month)} ${footer(place)}`,
  });
}

/** The results of a search in the archive. */
export function searchPage(
  site: Site,
  newsletter: Newsletter,
  { search, found, isCut }: SearchResult,
  { language, searchLength }: { language: string; searchLength: number },
): Html {
  const words = wordsIn(language).edition;
  const place = { site, newsletter, language, words };
  return publicPage(site, {
    title: fillWords(words.search.title, { search }),
    language,
    // Search engines would index a page for every search.
    isPrivate: true,
    masthead: newsletterMasthead(newsletter),
    head: editionStyle(site),
    body: html`<h1>${words.heading}</h1>
      ${searchForm(place, search, searchLength)}
      <h2>${fillWords(words.search.heading, { search })}</h2>
      ${found.length > 0 ? foundList(place, found) : html`<p>${words.search.none}</p>`}
      ${isCut ? html`<p class="fine">${fillWords(words.search.first, { count: formatCount(found.length, language) })}</p>` : ''}
      <p><a href="${href(site, `/editions/${newsletter.slug}${query(place)}`)}">${words.search.back}</a></p>
      ${footer(place)}`,
  });
}

/** Says that there is no edition at this address, and links to all editions. */
export function missingPage(site: Site, newsletter: Newsletter, language: string): Html {
  const { edition: words } = wordsIn(language);
  const place: Place = { site, newsletter, language, words };
  const more = html`<p><a href="${href(site, `/editions/${newsletter.slug}`)}${query(place)}">${words.all}</a></p>`;
  return messagePage(site, { ...words.missing, more, language, masthead: newsletterMasthead(newsletter) });
}
