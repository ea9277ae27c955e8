import type { Newsletter } from '../../editions/newsletters/newsletters.ts';
import type { Site } from '../site.ts';
import { html, type Html } from '../markup/html.ts';
import { publicPage } from '../markup/layout.ts';

/** The common layout of pages behind a mail's link: for one reader, with one action by a button. */
export function readerPage(
  site: Site,
  newsletter: Newsletter,
  { title, language = 'en', head, body }: { title: string; language?: string; head?: Html; body: Html },
): Html {
  const masthead = newsletterMasthead(newsletter);
  return publicPage(site, { title, language, head: head ?? null, masthead, isPrivate: true, body });
}

/** The newsletter's name as masthead, linked to its sign-up page. */
export function newsletterMasthead(newsletter: Newsletter): { name: string; path: string; language: string } {
  return { name: newsletter.name, path: `/newsletters/${newsletter.slug}`, language: newsletter.language };
}

/** A form with one button, which posts to the given path. */
export function oneButton(path: string, action: string, label: string, isQuiet: boolean = false): Html {
  return html`<form method="post" action="${path}">
    <input type="hidden" name="action" value="${action}" />
    <button type="submit" ${isQuiet ? html` class="quiet"` : ''}>${label}</button>
  </form>`;
}
