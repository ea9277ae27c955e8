import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';

const STORIES = [
  ['harbour-dawn', 'Ferries sail again after the harbour strike ends', 'Crews voted overnight to return to work.'],
  ['hospital-ship', 'Hospital ship leaves for the flooded coast', 'It carries ninety beds and two operating rooms.'],
  ['airfield', 'Airfield reopens after a winter of repairs', 'The longer runway takes cargo aircraft of any size.'],
] as const;

/** How many stories, each with a picture, the outlet has. */
export const STORY_COUNT = STORIES.length;

function feed(base: string): string {
  const items = STORIES.map(
    ([picture, title, summary], index) => `<item><title>${title}</title><link>${base}/story/${index}</link>
      <guid>${base}/story/${index}</guid><pubDate>${new Date(Date.now() - (index + 1) * 1_800_000).toUTCString()}</pubDate>
      <description>${summary}</description>
      <media:content url="${base}/${picture}.jpg" medium="image" width="1200" height="675"/></item>`,
  );
  return `<?xml version="1.0"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>
    <title>The Harbour Gazette</title><link>${base}/</link>${items.join('')}</channel></rss>`;
}

/** An outlet with an RSS feed and a picture for each story, on `host`:80. */
export async function serveOutlet(projectRoot: string, host: string): Promise<Server> {
  const pictures = join(projectRoot, 'src/newsroom/sample/pictures');
  const bytes = new Map<string, Buffer>();
  for (const [name] of STORIES) bytes.set(`/${name}.jpg`, await readFile(join(pictures, `${name}.jpg`)));
  const server = createServer((request, response) => {
    const picture = bytes.get(request.url ?? '');
    if (picture) response.setHeader('content-type', 'image/jpeg').end(picture);
    else if (request.url === '/feed.xml')
      response.setHeader('content-type', 'application/rss+xml').end(feed(`http://${request.headers.host}`));
    else response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(80, host, done));
  return server;
}
