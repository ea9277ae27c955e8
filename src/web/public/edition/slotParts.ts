import { safeUrl } from '../../../domain/safeUrl.ts';
import type { Slot, SlotKind, Slots } from '../../../domain/slots.ts';
import type { Ours } from '../../markup/editionWords.ts';
import { html, squeeze, type Html } from '../../markup/html.ts';
import { whole } from '../../markup/whole.ts';
import { slotPicture } from '../../markup/picture.ts';
import type { Site } from '../../site.ts';

/** A paid link says so to search engines (Google Search Central, "Qualify your outbound links"). */
const REL = { sponsor: html` rel="sponsored"`, house: '' } as const;

function slotBox(site: Site, kind: SlotKind, { label, text, url: address, picture }: Slot, ours: Ours): Html {
  const url = safeUrl(address);
  const own = label ?? (kind === 'sponsor' ? ours.mail.sponsored : null);
  const said = label === null ? ours.attributes : html` dir="auto"`;
  const link = (content: Html | string): Html =>
    url ? html`<a href="${url}" ${REL[kind]}>${content}</a>` : html`${content}`;
  return squeeze(
    html`<aside class="slot ${kind}" ${own === null ? '' : html`aria-label="${own}"`}>
      ${own === null ? '' : html`<p class="slot-label" ${said}>${own}</p>`}
      ${picture ? html`<div class="slot-picture">${link(slotPicture(site, picture))}</div>` : ''}
      <p class="slot-text" dir="auto">${link(text)}</p>
    </aside>`,
  );
}

/** What stands below the story with this number and is no story, as in the mail. */
export function slotsBelow(
  site: Site,
  slots: Slots,
  { number, count, ours }: { number: number; count: number; ours: Ours },
): Html {
  const here = (['house', 'sponsor'] as const).flatMap((kind) => {
    const slot = slots[kind];
    return slot !== null && Math.min(slot.after, count) === number ? [slotBox(site, kind, slot, ours)] : [];
  });
  return html`${here}`;
}

/** The most read stories of the edition before, as the mail listed them. */
export function mostReadSection({ mostRead }: Slots, { mail, attributes }: Ours): Html {
  const listed = mostRead.flatMap(({ url: address, ...story }) => {
    const url = safeUrl(address);
    return url ? [{ ...story, url }] : [];
  });
  if (listed.length === 0) return html``;
  return html`<section class="most-read">
    <h2${attributes}>${mail.mostRead}</h2>
    <ol>
      ${listed.map(({ headline, outlet, url }) => html`<li dir="auto"><a href="${url}">${whole(headline)}</a><br /><small>${outlet}</small></li>`)}
    </ol>
  </section>`;
}
