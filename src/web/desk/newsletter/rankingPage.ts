import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import type { RankedLine } from '../../../newsroom/ranking.ts';
import { safeUrl } from '../../../domain/safeUrl.ts';
import { href, type Site } from '../../site.ts';
import type { Staff } from '../../web.ts';
import { formatCount } from '../../markup/dates.ts';
import { may, roleNote } from '../access.ts';
import { deskPage, formToken } from '../deskPage.ts';
import { html, type Html } from '../../markup/html.ts';
import { newsletterTabs } from './newsletterTabs.ts';

function storyRow({ id, headline, url, outlet, section, items, score, reasons }: RankedLine, canChoose: boolean): Html {
  const link = safeUrl(url);
  return html`<li class="ranked">
    ${canChoose ? html`<input type="checkbox" id="story-${id}" name="story" value="${id}" />` : ''}
    <div>
      ${canChoose ? html`<label for="story-${id}">${headline}</label>` : html`<b>${headline}</b>`}
      <small
        >${outlet}${section ? ` · ${section}` : ''} · ${formatCount(items)} ${items === 1 ? 'item' : 'items'} · story
        ${id} · score ${score.toFixed(2)}:
        ${reasons.join('; ')}${link ? html` · <a href="${link}">read</a>` : ''}</small
      >
      ${canChoose ? html`<button class="quiet small" name="only" value="${id}">Breaking news<span class="unseen">: ${headline}</span></button>` : ''}
    </div>
  </li>`;
}

const SPECIAL = 'POST /desk/newsletters/:slug/special';

/** The current stories, highest score first, from which staff can compose a special edition. */
export function rankingPage(
  site: Site,
  staff: Staff,
  { newsletter, stories }: { newsletter: Newsletter; stories: RankedLine[] },
): Html {
  const isEditor = may(staff, SPECIAL);
  const list = html`<ul class="listed">
    ${stories.map((story) => storyRow(story, isEditor))}
  </ul>`;
  return deskPage(site, {
    title: `Stories of ${newsletter.name}`,
    section: 'newsletters',
    staff,
    body: html`<h1>Current stories <small>${newsletter.name}</small></h1>
      ${newsletterTabs(site, newsletter, 'stories')}
      ${
        stories.length === 0
          ? html`<p>
              No story is ranked yet. Outlets are fetched and stories ranked before an edition is composed. If there is
              none to fetch, add one to the <a href="${href(site, '/desk/outlets')}">outlets</a>.
            </p>`
          : !isEditor
            ? html`<section class="card">${roleNote(staff, SPECIAL, 'Composing a special edition')} ${list}</section>`
            : html`<form
                class="card"
                method="post"
                action="${href(site, `/desk/newsletters/${newsletter.slug}/special`)}"
                autocomplete="off"
              >
                ${formToken(staff)}
                <h2>Breaking news</h2>
                <p>
                  Press “Breaking news” beside a story for a special edition of this story alone, or select several. It
                  is composed as a draft. It is not sent until you send it.
                </p>
                <button>Compose a special edition</button>
                ${list}
              </form>`
      }`,
  });
}
