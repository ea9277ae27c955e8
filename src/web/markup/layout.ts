import { wordsIn, wordsLanguage } from '../../language/catalogues.ts';
import { directionOf } from '../../language/words.ts';
import { assetPath } from '../assets.ts';
import { href, type Site } from '../site.ts';
import { html, inLanguage, type Html } from './html.ts';

type Page = {
  title: string;
  /** Of the page's text, a BCP 47 tag; what is in another says so itself. */
  language: string;
  head?: Html | null;
  /** Stands at the page's top and links to `path`, in the newsletter's language; our own word where none is given. */
  masthead?: { name: string; path: string; language?: string } | null;
  /** Not for search engines: everything that is one reader's own. */
  isPrivate?: boolean;
  body: Html;
};

/** A page of the public side: masthead, one column, footer. No request to another host. */
export function publicPage(site: Site, { title, language, head, masthead, isPrivate, body }: Page): Html {
  const words = wordsIn(language).page;
  const own = wordsLanguage(language);
  const top = masthead ?? { name: words.newsletters, path: '/', language: own };
  return html`<!doctype html>
    <html lang="${language}" dir="${directionOf(language)}">
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
        <a class="skip" href="#main" ${inLanguage(own, language)}>${words.skip}</a>
        <header class="masthead">
          <a href="${href(site, top.path)}" ${inLanguage(top.language ?? language, language)}>${top.name}</a>
        </header>
        <main id="main">${body}</main>
      </body>
    </html>`;
}

/** A page that says one thing: a heading, a sentence, perhaps a way on. */
export function messagePage(
  site: Site,
  {
    heading,
    text,
    more,
    masthead,
    language = 'en',
  }: { heading: string; text: string; more?: Html; masthead?: Page['masthead']; language?: string },
): Html {
  return publicPage(site, {
    title: heading,
    language,
    isPrivate: true,
    masthead: masthead ?? null,
    body: html`<section class="message">
      <h1>${heading}</h1>
      <p>${text}</p>
      ${more ?? ''}
    </section>`,
  });
}
