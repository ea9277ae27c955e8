import { html, type Html } from '../../markup/html.ts';
import { href, type Site } from '../../site.ts';
import type { Staff } from '../../web.ts';
import { may } from '../access.ts';
import { SUBSCRIBER_PAGES } from '../menu.ts';

/** The links between the pages of the list, those that the role may open. `here`: the path of the page that shows them. */
export function subscribersNav(site: Site, staff: Staff, here: string | null): Html {
  const links = SUBSCRIBER_PAGES.filter(({ route }) => may(staff, route));
  return html`<nav class="tabs" aria-label="Subscribers">
    ${links.map(({ path, label }) => html`<a href="${href(site, path)}" ${path === here ? html` aria-current="page"` : ''}>${label}</a>`)}
  </nav>`;
}
