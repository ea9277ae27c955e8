import { editionPath } from '../../../editions/address.ts';
import type { Edition, EditionStory } from '../../../editions/load.ts';
import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { SEPARATOR } from '../../../language/bind.ts';
import { wordsIn } from '../../../language/catalogues.ts';
import { fillWords } from '../../../language/words.ts';
import { safeUrl } from '../../../domain/safeUrl.ts';
import { assetPath } from '../../assets.ts';
import { href, type Site } from '../../site.ts';
import { formatDay } from '../../markup/dates.ts';
import { describeKind } from '../../markup/editionWords.ts';
import { html, inLanguage, type Html } from '../../markup/html.ts';
import { publicPage } from '../../markup/layout.ts';
import { signUpForm, type SignUpForm } from './signUpForm.ts';

function when(edition: Edition, newsletter: Newsletter, language: string): Html {
  const words = wordsIn(language).edition;
  return html`<span class="when"
    ><time datetime="${edition.date}" ${inLanguage(newsletter.language, language)}
      >${formatDay(edition.date, newsletter.language)}</time
    >${edition.kind === 'daily' ? '' : SEPARATOR + describeKind(words, edition)}${edition.is_rehearsal ? html` <span class="mark">${words.rehearsal}</span>` : ''}</span
  >`;
}

/** Links to editions, one a line: the day and the subject it went out with. */
export function editionLinks(site: Site, newsletter: Newsletter, editions: Edition[], language: string): Html {
  return html`<ul class="editions">
    ${editions.map(
      (edition) =>
        html` <li>
          <a href="${href(site, editionPath(newsletter.slug, edition))}"
            >${when(edition, newsletter, language)}
            <span class="subject" ${inLanguage(newsletter.language, language)}>${edition.subject}</span></a
          >
        </li>`,
    )}
  </ul>`;
}

/** Who is behind a newsletter, as far as its settings say. */
export function imprint(newsletter: Newsletter, language: string): Html {
  const imprintUrl = safeUrl(newsletter.imprint_url);
  const sender = [newsletter.legal_name, newsletter.postal_address].filter(Boolean).join(', ');
  if (!sender && !imprintUrl) return html``;
  return html`<footer class="imprint">
    <p>
      <span${inLanguage(newsletter.language, language)}>${sender}</span>${
        imprintUrl ? html` <a href="${imprintUrl}">${wordsIn(language).page.imprint}</a>` : ''
      }
    </p>
  </footer>`;
}

/** The edition that went out last, by its leading stories: what a reader would have had. */
export type Sample = { edition: Edition; stories: EditionStory[] };

function sampleSection(site: Site, newsletter: Newsletter, { edition, stories }: Sample, language: string): Html {
  const words = wordsIn(language).signUp.sample;
  return html`<section class="latest" aria-labelledby="sample">
    <h2 id="sample">${words.heading}</h2>
    <p>${when(edition, newsletter, language)}</p>
    <ol class="sample" ${inLanguage(newsletter.language, language)}>
      ${stories.map((story) => {
        const url = safeUrl(story.url);
        return html`<li>
          <h3>${url ? html`<a href="${url}">${story.headline}</a>` : story.headline}</h3>
          ${story.position === 1 && story.summary ? html`<p>${story.summary}</p>` : ''}
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

/** The front where there are several newsletters, or none yet. */
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
