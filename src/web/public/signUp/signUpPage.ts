import { editionPath } from '../../../editions/address.ts';
import type { Edition, EditionStory } from '../../../editions/load.ts';
import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { wordsIn } from '../../../language/catalogues.ts';
import { fillWords } from '../../../language/words.ts';
import { safeUrl } from '../../../domain/safeUrl.ts';
import { assetPath } from '../../assets.ts';
import { href, type Site } from '../../site.ts';
import { html, inLanguage, type Html } from '../../markup/html.ts';
import { publicPage } from '../../markup/layout.ts';
import { whole } from '../../markup/whole.ts';
import { editionLinks, editionWhen } from '../editionLinks.ts';
import { imprint } from '../imprint.ts';
import { signUpForm, type SignUpForm } from './signUpForm.ts';

/** The latest edition with its first stories, as a sample. */
export type Sample = { edition: Edition; stories: EditionStory[] };

function sampleSection(site: Site, newsletter: Newsletter, { edition, stories }: Sample, language: string): Html {
  const words = wordsIn(language).signUp.sample;
  return html`<section class="latest" aria-labelledby="sample">
    <h2 id="sample">${words.heading}</h2>
    <p>${editionWhen(edition, newsletter, language)}</p>
    <ol class="sample" ${inLanguage(newsletter.language, language)}>
      ${stories.map((story) => {
        const url = safeUrl(story.url);
        return html`<li>
          <h3>${url ? html`<a href="${url}">${whole(story.headline)}</a>` : whole(story.headline)}</h3>
          ${story.position === 1 && story.summary ? html`<p>${whole(story.summary)}</p>` : ''}
          <p class="source"><b>${story.outlet_name}</b></p>
        </li>`;
      })}
    </ol>
    <p><a href="${href(site, editionPath(newsletter.slug, edition))}">${words.read}</a></p>
  </section>`;
}

export function signUpPage(
  site: Site,
  newsletter: Newsletter,
  { sample, past }: { sample: Sample | null; past: Edition[] },
  form: SignUpForm,
): Html {
  const { words, language } = form;
  const { signUp } = wordsIn(language);
  const heading = words.heading.text;
  return publicPage(site, {
    title: form.error ? fillWords(signUp.checkTitle, { heading }) : heading,
    language,
    masthead: newsletter.legal_name ? { name: newsletter.legal_name, path: '/', language: newsletter.language } : null,
    head: html`<meta name="description" content="${words.promise.text}" />
      <link
        rel="alternate"
        type="application/rss+xml"
        title="${newsletter.name}"
        href="${href(site, `/editions/${newsletter.slug}/feed.xml`)}"
      />
      <script src="${href(site, assetPath('signUp.js'))}" defer></script>`,
    body: html`<section class="pitch">
        <h1${inLanguage(words.heading.language, language)}>${heading}</h1>
        <p class="promise"${inLanguage(words.promise.language, language)}>${words.promise.text}</p>
        ${signUpForm(site, form)}
      </section>
      ${sample ? sampleSection(site, newsletter, sample, language) : ''}
      ${
        past.length > 0
          ? html`<section class="latest" aria-labelledby="past">
              <h2 id="past">${signUp.past}</h2>
              ${editionLinks(site, newsletter, past, language)}
              <p><a href="${href(site, `/editions/${newsletter.slug}`)}">${wordsIn(language).edition.all}</a></p>
            </section>`
          : ''
      }
      ${imprint(newsletter, language)}`,
  });
}

/** The front page if there are several newsletters, or none. */
export function frontPage(site: Site, newsletters: Newsletter[], language: string): Html {
  const { page } = wordsIn(language);
  return publicPage(site, {
    title: page.newsletters,
    language,
    body:
      newsletters.length === 0
        ? html`<section class="message">
            <h1>${page.noNewsletter.heading}</h1>
            <p>${page.noNewsletter.text}</p>
          </section>`
        : html`<h1>${page.newsletters}</h1>
            <ul class="newsletters">
              ${newsletters.map(
                (newsletter) =>
                  html` <li${inLanguage(newsletter.language, language)}>
                    <h2><a href="${href(site, `/newsletters/${newsletter.slug}`)}">${newsletter.name}</a></h2>
                    <p>${newsletter.description}</p>
                  </li>`,
              )}
            </ul>`,
  });
}
