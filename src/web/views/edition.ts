import type { Edition, EditionStory, LoadedEdition } from '../../editions/load.ts';
import type { Newsletter } from '../../newsletters/newsletters.ts';
import { wordsIn, wordsLanguage, type Words } from '../../words/catalogues.ts';
import { fillWords } from '../../words/words.ts';
import { absoluteUrl, href, type Site } from '../site.ts';
import { formatDay } from './dates.ts';
import { html, inLanguage, safeUrl, type Html } from './html.ts';
import { publicPage } from './layout.ts';
import { previewPicture, storyPicture } from './picture.ts';
import { newsletterMasthead } from './readerPage.ts';
import { editionLinks, imprint } from './signUp.ts';

/** Our own words on an edition's page, with the language that they are in where it is not the page's. */
type Ours = { words: Words['page']['editions']; attributes: Html };

function storyArticle(site: Site, story: EditionStory, ours: Ours): Html {
  const url = safeUrl(story.url);
  const isFirst = story.position === 1;
  return html`<article class="story${isFirst ? ' lead' : ''}">
    ${storyPicture(site, story, isFirst)}
    <div class="words">
      <h2>${url ? html`<a href="${url}">${story.headline}</a>` : story.headline}</h2>
      ${story.summary ? html`<p class="summary">${story.dateline ? html`<span class="dateline">${story.dateline}</span> ` : ''}${story.summary}</p>` : ''}
      <p class="source">
        ${story.byline ? html`${story.byline}, ` : ''}<b>${story.outlet_name}</b>${story.agency ? html` / ${story.agency}` : ''}${
          story.also_reported_by.length > 0
            ? html`<span class="also"> · <span${ours.attributes}>${fillWords(ours.words.also, { outlets: story.also_reported_by.join(', ') })}</span></span>`
            : ''
        }
      </p>
      ${story.copyright ? html`<p class="copyright">${story.copyright}</p>` : ''}
    </div>
  </article>`;
}

function openGraph(site: Site, { edition, newsletter, stories }: LoadedEdition, title: string): Html {
  const picture = previewPicture(site, stories);
  const url = absoluteUrl(site, `/editions/${newsletter.slug}/${edition.date}`);
  return html`<link rel="canonical" href="${url}" />
    <meta name="description" content="${edition.preheader}" />
    <meta property="og:type" content="article" />
    <meta property="og:site_name" content="${newsletter.name}" />
    <meta property="og:title" content="${title}" />
    <meta property="og:description" content="${edition.preheader}" />
    <meta property="og:url" content="${url}" />
    ${picture ? html`<meta property="og:image" content="${picture}" />` : ''}
    <meta name="twitter:card" content="${picture ? 'summary_large_image' : 'summary'}" />
    <link
      rel="alternate"
      type="application/rss+xml"
      title="${newsletter.name}"
      href="${href(site, `/editions/${newsletter.slug}/feed.xml`)}"
    />`;
}

/** An edition in the browser. */
export function editionPage(
  site: Site,
  loaded: LoadedEdition,
  { previous, next }: { previous: string | null; next: string | null },
): Html {
  const { edition, newsletter, stories } = loaded;
  const day = formatDay(edition.date, newsletter.language);
  const title = edition.subject || `${newsletter.name}, ${day}`;
  const { language } = newsletter;
  const ours = {
    words: wordsIn(language).page.editions,
    attributes: inLanguage(wordsLanguage(language), language),
  };
  const { words, attributes } = ours;
  const link = (date: string): string => href(site, `/editions/${newsletter.slug}/${date}`);
  return publicPage(site, {
    title,
    language: newsletter.language,
    isPrivate: edition.is_rehearsal,
    masthead: newsletterMasthead(newsletter),
    head: openGraph(site, loaded, title),
    body: html`<div class="edition">
        ${edition.is_rehearsal ? html`<p class="rehearsal" ${attributes}><strong>${words.rehearsal}.</strong> ${words.rehearsalNote}</p>` : ''}
        <header class="dateline-bar">
          <h1><span class="unseen">${newsletter.name}, </span><time datetime="${edition.date}">${day}</time></h1>
        </header>
        ${stories.map((story) => storyArticle(site, story, ours))}
        <nav class="pager" aria-label="${words.heading}">
          ${previous ? html`<a rel="prev" href="${link(previous)}">← ${formatDay(previous, newsletter.language)}</a>` : html`<span></span>`}
          <a href="${href(site, `/editions/${newsletter.slug}`)}" ${attributes}>${words.all}</a>
          ${next ? html`<a rel="next" href="${link(next)}">${formatDay(next, newsletter.language)} →</a>` : html`<span></span>`}
        </nav>
        <p class="invite">
          <a class="button" href="${href(site, `/newsletters/${newsletter.slug}`)}" ${attributes}
            >${fillWords(words.getByMail, { newsletter: newsletter.name })}</a
          >
        </p>
      </div>
      ${imprint(newsletter, newsletter.language)}`,
  });
}

export function archivePage(site: Site, newsletter: Newsletter, editions: Edition[], language: string): Html {
  const words = wordsIn(language).page.editions;
  return publicPage(site, {
    title: fillWords(words.title, { newsletter: newsletter.name }),
    language,
    masthead: newsletterMasthead(newsletter),
    head: html`<link
      rel="alternate"
      type="application/rss+xml"
      title="${newsletter.name}"
      href="${href(site, `/editions/${newsletter.slug}/feed.xml`)}"
    />`,
    body: html`<h1>${words.heading}</h1>
      ${editions.length > 0 ? editionLinks(site, newsletter, editions, language) : html`<p>${words.none}</p>`}
      <p>
        <a href="${href(site, `/editions/${newsletter.slug}/feed.xml`)}">${words.feed}</a> ·
        <a href="${href(site, `/newsletters/${newsletter.slug}`)}">${words.signUp}</a>
      </p>
      ${imprint(newsletter, language)}`,
  });
}
