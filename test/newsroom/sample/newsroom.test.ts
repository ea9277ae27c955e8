import { describe, expect, it } from 'vitest';
import { load } from 'cheerio';
import { parseFeed } from 'feedsmith';
import { parseFeedStories } from '../../support/readers.ts';
import { publishedAt, SAMPLE_OUTLETS, sampleOutlets } from '../../../src/newsroom/sample/sampleOutlets.ts';
import { respondSample, type SampleResponse } from '../../../src/newsroom/sample/respond.ts';

const BASE = 'http://127.0.0.1:3000/sample';
const NOW = new Date('2031-05-04T10:20:30Z');

function get(address: string, now = NOW): SampleResponse {
  expect(address.startsWith(BASE)).toBe(true);
  const response = respondSample(address.slice(BASE.length), BASE, now);
  if (!response) throw new Error(`nothing at ${address}`);
  return response;
}

/** The elements that are opened and not closed where they should be; parsers would repair what strict readers refuse. */
function unbalancedTags(xml: string): string[] {
  const open: string[] = [];
  for (const [, end, name = '', empty] of xml.matchAll(/<(\/?)([A-Za-z][\w:-]*)(?:\s+[\w:-]+="[^"<]*")*\s*(\/?)>/g)) {
    if (empty) continue;
    if (!end) open.push(name);
    else if (open.pop() !== name) return [name];
  }
  const rest = xml.replace(/<\?xml [^>]*\?>|<\/?[A-Za-z][\w:-]*(?:\s+[\w:-]+="[^"<]*")*\s*\/?>/g, '');
  return rest.includes('<') ? ['<'] : open;
}

const textOf = (address: string): string => String(get(address).body);
const stories = SAMPLE_OUTLETS.flatMap((outlet) => outlet.stories.map((story) => ({ outlet, story })));
const addressOf = ({ outlet, story }: (typeof stories)[number]): string => `${BASE}/${outlet.slug}/${story.slug}`;

describe('the sample feeds', () => {
  it.each(SAMPLE_OUTLETS.map((outlet) => [outlet.slug, outlet] as const))(
    '%s is well-formed and lists every story of its outlet with its address',
    (_, outlet) => {
      const text = textOf(`${BASE}/${outlet.slug}/${outlet.feedFile}`);
      expect(parseFeed(text).format).toBe(
        { rss: 'rss', 'rss-bare': 'rss', atom: 'atom', json: 'json', rdf: 'rdf' }[outlet.feedKind],
      );
      const read = parseFeedStories(Buffer.from(text), { url: `${BASE}/${outlet.slug}/${outlet.feedFile}` });
      const told = read.map(({ url, title }) => `${title} ${url}`);
      const written = outlet.stories.map(({ slug, title }) => `${title} ${BASE}/${outlet.slug}/${slug}`);
      expect(new Set(told)).toEqual(new Set(written));
      expect(outlet.feedKind === 'json' ? [] : unbalancedTags(text)).toEqual([]);
    },
  );

  it('answer alike all through an hour, and differently in the next', () => {
    for (const { url } of sampleOutlets(BASE)) {
      const etag = get(url).headers.etag;
      expect(get(url, new Date('2031-05-04T10:59:59.999Z')).headers.etag).toBe(etag);
      expect(get(url, new Date('2031-05-04T11:00:00Z')).headers.etag).not.toBe(etag);
    }
  });

  it('escape what markup reserves', () => {
    const text = textOf(`${BASE}/sentinel/feed.xml`);
    expect(text).not.toMatch(/&(?!(amp|lt|gt|quot|#39);)/);
  });
});

describe('the sample stories', () => {
  it('are no older than 30 hours and never ahead of the clock', () => {
    for (const { story } of stories) {
      const ageMs = NOW.getTime() - publishedAt(story, NOW).getTime();
      expect(ageMs).toBeGreaterThanOrEqual(0);
      expect(ageMs).toBeLessThan(30 * 3_600_000);
    }
  });

  it('have prose of their own, and name no weekday, which would be wrong on six days of seven', () => {
    for (const { story } of stories) {
      const text = [story.title, story.summary, ...story.body].join('\n');
      expect(text).not.toMatch(/lorem|ipsum|todo|\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b/i);
      expect(story.body.length).toBeGreaterThanOrEqual(5);
      expect(story.summary.length).toBeGreaterThan(100);
      expect(story.byline ?? story.agency).toBeTruthy();
    }
  });

  it('repeat some events in other papers, and twelve different pictures are among them', () => {
    expect(stories.length).toBeGreaterThanOrEqual(26);
    expect(new Set(stories.map(addressOf)).size).toBe(stories.length);
    expect(new Set(stories.flatMap(({ story }) => story.picture?.name ?? [])).size).toBe(12);
    expect(SAMPLE_OUTLETS.filter(({ isOwn }) => isOwn)).toHaveLength(1);
  });
});

describe('the sample pages', () => {
  it('exist for every story, with a picture that exists, its credit and a copyright line', () => {
    for (const each of stories) {
      const page = load(textOf(addressOf(each)));
      expect(page('h1').text()).toBe(each.story.title);
      expect(page('meta[property="og:title"]').attr('content')).toBe(each.story.title);
      expect(page('.copyright').text()).toContain(each.outlet.name);
      const image = page('meta[property="og:image"]').attr('content');
      expect(Boolean(image)).toBe(each.story.picture !== null);
      if (!image) continue;
      expect(page('figcaption .credit').text()).toMatch(/^Illustration: /);
      const { headers, body } = get(image);
      expect(headers['content-type']).toBe('image/jpeg');
      expect(Buffer.from(body).toString('hex', 0, 3)).toBe('ffd8ff');
      expect(body.length).toBeLessThanOrEqual(60_000);
    }
  });

  it('link only to what the newsroom serves', () => {
    const homes = SAMPLE_OUTLETS.map(({ slug }) => `${BASE}/${slug}/`);
    for (const address of [`${BASE}/`, ...homes, ...stories.map(addressOf)]) {
      const page = load(textOf(address));
      const links = page('[href], [src]').map((_, element) => page(element).attr('href') ?? page(element).attr('src'));
      expect(links.length).toBeGreaterThan(1);
      for (const link of links) expect(get(link).status).toBe(200);
    }
  });

  it('let the feed be discovered from the front page', () => {
    for (const outlet of SAMPLE_OUTLETS) {
      const href = load(textOf(`${BASE}/${outlet.slug}/`))('link[rel="alternate"]').attr('href');
      expect(href).toBe(sampleOutlets(BASE).find(({ name }) => name === outlet.name)?.url);
    }
  });

  it('carry JSON-LD that reads as a NewsArticle where they carry any', () => {
    const blocks = stories.flatMap((each): unknown[] => {
      const json = load(textOf(addressOf(each)))('script[type="application/ld+json"]').text();
      return json ? [JSON.parse(json)] : [];
    });
    expect(blocks.length).toBeGreaterThan(5);
    for (const block of blocks) expect(block).toMatchObject({ '@type': 'NewsArticle', headline: expect.any(String) });
  });
});

describe('what the newsroom does not serve', () => {
  it.each([
    '/nobody/feed.xml',
    '/sentinel/no-such-story',
    '/sentinel/pictures/../respond.ts',
    '/sentinel/pictures/null.jpg',
    '/sentinel/pictures/undefined.jpg',
    '/sentinel/pictures/',
    // another paper's picture
    '/upland-dispatch/pictures/shipyard.jpg',
    '/sentinel/hospital-ship-evenlight-reaches-lirra-islands/more',
  ])('%s is null', (path) => {
    expect(respondSample(path, BASE, NOW)).toBeNull();
  });
});
