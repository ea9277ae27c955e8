import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { buildSampleFeed } from './feeds.ts';
import { SAMPLE_OUTLETS, type SampleOutlet } from './sampleOutlets.ts';
import { buildArticlePage, buildHomePage, buildNewsroomPage, buildPrivacyPage } from './samplePages.ts';
import { SAMPLE_STYLE } from './style.ts';

/** Where the sample newsletter's privacy notice is, below the place where the newsroom is mounted. */
export const SAMPLE_PRIVACY_PATH = '/privacy';

/** An answer to a GET; `headers` always hold content-type, cache-control and etag (a hash of the body). */
export type SampleResponse = {
  status: number;
  headers: { 'content-type': string; 'cache-control': string; etag: string };
  body: string | Uint8Array<ArrayBuffer>;
};

function respond(contentType: string, body: string | Uint8Array<ArrayBuffer>): SampleResponse {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  return {
    status: 200,
    headers: { 'content-type': contentType, 'cache-control': 'no-cache', etag: `"${hash}"` },
    body,
  };
}

/** An outlet serves the pictures of its own stories and no others. */
function respondPicture(outlet: SampleOutlet, file: string): SampleResponse | null {
  const name = outlet.stories.find((story) => `${story.picture?.name}.jpg` === file)?.picture?.name;
  if (!name) return null;
  return respond('image/jpeg', new Uint8Array(readFileSync(new URL(`pictures/${name}.jpg`, import.meta.url))));
}

/**
 * Answers for the sample newsroom: its feeds, pages, pictures and stylesheet. `path` is what follows the
 * place where it is mounted (`/sentinel/feed.xml`), `base` that place's address without a slash at its end.
 * The same answer, byte for byte, all through one hour of `now`. Null: there is nothing at that path.
 */
export function respondSample(path: string, base: string, now: Date): SampleResponse | null {
  const html = (text: string): SampleResponse => respond('text/html; charset=utf-8', text);
  if (path === '' || path === '/') return html(buildNewsroomPage(base));
  if (path === SAMPLE_PRIVACY_PATH) return html(buildPrivacyPage(base));
  if (path === '/style.css') return respond('text/css; charset=utf-8', SAMPLE_STYLE);
  const [, slug, file = '', inner, ...rest] = path.split('/');
  const outlet = SAMPLE_OUTLETS.find((candidate) => candidate.slug === slug);
  if (!outlet || rest.length > 0) return null;
  if (file === 'pictures' && inner) return respondPicture(outlet, inner);
  if (inner !== undefined) return null;
  const place = { outlet, base, now };
  if (file === '') return html(buildHomePage(place));
  if (file === outlet.feedFile) {
    const feed = buildSampleFeed(outlet, `${base}/${outlet.slug}`, now);
    return respond(feed.contentType, feed.text);
  }
  const story = outlet.stories.find((candidate) => candidate.slug === file);
  return story ? html(buildArticlePage(place, story)) : null;
}
