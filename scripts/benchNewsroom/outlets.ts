/**
 * Simulates outlets on loopback in its own process, so that their cost is not measured: /N/feed.xml, each with the same
 * number of artificial items in one of four formats. Sends its port to the parent.
 */
import { createServer } from 'node:http';

const [outlets = 0, items = 0] = process.argv.slice(2).map(Number);
const STARTED_AT = Date.now();

/** Artificial words that follow Zipf's law, like those of a language. */
function words(seed: number, count: number): string {
  let state = (seed + 1) * 2_654_435_761;
  const made: string[] = [];
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) >>> 0;
    made.push(`w${Math.floor(30_000 ** (state / 2 ** 32)).toString(26)}x`);
  }
  const text = made.join(' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

type Item = { title: string; url: string; at: Date; summary: string; content: string; image: string };

function itemOf(outlet: number, at: number): Item {
  // Three of four items report an event that other outlets also report.
  const event = at % 4 === 0 ? outlet * items + at : 1e6 + ((outlet * 7 + at * 13) % 2000);
  const paragraphs = Array.from({ length: 6 }, (_, i) => `<p>${words(event * 8 + i, 45)}.</p>`);
  return {
    title: words(event, 9),
    url: `https://outlet${outlet}.example/news/${at}`,
    at: new Date(STARTED_AT - ((outlet * 37 + at * 1801) % 86_400) * 1000),
    summary: `OAKTON (AP) — ${words(event * 3, 28)}.`,
    content: paragraphs.join(''),
    image: `https://outlet${outlet}.example/img/${at}.jpg`,
  };
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function rss(name: string, all: Item[]): string {
  const entries = all.map(
    ({ title, url, at, summary, content, image }) =>
      `<item><title>${title}</title><link>${url}?utm_source=rss</link><guid>${url}</guid><pubDate>${at.toUTCString()}</pubDate><dc:creator>Ada Quill</dc:creator><category>News</category><description>${escape(`<p>${summary}</p>`)}</description><content:encoded><![CDATA[${content}]]></content:encoded><media:content url="${image}" medium="image" width="1200" height="800"><media:description>${title}. (Lee Lens/AP)</media:description></media:content></item>`,
  );
  return `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>${name}</title><language>en</language>${entries.join('')}</channel></rss>`;
}

function atom(name: string, all: Item[]): string {
  const entries = all.map(
    ({ title, url, at, summary, content, image }) =>
      `<entry><title>${title}</title><id>${url}</id><link href="${url}"/><link rel="enclosure" type="image/jpeg" href="${image}"/><published>${at.toISOString()}</published><summary>${summary}</summary><content type="html">${escape(`<img src="${image}" width="1200" height="800">${content}`)}</content></entry>`,
  );
  return `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>${name}</title>${entries.join('')}</feed>`;
}

function json(name: string, all: Item[]): string {
  const entries = all.map(({ title, url, at, summary, content, image }) => ({
    id: url,
    url,
    title,
    summary,
    content_html: `<img src="${image}" width="1200" height="800">${content}`,
    date_published: at.toISOString(),
  }));
  return JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: name, language: 'en', items: entries });
}

const FORMATS = [rss, rss, atom, json];
const server = createServer((request, response) => {
  const number = Number(/^\/(\d+)\/feed\.xml$/.exec(request.url ?? '')?.[1] ?? Number.NaN);
  if (!(number < outlets)) {
    response.writeHead(404).end();
    return;
  }
  const all = Array.from({ length: items }, (_, at) => itemOf(number, at));
  response
    .writeHead(200, { 'content-type': 'application/xml' })
    .end((FORMATS[number % 4] ?? rss)(`Outlet ${number}`, all));
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(address !== null && typeof address === 'object' ? address.port : 0);
});
process.on('SIGTERM', () => process.exit(0));
