import { feedContentType } from './feeds.ts';
import { jsonInScript, markup, type Markup } from './sampleMarkup.ts';
import {
  datelinePrefix,
  newestFirst,
  PICTURE_CREDIT,
  PICTURE_SIZE,
  publishedAt,
  SAMPLE_OUTLETS,
  type SampleOutlet,
  type SampleStory,
} from './sampleOutlets.ts';

/** Where a page is: `base` is the newsroom's address, without a slash at its end. */
type Place = { outlet: SampleOutlet; base: string; now: Date };

const homeOf = ({ outlet, base }: Place): string => `${base}/${outlet.slug}`;

function pictureOf(place: Place, story: SampleStory): string | null {
  return story.picture && `${homeOf(place)}/pictures/${story.picture.name}.jpg`;
}

function page(title: string, base: string, head: Markup | null, body: Markup): string {
  const document = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${head}
<link rel="stylesheet" href="${base}/style.css">
</head>
<body>
${body}
</body>
</html>
`;
  return document.markup;
}

function masthead(place: Place): Markup {
  const { outlet } = place;
  return markup`<header class="masthead ${outlet.slug}">
<a href="${homeOf(place)}/">${outlet.name}</a>
<p>${outlet.motto}</p>
</header>`;
}

function footer({ outlet, base, now }: Place): Markup {
  return markup`<footer>
<p class="copyright">© ${now.getUTCFullYear()} ${outlet.name}. All rights reserved.</p>
<p>${outlet.place}. A fictional paper in the <a href="${base}/">sample newsroom</a> of Reveille; its places and people are invented.</p>
</footer>`;
}

function feedLink(place: Place): Markup {
  const { outlet } = place;
  return markup`<link rel="alternate" type="${feedContentType(outlet.feedKind)}" title="${outlet.name}" href="${homeOf(place)}/${outlet.feedFile}">`;
}

/** "24 November, 05:30 UTC" */
function readableTime(date: Date): string {
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(date);
  return `${day}, ${date.toISOString().slice(11, 16)} UTC`;
}

function timeElement(date: Date): Markup {
  return markup`<time datetime="${date.toISOString()}">${readableTime(date)}</time>`;
}

function structuredData(place: Place, story: SampleStory): Markup {
  const picture = pictureOf(place, story);
  const article = {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: story.title,
    description: story.summary,
    datePublished: publishedAt(story, place.now).toISOString(),
    url: `${homeOf(place)}/${story.slug}`,
    inLanguage: 'en',
    author: story.byline
      ? [{ '@type': 'Person', name: story.byline }]
      : [{ '@type': 'Organization', name: story.agency }],
    publisher: { '@type': 'NewsMediaOrganization', name: place.outlet.name },
    copyrightNotice: `© ${place.now.getUTCFullYear()} ${place.outlet.name}`,
    dateline: story.dateline ?? undefined,
    image: picture
      ? [
          {
            '@type': 'ImageObject',
            url: picture,
            ...PICTURE_SIZE,
            caption: story.picture?.caption,
            creditText: PICTURE_CREDIT,
          },
        ]
      : undefined,
  };
  return markup`<script type="application/ld+json">${jsonInScript(article)}</script>`;
}

/** Every second paper writes JSON-LD and the rest do not: readers of pages must get by with either. */
function hasStructuredData(outlet: SampleOutlet): boolean {
  return outlet.isOwn || outlet.feedKind === 'rss-bare';
}

function articleHead(place: Place, story: SampleStory): Markup {
  const { outlet } = place;
  const address = `${homeOf(place)}/${story.slug}`;
  const picture = pictureOf(place, story);
  return markup`<link rel="canonical" href="${address}">
<meta name="description" content="${story.summary}">
${story.byline && markup`<meta name="author" content="${story.byline}">`}
<meta property="og:type" content="article">
<meta property="og:site_name" content="${outlet.name}">
<meta property="og:title" content="${story.title}">
<meta property="og:description" content="${story.summary}">
<meta property="og:url" content="${address}">
<meta property="article:section" content="${story.section}">
<meta property="article:published_time" content="${publishedAt(story, place.now).toISOString()}">
${
  picture &&
  markup`<meta property="og:image" content="${picture}">
<meta property="og:image:width" content="${PICTURE_SIZE.width}">
<meta property="og:image:height" content="${PICTURE_SIZE.height}">
<meta property="og:image:alt" content="${story.picture?.alt}">
<meta name="twitter:card" content="summary_large_image">`
}
${feedLink(place)}
${hasStructuredData(outlet) && structuredData(place, story)}`;
}

function figure(place: Place, story: SampleStory): Markup | null {
  const picture = pictureOf(place, story);
  if (!picture || !story.picture) return null;
  return markup`<figure>
<img src="${picture}" width="${PICTURE_SIZE.width}" height="${PICTURE_SIZE.height}" alt="${story.picture.alt}">
<figcaption>${story.picture.caption} <span class="credit">${PICTURE_CREDIT}</span></figcaption>
</figure>`;
}

/** An article's page: what a reader sees after a click in the digest. */
export function buildArticlePage(place: Place, story: SampleStory): string {
  const paragraphs = story.body.map((text, i) => markup`<p>${i === 0 ? datelinePrefix(story) : ''}${text}</p>\n`);
  const body = markup`${masthead(place)}
<main>
<article>
<h1>${story.title}</h1>
<p class="standfirst">${story.summary}</p>
<p class="byline">${story.byline ? markup`By <span class="author">${story.byline}</span>` : story.agency} · ${timeElement(publishedAt(story, place.now))}</p>
${figure(place, story)}
<div class="body">
${paragraphs}</div>
</article>
</main>
${footer(place)}`;
  return page(`${story.title} | ${place.outlet.name}`, place.base, articleHead(place, story), body);
}

/** An outlet's front page, with the link by which its feed is discovered. */
export function buildHomePage(place: Place): string {
  const { outlet, base, now } = place;
  const teasers = newestFirst(outlet).map((story) => {
    const picture = pictureOf(place, story);
    return markup`<li>
${picture && markup`<a href="${homeOf(place)}/${story.slug}" tabindex="-1"><img src="${picture}" width="${PICTURE_SIZE.width}" height="${PICTURE_SIZE.height}" alt="${story.picture?.alt}"></a>`}
<h2><a href="${homeOf(place)}/${story.slug}">${story.title}</a></h2>
<p>${story.summary}</p>
<p class="byline">${story.byline ?? story.agency} · ${timeElement(publishedAt(story, now))}</p>
</li>
`;
  });
  const body = markup`${masthead(place)}
<main><ul class="teasers">
${teasers}</ul></main>
${footer(place)}`;
  const head = markup`<meta name="description" content="${outlet.motto}">\n${feedLink(place)}`;
  return page(outlet.name, base, head, body);
}

/** What the sample newsletter's footer calls its privacy notice. */
export function buildPrivacyPage(base: string): string {
  const body = markup`<header class="masthead"><a href="${base}/">The sample newsroom</a></header>
<main><article>
<h1>Privacy</h1>
<p class="standfirst">The readers of the sample newsletter are invented, and its mail goes to an inbox on this machine.</p>
<div class="body">
<p>A newspaper says here what it keeps of its readers, why and for how long. Reveille keeps an address, what its reader chose and when, and the words that were agreed to; it counts no reader’s opens or clicks. Each mail’s preferences link shows and erases what is kept.</p>
</div>
</article></main>`;
  return page('Privacy | The sample newsroom', base, null, body);
}

/** The page that lists the five papers. */
export function buildNewsroomPage(base: string): string {
  const papers = SAMPLE_OUTLETS.map(
    (outlet) => markup`<li>
<h2><a href="${base}/${outlet.slug}/">${outlet.name}</a></h2>
<p>${outlet.motto}. ${outlet.place}.</p>
<p class="byline"><a href="${base}/${outlet.slug}/${outlet.feedFile}">${outlet.feedFile}</a> · ${outlet.stories.length} stories</p>
</li>
`,
  );
  const body = markup`<header class="masthead"><a href="${base}/">The sample newsroom</a>
<p>Five fictional papers, so that a first edition can be made from real feeds</p></header>
<main><ul class="teasers">
${papers}</ul></main>`;
  return page('The sample newsroom', base, null, body);
}
