import type { Newsletter } from '../../editions/newsletters/newsletters.ts';
import type { Site } from '../site.ts';
import { html, type Html } from '../markup/html.ts';
import { publicPage } from '../markup/layout.ts';

/** What the pages behind a mail's link have in common: for one reader, one thing to do, by a button. */
export function readerPage(
  site: Site,
  newsletter: Newsletter,
  { title, language = 'en', head, body }: { title: string; language?: string; head?: Html; body: Html },
): Html {
  const masthead = newsletterMasthead(newsletter);
  return publicPage(site, { title, language, head: head ?? null, masthead, isPrivate: true, body });
}

/** The newsletter's name above a page, as the way to its sign-up. */
export function newsletterMasthead(newsletter: Newsletter): { name: string; path: string; language: string } {
  return { name: newsletter.name, path: `/newsletters/${newsletter.slug}`, language: newsletter.language };
}

/** A form with one button; its answer comes from the same address. */
export function oneButton(path: string, action: string, label: string, isQuiet: boolean = false): Html {
  return html`<form method="post" action="${path}">
    <input type="hidden" name="action" value="${action}" />
    <button type="submit" ${isQuiet ? html` class="quiet"` : ''}>${label}</button>
  </form>`;
}
