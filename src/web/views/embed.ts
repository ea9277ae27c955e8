import { assetPath } from '../assets.ts';
import { href, type Site } from '../site.ts';
import { html, type Html } from './html.ts';
import { signUpForm, type SignUpForm } from './signUpForm.ts';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

function embedDocument(site: Site, theme: Theme, title: string, body: Html): Html {
  return html`<!doctype html>
    <html lang="en" class="theme-${theme}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="stylesheet" href="${href(site, assetPath('embed.css'))}" />
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html>`;
}

/** The sign-up block for another site's page. */
export function embedPage(site: Site, theme: Theme, form: Omit<SignUpForm, 'isEmbedded'>): Html {
  return embedDocument(
    site,
    theme,
    form.words.heading,
    html`<h1>${form.words.heading}</h1>
      <p class="promise">${form.words.promise}</p>
      ${signUpForm(site, { ...form, isEmbedded: true })}`,
  );
}

/** What the block says once something was sent. */
export function embedMessage(site: Site, heading: string, text: string): Html {
  return embedDocument(
    site,
    'auto',
    heading,
    html`<div role="status">
      <h1>${heading}</h1>
      <p class="promise">${text}</p>
    </div>`,
  );
}
