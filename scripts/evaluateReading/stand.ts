import { z } from 'zod';
import type { ReadStory } from '../../src/domain/story.ts';
import { codeOf } from '../../src/domain/errors.ts';
import { parseFeedStories, parsePageStory } from '../../src/newsroom/ingest/ingest.ts';
import { linkKey } from '../../src/newsroom/ingest/links.ts';
import type { Check } from './tally.ts';

/** One line of a stand's truth: what a perfect reader would find. */
const Truth = z.object({
  outlet: z.string(),
  style: z.string(),
  title: z.string(),
  url: z.string(),
  publishedAt: z.string(),
  byline: z.string().nullish(),
  dateline: z.string().nullish(),
  agency: z.string().nullish(),
  footer: z.string().nullish(),
  image: z
    .object({ url: z.string(), size: z.unknown(), caption: z.string().nullish(), credit: z.string().nullish() })
    .nullish(),
});
type Truth = z.infer<typeof Truth>;

const fold = (text: string): string => text.normalize().replace(/\s+/g, ' ').trim().toLowerCase();

async function get(url: string): Promise<{ bytes: Uint8Array; contentType: string | null }> {
  const answer = await fetch(url);
  return { bytes: new Uint8Array(await answer.arrayBuffer()), contentType: answer.headers.get('content-type') };
}

/** Pictures that a digest can use; a stand also plays tracking pixels, banners and missing ones. */
function isUsable(image: Truth['image']): boolean {
  const size = z.tuple([z.number(), z.number()]).safeParse(image?.size);
  return size.success && size.data[0] >= 300 && size.data[0] / size.data[1] < 4;
}

function compare(kind: string, truth: Truth, got: ReadStory | undefined): Check[] {
  const name = `${truth.outlet} (${truth.style}) ${truth.url.slice(truth.url.lastIndexOf('/') + 1)}`;
  const check = (what: string, isRight: boolean, wanted: unknown, found: unknown): Check => ({
    name,
    what: `${kind} ${what}`,
    isRight,
    wanted,
    got: found,
  });
  const checks = [
    check('title', fold(got?.title ?? '') === fold(truth.title), truth.title, got?.title),
    check('link', got?.url ? linkKey(got.url) === linkKey(truth.url) : false, truth.url, got?.url),
    check('date', got?.publishedAt === truth.publishedAt, truth.publishedAt, got?.publishedAt),
  ];
  if (kind === 'feed' || !got) return checks;
  const place = truth.dateline?.replace(/\s*\(.*$/, '') ?? null;
  if (place) checks.push(check('dateline', got.dateline === place, place, got.dateline));
  if (place && truth.agency) checks.push(check('agency', got.agency === truth.agency, truth.agency, got.agency));
  if (truth.byline) checks.push(check('byline', got.byline !== null, truth.byline, got.byline));
  if (truth.image && isUsable(truth.image)) {
    checks.push(check('lead image', got.image?.url === truth.image.url, truth.image.url, got.image?.url));
    checks.push(check('credit', got.image?.credit === truth.image.credit, truth.image.credit, got.image?.credit));
  }
  return checks;
}

/** Reads the feeds and pages of a newsstand that runs at `origin` and compares them with its truth.jsonl. */
export async function checkStand(origin: string): Promise<Check[]> {
  const { bytes } = await get(`${origin}/truth.jsonl`);
  const truths = new TextDecoder()
    .decode(bytes)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => Truth.parse(JSON.parse(line)));
  const checks: Check[] = [];
  for (const outlet of new Set(truths.map((truth) => truth.outlet))) {
    const own = truths.filter((truth) => truth.outlet === outlet);
    const url = `${origin}/o/${outlet}/feed.xml`;
    const feed = await get(url);
    try {
      const byLink = new Map(
        (await parseFeedStories(feed.bytes, { url, contentType: feed.contentType })).flatMap((story) =>
          story.url ? [[linkKey(story.url), story] as const] : [],
        ),
      );
      checks.push({ name: outlet, what: 'feed read', isRight: true });
      for (const truth of own) checks.push(...compare('feed', truth, byLink.get(linkKey(truth.url))));
    } catch (error) {
      checks.push({ name: outlet, what: 'feed read', isRight: false, wanted: 'a feed', got: codeOf(error) });
    }
    for (const truth of own) {
      const page = await get(truth.url);
      checks.push(
        ...compare('page', truth, await parsePageStory(page.bytes, { url: truth.url, contentType: page.contentType })),
      );
    }
  }
  return checks;
}
