import { assetPath } from '../assets.ts';
import { href, type Site } from '../site.ts';
import { html, type Html } from './html.ts';

type Page = {
  title: string;
  /** Of the page's content; our own words are English so far. */
  language?: string;
  head?: Html | null;
  /** Stands at the page's top and links to `path`; the site's own name where none is given. */
  masthead?: { name: string; path: string } | null;
  /** Not for search engines: everything that is one reader's own. */
  isPrivate?: boolean;
  body: Html;
};

/** A page of the public side: masthead, one column, footer. No script, no request to another host. */
export function publicPage(site: Site, { title, language = 'en', head, masthead, isPrivate, body }: Page): Html {
  const top = masthead ?? { name: 'Newsletters', path: '/' };
  return html`<!doctype html>
    <html lang="${language}" dir="auto">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        ${isPrivate ? html`<meta name="robots" content="noindex, nofollow" />` : ''}
        <link rel="stylesheet" href="${href(site, assetPath('site.css'))}" />
        <link rel="icon" href="${href(site, assetPath('icon.svg'))}" type="image/svg+xml" />
        ${head ?? ''}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="masthead"><a href="${href(site, top.path)}">${top.name}</a></header>
        <main id="main">${body}</main>
      </body>
    </html>`;
}

/** A page that says one thing: a heading, a sentence, perhaps a way on. */
export function messagePage(
  site: Site,
  { heading, text, more, masthead }: { heading: string; text: string; more?: Html; masthead?: Page['masthead'] },
): Html {
  return publicPage(site, {
    title: heading,
    isPrivate: true,
    masthead: masthead ?? null,
    body: html`<section class="message">
      <h1>${heading}</h1>
      <p>${text}</p>
      ${more ?? ''}
    </section>`,
  });
}
