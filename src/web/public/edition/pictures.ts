import { fileName, parseFileName } from '../../../newsroom/pictures/file.ts';
import { loadRendition, pictureState } from '../../../newsroom/pictures/loadPictures.ts';
import type { Web, WebContext } from '../../web.ts';

const CONTENT_TYPES = { jpg: 'image/jpeg', webp: 'image/webp' } as const;

/**
 * Serves a picture. Its bytes never change, but caches must revalidate it after a minute. A picture that staff removed,
 * or whose rights ended, answers 410 from that moment, also to caches.
 */
export async function showPicture(web: Web, c: WebContext): Promise<Response> {
  const file = parseFileName(c.req.param('file') ?? '');
  const state = file ? await pictureState(web, file.hash) : 'unknown';
  if (!file || state === 'unknown') return c.notFound();
  if (state === 'gone') return c.text('This picture may no longer be shown.', 410);
  const name = fileName(file);
  const etag = `"${name}"`;
  c.header('Cache-Control', 'public, max-age=60, must-revalidate');
  c.header('ETag', etag);
  // Mails and feed readers show it from other origins.
  c.header('Cross-Origin-Resource-Policy', 'cross-origin');
  if (c.req.header('if-none-match')?.includes(etag)) return c.body(null, 304);
  const body = await web.pictures.read(name, () => loadRendition(web, file));
  if (!body) {
    c.header('Cache-Control', 'no-store');
    return c.notFound();
  }
  return c.body(new Uint8Array(body), 200, { 'Content-Type': CONTENT_TYPES[file.format] });
}
