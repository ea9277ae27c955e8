import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Web, WebContext } from './web.ts';

const FOLDER = new URL('../../templates/web/', import.meta.url);
const STYLE_SHEETS = ['site.css', 'embed.css', 'desk.css'] as const;

export type StyleSheet = (typeof STYLE_SHEETS)[number];
type Asset = { body: string; etag: string };

const assets: ReadonlyMap<string, Asset> = new Map(
  await Promise.all(
    STYLE_SHEETS.map(async (name): Promise<[string, Asset]> => {
      const body = await readFile(new URL(name, FOLDER), 'utf8');
      const digest = createHash('sha256').update(body).digest('base64url').slice(0, 16);
      return [name, { body, etag: `"${digest}"` }];
    }),
  ),
);

/** The path of a style sheet with its version, so that a new release is seen at once. */
export function styleSheetPath(name: StyleSheet): string {
  return `/assets/${name}?v=${assets.get(name)!.etag.slice(1, 9)}`;
}

export function showAsset(_web: Web, c: WebContext): Response | Promise<Response> {
  const asset = assets.get(c.req.param('name') ?? '');
  if (!asset) return c.notFound();
  c.header('Cache-Control', 'public, max-age=3600');
  c.header('ETag', asset.etag);
  if (c.req.header('if-none-match')?.includes(asset.etag)) return c.body(null, 304);
  return c.body(asset.body, 200, { 'Content-Type': 'text/css; charset=utf-8' });
}
