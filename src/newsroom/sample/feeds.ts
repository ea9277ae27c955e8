import { markup, type Markup } from './sampleMarkup.ts';
import {
  datelinePrefix,
  newestFirst,
  PICTURE_CREDIT,
  PICTURE_SIZE,
  publishedAt,
  type SampleFeedKind,
  type SampleOutlet,
  type SampleStory,
} from './sampleOutlets.ts';

/** A feed's text with its media type. */
type SampleFeed = { contentType: string; text: string };

/** What a feed is written from: `home` is the outlet's address, without a slash at its end. */
type Source = { outlet: SampleOutlet; home: string; now: Date };

function addressOf({ home }: Source, story: SampleStory): string {
  return `${home}/${story.slug}`;
}

function pictureAddress({ home }: Source, story: SampleStory): string | null {
  return story.picture && `${home}/pictures/${story.picture.name}.jpg`;
}

/** What an agency sends opens with its dateline, in feeds too; an outlet's own summaries do not. */
function feedSummary(story: SampleStory): string {
  return story.agency ? datelinePrefix(story) + story.summary : story.summary;
}

function latest({ outlet, now }: Source): Date {
  return new Date(Math.max(...outlet.stories.map((story) => publishedAt(story, now).getTime())));
}

/** RFC 822, as RSS 2.0 wants it. */
function rssTime(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}

function xml(root: Markup): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root.markup}\n`;
}

function rssItem(source: Source, story: SampleStory): Markup {
  const picture = pictureAddress(source, story);
  return markup`
    <item>
      <title>${story.title}</title>
      <link>${addressOf(source, story)}</link>
      <guid isPermaLink="true">${addressOf(source, story)}</guid>
      <pubDate>${rssTime(publishedAt(story, source.now))}</pubDate>
      <category>${story.section}</category>
      ${story.byline && markup`<dc:creator>${story.byline}</dc:creator>`}
      <description>${feedSummary(story)}</description>
      ${
        picture &&
        markup`<media:content url="${picture}" medium="image" type="image/jpeg" width="${PICTURE_SIZE.width}" height="${PICTURE_SIZE.height}">
        <media:title>${story.picture?.alt}</media:title>
        <media:description>${story.picture?.caption}</media:description>
        <media:credit>${PICTURE_CREDIT}</media:credit>
      </media:content>`
      }
    </item>`;
}

/** RSS 2.0 with Media RSS pictures. */
function buildRss(source: Source): string {
  const { outlet, home } = source;
  return xml(markup`<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
  <channel>
    <title>${outlet.name}</title>
    <link>${home}/</link>
    <description>${outlet.motto}</description>
    <language>en</language>
    <copyright>© ${outlet.name}</copyright>
    <lastBuildDate>${rssTime(latest(source))}</lastBuildDate>
    <atom:link rel="self" type="application/rss+xml" href="${home}/${outlet.feedFile}"/>${newestFirst(outlet).map(
      (story) => rssItem(source, story),
    )}
  </channel>
</rss>`);
}

/** RSS 2.0 with headlines alone: summaries, bylines and pictures are on the pages. */
function buildBareRss(source: Source): string {
  const { outlet, home, now } = source;
  return xml(markup`<rss version="2.0">
  <channel>
    <title>${outlet.name}</title>
    <link>${home}/</link>
    <description>${outlet.motto}</description>${newestFirst(outlet).map(
      (story) => markup`
    <item>
      <title>${story.title}</title>
      <link>${addressOf(source, story)}</link>
      <pubDate>${rssTime(publishedAt(story, now))}</pubDate>
    </item>`,
    )}
  </channel>
</rss>`);
}

function atomEntry(source: Source, story: SampleStory): Markup {
  const picture = pictureAddress(source, story);
  const time = publishedAt(story, source.now).toISOString();
  return markup`
  <entry>
    <id>${addressOf(source, story)}</id>
    <title>${story.title}</title>
    <link rel="alternate" type="text/html" href="${addressOf(source, story)}"/>
    ${picture && markup`<link rel="enclosure" type="image/jpeg" title="${story.picture?.caption}" href="${picture}"/>`}
    <category term="${story.section}"/>
    <published>${time}</published>
    <updated>${time}</updated>
    <author><name>${story.byline ?? story.agency}</name></author>
    <summary>${feedSummary(story)}</summary>
  </entry>`;
}

/** Atom (RFC 4287); a picture is an enclosure. */
function buildAtom(source: Source): string {
  const { outlet, home } = source;
  return xml(markup`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <id>${home}/</id>
  <title>${outlet.name}</title>
  <subtitle>${outlet.motto}</subtitle>
  <link rel="alternate" type="text/html" href="${home}/"/>
  <link rel="self" type="application/atom+xml" href="${home}/${outlet.feedFile}"/>
  <rights>© ${outlet.name}</rights>
  <updated>${latest(source).toISOString()}</updated>${newestFirst(outlet).map((story) => atomEntry(source, story))}
</feed>`);
}

/** JSON Feed 1.1. */
function buildJsonFeed(source: Source): string {
  const { outlet, home, now } = source;
  const items = newestFirst(outlet).map((story) => ({
    id: addressOf(source, story),
    url: addressOf(source, story),
    title: story.title,
    summary: feedSummary(story),
    content_text: datelinePrefix(story) + story.body.join('\n\n'),
    image: pictureAddress(source, story) ?? undefined,
    date_published: publishedAt(story, now).toISOString(),
    authors: [{ name: story.byline ?? story.agency }],
    tags: [story.section],
  }));
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: outlet.name,
    description: outlet.motto,
    home_page_url: `${home}/`,
    feed_url: `${home}/${outlet.feedFile}`,
    language: 'en',
    items,
  };
  return `${JSON.stringify(feed, null, 2)}\n`;
}

/** RSS 1.0, whose items stand beside the channel that lists them. */
function buildRdf(source: Source): string {
  const { outlet, home, now } = source;
  const stories = newestFirst(outlet);
  return xml(markup`<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <channel rdf:about="${home}/${outlet.feedFile}">
    <title>${outlet.name}</title>
    <link>${home}/</link>
    <description>${outlet.motto}</description>
    <dc:language>en</dc:language>
    <dc:rights>© ${outlet.name}</dc:rights>
    <items><rdf:Seq>${stories.map((story) => markup`<rdf:li rdf:resource="${addressOf(source, story)}"/>`)}</rdf:Seq></items>
  </channel>${stories.map(
    (story) => markup`
  <item rdf:about="${addressOf(source, story)}">
    <title>${story.title}</title>
    <link>${addressOf(source, story)}</link>
    <description>${feedSummary(story)}</description>
    <dc:date>${publishedAt(story, now).toISOString()}</dc:date>
    <dc:creator>${story.byline ?? story.agency}</dc:creator>
    <dc:subject>${story.section}</dc:subject>
  </item>`,
  )}
</rdf:RDF>`);
}

const FEED_KINDS: Readonly<Record<SampleFeedKind, { contentType: string; build: (source: Source) => string }>> = {
  rss: { contentType: 'application/rss+xml', build: buildRss },
  'rss-bare': { contentType: 'application/rss+xml', build: buildBareRss },
  atom: { contentType: 'application/atom+xml', build: buildAtom },
  json: { contentType: 'application/feed+json', build: buildJsonFeed },
  rdf: { contentType: 'application/rdf+xml', build: buildRdf },
};

/** The media type of an outlet's feed, as autodiscovery names it. */
export function feedContentType(kind: SampleFeedKind): string {
  return FEED_KINDS[kind].contentType;
}

/** Writes an outlet's feed, in the outlet's own kind, newest story first. */
export function buildSampleFeed(outlet: SampleOutlet, home: string, now: Date): SampleFeed {
  const { contentType, build } = FEED_KINDS[outlet.feedKind];
  return { contentType: `${contentType}; charset=utf-8`, text: build({ outlet, home, now }) };
}
