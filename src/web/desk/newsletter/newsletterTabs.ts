import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { html, type Html } from '../../markup/html.ts';
import { href, type Site } from '../../site.ts';

const TABS = [
  { at: 'settings', label: 'Settings' },
  { at: 'schedule', label: 'Schedule' },
  { at: 'sign-up', label: 'Sign-up' },
  { at: 'stories', label: 'Current stories' },
  { at: 'results', label: 'Results' },
] as const;

/** The pages of a newsletter, above each of them. */
export function newsletterTabs(
  site: Site,
  { slug, name }: Pick<Newsletter, 'slug' | 'name'>,
  here: (typeof TABS)[number]['at'],
): Html {
  return html`<nav class="tabs" aria-label="${name}">
    ${TABS.map(
      ({ at, label }) =>
        html`<a href="${href(site, `/desk/newsletters/${slug}/${at}`)}" ${at === here ? html` aria-current="page"` : ''}
          >${label}</a
        >`,
    )}
  </nav>`;
}
