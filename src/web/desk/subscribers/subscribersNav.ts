import { html, type Html } from '../../markup/html.ts';
import { href, type Site } from '../../site.ts';
import type { Staff } from '../../web.ts';
import { may, type DeskRoute } from '../access.ts';

const PAGES = [
  ['/desk/subscribers', 'Search'],
  ['/desk/subscribers/add', 'Add'],
  ['/desk/subscribers/import', 'Import'],
  ['/desk/suppressions', 'Suppressions'],
] as const;
export type SubscribersPath = (typeof PAGES)[number][0];

/** The links between the pages about readers; those that the role may open. */
export function subscribersNav(site: Site, staff: Staff, here: SubscribersPath | null): Html {
  const links = PAGES.filter(([path]) => may(staff, `GET ${path}` as DeskRoute));
  return html`<nav class="tabs" aria-label="Subscribers">
    ${links.map(([path, label]) => html`<a href="${href(site, path)}" ${path === here ? html` aria-current="page"` : ''}>${label}</a>`)}
  </nav>`;
}
