import type { Picture } from '../../../domain/story.ts';
import { safeUrl } from '../../../domain/safeUrl.ts';
import type { OutletItem } from '../../../newsroom/outletItems.ts';
import { fileName } from '../../../newsroom/pictures/file.ts';
import { formatTime } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import { href, type Site } from '../../site.ts';
import type { OutletView } from './outletPage.ts';

const SHOWN_WIDTH = 300;

function copyOf(site: Site, { stored, alt }: Picture): Html {
  if (!stored) return html``;
  const width = stored.widths.find((each) => each >= SHOWN_WIDTH) ?? stored.width;
  const name = fileName({ hash: stored.hash, width, format: 'jpg' });
  return html`<img
    src="${href(site, `/pictures/${name}`)}"
    alt="${alt ?? ''}"
    width="${stored.width}"
    height="${stored.height}"
    loading="lazy"
  />`;
}

/** What becomes of an item's picture, as a sentence. */
function describePicture({ offered, shown }: OutletItem): string {
  if (offered === null) return 'No picture.';
  const size = offered.width && offered.height ? `${offered.width} × ${offered.height}` : 'its size is not known';
  const credit = offered.credit ? `credit: ${offered.credit}` : 'without a credit';
  if (shown === null) return `A picture (${size}, ${credit}) that may not be shown by the rights below.`;
  const copy = shown.stored ? '' : ' It is copied when an edition chooses the story.';
  return `Picture: ${size}, ${credit}.${copy}`;
}

function itemRow(site: Site, item: OutletItem, zone: string): Html {
  const link = item.url === null ? null : safeUrl(item.url);
  const language = item.language === null ? html`` : html` lang="${item.language}"`;
  const date = `${item.isDated ? '' : 'no date; seen '}${formatTime(item.at, zone)}`;
  return html`<li class="read-item">
    <div class="read-picture">${item.shown ? copyOf(site, item.shown) : ''}</div>
    <div>
      <h3${language}>${link ? html`<a href="${link}" rel="noreferrer">${item.headline}</a>` : item.headline}</h3>
      <p class="fine">${date}${item.byline ? html` · ${item.byline}` : ''}</p>
      ${item.refusal ? html`<p class="reason">Not shown: ${item.refusal}.</p>` : ''}
      ${item.text ? html`<p${language}>${item.text}</p>` : html`<p class="fine">No summary is shown.</p>`}
      <p class="fine">${describePicture(item)}</p>
    </div>
  </li>`;
}

/** The latest items of an outlet as they would be read: headline, summary, picture, credit, date. */
export function itemsPart(site: Site, { items, newsletter, outlet }: OutletView): Html {
  return html`<section class="card">
    <h2>Latest items, as they would be read</h2>
    ${
      items.length === 0
        ? html`<p>No item was read yet. “Test now” reads ${outlet.name} at once.</p>`
        : html`<ul class="listed">
            ${items.map((item) => itemRow(site, item, newsletter.zone))}
          </ul>`
    }
  </section>`;
}
