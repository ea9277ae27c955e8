import { wordsIn, wordsLanguage } from '../../language/catalogues.ts';
import { directionOf } from '../../language/words.ts';
import { assetPath } from '../assets.ts';
import { href, type Site } from '../site.ts';
import { html, inLanguage, type Html } from './html.ts';

type Page = {
  title: string;
  /** The language of the page, a BCP 47 tag. Text in another language is marked up with its own. */
  language: string;
  head?: Html | null;
  /**
   * The name at the top of the page, linked to `path`, in the newsletter's language. Without it, a word of the
   * catalogue.
   */
  masthead?: { name: string; path: string; language?: string } | null;
  /** Excluded from search engines: every page of a single reader. */
  isPrivate?: boolean;
  body: Html;
};

/** A public page: masthead, one column, footer. It makes no request to another host. */
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

/** A page with one message: a heading, a sentence, perhaps a link. */
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
