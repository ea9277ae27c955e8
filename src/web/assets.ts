import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { WebContext } from './web.ts';

const FOLDER = new URL('../../templates/web/', import.meta.url);
/** Files of packages that are served as ours: no page loads anything from another host. */
const PACKAGES: Readonly<Record<string, URL>> = {
  'uPlot.iife.min.js': new URL(import.meta.resolve('uplot/dist/uPlot.iife.min.js')),
  'uPlot.min.css': new URL(import.meta.resolve('uplot/dist/uPlot.min.css')),
  'webauthn.js': new URL('../dist/bundle/index.umd.min.js', import.meta.resolve('@simplewebauthn/browser')),
};
const CSS = 'text/css; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';
const CONTENT_TYPES = {
  'site.css': CSS,
  'edition.css': CSS,
  'embed.css': CSS,
  'desk.css': CSS,
  'setup.css': CSS,
  'copy.js': SCRIPT,
  'desk.js': SCRIPT,
  'today.css': CSS,
  'today.js': SCRIPT,
  'signUp.js': SCRIPT,
  'embed.js': SCRIPT,
  'unsaved.js': SCRIPT,
  'zone.js': SCRIPT,
  'results.css': CSS,
  'results.js': SCRIPT,
  'passkeys.js': SCRIPT,
  'webauthn.js': SCRIPT,
  'icon.svg': 'image/svg+xml',
  'uPlot.iife.min.js': SCRIPT,
  'uPlot.min.css': CSS,
} as const;

export type AssetName = keyof typeof CONTENT_TYPES;
type Asset = { body: string; contentType: string; etag: string };

const assets: ReadonlyMap<string, Asset> = new Map(
  await Promise.all(
    Object.entries(CONTENT_TYPES).map(async ([name, contentType]): Promise<[string, Asset]> => {
      const body = await readFile(PACKAGES[name] ?? new URL(name, FOLDER), 'utf8');
      const digest = createHash('sha256').update(body).digest('base64url').slice(0, 16);
      return [name, { body, contentType, etag: `"${digest}"` }];
    }),
  ),
);

/** An asset's path with its version, so that a new release is seen at once. */
export function assetPath(name: AssetName): string {
  return `/assets/${name}?v=${assets.get(name)!.etag.slice(1, 9)}`;
}

function answerAsset(c: WebContext, name: string): Response | Promise<Response> {
  const asset = assets.get(name);
  if (!asset) return c.notFound();
  c.header('Cache-Control', 'public, max-age=3600');
  c.header('ETag', asset.etag);
  if (c.req.header('if-none-match')?.includes(asset.etag)) return c.body(null, 304);
  return c.body(asset.body, 200, { 'Content-Type': asset.contentType });
}

export function showAsset(c: WebContext): Response | Promise<Response> {
  return answerAsset(c, c.req.param('name') ?? '');
}

/** The script that other sites include. Its address never changes. */
export function showEmbedScript(c: WebContext): Response | Promise<Response> {
  c.header('Cross-Origin-Resource-Policy', 'cross-origin');
  return answerAsset(c, 'embed.js');
}
