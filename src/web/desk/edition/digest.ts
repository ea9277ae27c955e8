import type { LoadedEdition } from '../../../editions/load.ts';
import { isAnyOf, STARTABLE } from '../../../domain/states.ts';
import type { Variant } from '../../../editions/variants.ts';
import { setPolicy } from '../../headers.ts';
import { html, type Html } from '../../markup/html.ts';
import { inFrame } from '../../markup/inFrame.ts';
import { latestDigest } from './loadView.ts';
import { readLook, type Look } from './previewPart.ts';
import type { Web, WebContext } from '../../web.ts';
import { namedReader } from './readerSeen.ts';
import { namedEdition } from './showEdition.ts';

/**
 * The digest as it was mailed, in the newsletter's own variant or another. An edition that is not being sent is rendered
 * again, since its stories may have changed. Throws RENDER_FAILED.
 */
async function findDigest(
  web: Web,
  { edition }: LoadedEdition,
  variant: Variant | null,
): Promise<{ html: string; plain: string }> {
  const stored = isAnyOf(STARTABLE, edition.state)
    ? undefined
    : await latestDigest(web, edition.id, variant).select(['html', 'plain']).executeTakeFirst();
  if (stored) return stored;
  // mjml takes most of a second to load: the web loads it when a draft is first shown.
  const { previewEdition } = await import('../../../render/render.ts');
  const isRehearsal = web.config.relays.length === 0;
  const { db, log, now } = web;
  return previewEdition({ db, log, now, publicUrl: web.config.publicUrl, isRehearsal }, edition.id, variant ?? {});
}

/** The mail in light or in dark colours, whatever the browser of the desk prefers. */
export function inColours(markup: string, scheme: 'light' | 'dark'): string {
  return markup
    .replaceAll(/@media\s*\(prefers-color-scheme:\s*dark\)/g, scheme === 'dark' ? '@media all' : '@media not all')
    .replaceAll(/(<meta name="(?:supported-)?color-schemes?" content=")light dark"/g, `$1${scheme}"`);
}

/** The mail as programs show it that load no pictures: their descriptions stand in their places. */
export function withoutPictures(markup: string): string {
  return markup.replaceAll(/(<img\b[^>]*?)\ssrc="[^"]*"/gi, '$1').replaceAll(/(<img\b[^>]*?)\ssrcset="[^"]*"/gi, '$1');
}

function textPage(plain: string): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="color-scheme" content="light" />
        <title>The text part</title>
        <style>
          body {
            margin: 1rem;
          }
          pre {
            font:
              14px/1.5 ui-monospace,
              Consolas,
              monospace;
            white-space: pre-wrap;
            overflow-wrap: anywhere;
          }
        </style>
      </head>
      <body>
        <main>
          <pre>${plain}</pre>
        </main>
      </body>
    </html>`;
}

function show(digest: { html: string; plain: string }, look: Look): string | Html {
  if (look === 'text') return textPage(digest.plain);
  const coloured = inColours(digest.html, look === 'dark' ? 'dark' : 'light');
  return inFrame(look === 'no-pictures' ? withoutPictures(coloured) : coloured);
}

/** The digest for the page's frame, in the look and as seen by the reader that the address names. */
export async function showDigest(web: Web, c: WebContext): Promise<Response> {
  const look = readLook(c.req.query('look'));
  setPolicy(c, 'mail');
  const loaded = await namedEdition(web, c);
  const reader = await namedReader(web, c, loaded);
  return c.html(show(await findDigest(web, loaded, reader?.variant ?? null), look));
}
