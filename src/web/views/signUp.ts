import type { Edition } from '../../editions/load.ts';
import type { Newsletter } from '../../newsletters/newsletters.ts';
import { href, type Site } from '../site.ts';
import { formatDay } from './dates.ts';
import { html, safeUrl, type Html } from './html.ts';
import { publicPage } from './layout.ts';
import { signUpForm, type SignUpForm } from './signUpForm.ts';

/** Links to editions, one a line: the day and the subject it went out with. */
export function editionLinks(site: Site, newsletter: Newsletter, editions: Edition[]): Html {
  return html`<ul class="editions">
    ${editions.map(
      (edition) =>
        html` <li>
          <a href="${href(site, `/editions/${newsletter.slug}/${edition.date}`)}">
            <span class="when"
              ><time datetime="${edition.date}">${formatDay(edition.date, newsletter.language)}</time
              >${edition.is_rehearsal ? html` <span class="mark">Rehearsal</span>` : ''}</span
            >
            <span class="subject" lang="${newsletter.language}">${edition.subject}</span></a
          >
        </li>`,
    )}
  </ul>`;
}

/** Who is behind a newsletter, as far as its settings say. */
export function imprint(newsletter: Newsletter): Html {
  const imprintUrl = safeUrl(newsletter.imprint_url);
  const sender = [newsletter.legal_name, newsletter.postal_address].filter(Boolean).join(', ');
  if (!sender && !imprintUrl) return html``;
  return html`<footer class="imprint">
    <p>${sender}${imprintUrl ? html` <a href="${imprintUrl}">Imprint</a>` : ''}</p>
  </footer>`;
}

export function signUpPage(
  site: Site,
  newsletter: Newsletter,
  editions: Edition[],
  form: Omit<SignUpForm, 'slug' | 'isEmbedded'>,
): Html {
  return publicPage(site, {
    title: form.error ? `Please check: ${form.words.heading}` : form.words.heading,
    masthead: { name: newsletter.legal_name ?? 'Newsletters', path: '/' },
    head: html`<meta name="description" content="${form.words.promise}" />
      <link
        rel="alternate"
        type="application/rss+xml"
        title="${newsletter.name}"
        href="${href(site, `/editions/${newsletter.slug}/feed.xml`)}"
      />`,
    body: html`<section class="pitch">
        <h1>${form.words.heading}</h1>
        <p class="promise">${form.words.promise}</p>
        ${signUpForm(site, { ...form, slug: newsletter.slug, isEmbedded: false })}
      </section>
      ${
        editions.length > 0
          ? html`<section class="latest">
              <h2>Latest editions</h2>
              ${editionLinks(site, newsletter, editions)}
              <p><a href="${href(site, `/editions/${newsletter.slug}`)}">All editions</a></p>
            </section>`
          : ''
      }
      ${imprint(newsletter)}`,
  });
}

/** The front where there are several newsletters, or none yet. */
export function frontPage(site: Site, newsletters: Newsletter[]): Html {
  return publicPage(site, {
    title: 'Newsletters',
    body:
      newsletters.length === 0
        ? html`<section class="message">
            <h1>No newsletter yet</h1>
            <p>There is nothing to sign up for so far.</p>
          </section>`
        : html`<h1>Newsletters</h1>
            <ul class="newsletters">
              ${newsletters.map(
                (newsletter) =>
                  html` <li>
                    <h2><a href="${href(site, `/newsletters/${newsletter.slug}`)}">${newsletter.name}</a></h2>
                    <p>${newsletter.description}</p>
                  </li>`,
              )}
            </ul>`,
  });
}
