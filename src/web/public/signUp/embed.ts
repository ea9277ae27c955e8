import { raw } from 'hono/html';
import { directionOf } from '../../../language/words.ts';
import { assetPath } from '../../assets.ts';
import { accentStyle, type Look } from './look.ts';
import { href, type Site } from '../../site.ts';
import { html, inLanguage, type Html } from '../../markup/html.ts';
import { signUpForm, type SignUpForm } from './signUpForm.ts';

type Block = { look: Look; language: string; title: string; body: Html };

function embedDocument(site: Site, { look, language, title, body }: Block): Html {
  const accent = accentStyle(look);
  return html`<!doctype html>
    <html
      lang="${language}"
      dir="${directionOf(language)}"
      class="theme-${look.theme} size-${look.size} radius-${look.radius}"
    >
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="stylesheet" href="${href(site, assetPath('embed.css'))}" />
        ${accent ? raw(accent.element) : ''}
        <script src="${href(site, assetPath('signUp.js'))}" defer></script>
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html>`;
}

/** The sign-up block for another site's page. */
export function embedPage(site: Site, form: SignUpForm & { look: Look }): Html {
  const { words, language, look } = form;
  return embedDocument(site, {
    look,
    language,
    title: words.heading.text,
    body: html`<h1${inLanguage(words.heading.language, language)}>${words.heading.text}</h1>
      <p class="promise"${inLanguage(words.promise.language, language)}>${words.promise.text}</p>
      ${signUpForm(site, form)}`,
  });
}

/** The message of the block after the form was sent. */
export function embedMessage(
  site: Site,
  { look, language, heading, text }: { look: Look; language: string; heading: string; text: string },
): Html {
  return embedDocument(site, {
    look,
    language,
    title: heading,
    body: html`<div role="status">
      <h1>${heading}</h1>
      <p class="promise">${text}</p>
    </div>`,
  });
}
