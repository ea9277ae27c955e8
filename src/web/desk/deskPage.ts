import { assetPath, type AssetName } from '../assets.ts';
import { href, type Site } from '../site.ts';
import type { Staff } from '../web.ts';
import { html, type Html } from '../markup/html.ts';
import { deskMenu, deskSubmenu, type DeskSection } from './menu.ts';

type DeskPage = {
  title: string;
  section: DeskSection;
  staff?: Staff | null;
  /** Reloads the page after so many seconds, while its figures change. */
  refreshSeconds?: number | null;
  /** The page's script updates the figures; only without script does the page reload. */
  hasScript?: boolean;
  /** A page with a style sheet, a script and a width of its own. */
  parts?: 'today';
  /** Further style sheets and scripts of the page, in their order. */
  styles?: readonly AssetName[];
  scripts?: readonly AssetName[];
  body: Html;
};

/** A page of the desk. Every page works without script. */
export function deskPage(
  site: Site,
  { title, section, staff, refreshSeconds, hasScript, parts, styles, scripts, body }: DeskPage,
): Html {
  const menu = { site, staff: staff ?? null, section };
  const refresh = html`<meta http-equiv="refresh" content="${refreshSeconds ?? ''}" />`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex, nofollow" />
        ${refreshSeconds && !hasScript ? refresh : ''}${refreshSeconds && hasScript ? html`<noscript>${refresh}</noscript>` : ''}
        <title>${title} · Reveille</title>
        <link rel="stylesheet" href="${href(site, assetPath('desk.css'))}" />
        <link rel="stylesheet" href="${href(site, assetPath('setup.css'))}" />
        ${parts ? html`<link rel="stylesheet" href="${href(site, assetPath(`${parts}.css`))}" />` : ''}
        <link rel="icon" href="${href(site, assetPath('icon.svg'))}" type="image/svg+xml" />
        ${hasScript ? html`<script src="${href(site, assetPath('desk.js'))}" defer></script>` : ''}
        ${parts ? html`<script src="${href(site, assetPath(`${parts}.js`))}" defer></script>` : ''}
        ${styles?.map((name) => html`<link rel="stylesheet" href="${href(site, assetPath(name))}" />`) ?? ''}
        ${scripts?.map((name) => html`<script src="${href(site, assetPath(name))}" defer></script>`) ?? ''}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="bar">
          <span class="brand">Reveille</span>
          ${deskMenu(menu)}
          ${
            staff
              ? html`<form method="post" action="${href(site, '/desk/logout')}" class="who">
                  ${formToken(staff)}<a
                    href="${href(site, '/desk/account')}"
                    ${section === 'account' ? html` aria-current="page"` : ''}
                    >${staff.name}</a
                  >
                  <small>${staff.role}</small><button class="quiet">Sign out</button>
                </form>`
              : ''
          }
        </header>
        ${deskSubmenu(menu)}
        <main id="main" ${parts ? html`class="${parts}"` : ''}>
          ${staff?.warning ? html`<div class="reason" role="status"><p>${staff.warning}</p></div>` : ''}${body}
        </main>
      </body>
    </html>`;
}

/** The hidden field that proves that a form belongs to this session. */
export function formToken(staff: Staff): Html {
  return html`<input type="hidden" name="form_token" value="${staff.formToken}" />`;
}

/** A link: the full path and the text. */
export type WayBack = { path: string; label: string };

/** A page that says what went wrong at the desk, with a link back. */
export function deskProblemPage(
  site: Site,
  { heading, text, staff, back }: { heading: string; text: string; staff: Staff | null; back: WayBack },
): Html {
  return deskPage(site, {
    title: heading,
    section: staff ? 'desk' : 'login',
    staff,
    body: html`<h1>${heading}</h1>
      <p role="alert">${text}</p>
      <p><a href="${back.path}">${back.label}</a></p>`,
  });
}
