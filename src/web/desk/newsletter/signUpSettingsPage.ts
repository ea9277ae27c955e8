import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { SIGN_UP_KEYS, type SettingKey } from '../../../editions/newsletters/settings.ts';
import type { Snippet } from '../../../editions/newsletters/snippets.ts';
import { html, type Html } from '../../markup/html.ts';
import { href, type Site } from '../../site.ts';
import type { Staff } from '../../web.ts';
import { deskPage } from '../deskPage.ts';
import { newsletterTabs } from './newsletterTabs.ts';
import { savedNotice, settingsForm, type RefusedSettings } from './settingsForm.ts';

export type SignUpSettings = {
  newsletter: Newsletter;
  snippets: Snippet[];
  refused: RefusedSettings | null;
  saved: readonly SettingKey[] | null;
};

const GROUPS = [{ title: 'Texts and rules', keys: SIGN_UP_KEYS }];

/** The page of a newsletter's sign-up settings. */
export function signUpSettingsPage(site: Site, staff: Staff, settings: SignUpSettings): Html {
  const { newsletter, snippets, refused, saved } = settings;
  const { slug, name } = newsletter;
  return deskPage(site, {
    title: `Sign-up: ${name}`,
    section: 'newsletters',
    scripts: ['copy.js', 'unsaved.js'],
    staff,
    body: html`<h1>Sign-up <small>${name}</small></h1>
      ${savedNotice(saved)} ${newsletterTabs(site, newsletter, 'sign-up')}
      <div class="halves">
        <section class="card">
          ${settingsForm({ site, staff, newsletter, at: 'sign-up', groups: GROUPS, refused })}
          <p><small>The exact text that a reader saw is stored with each consent.</small></p>
        </section>
        <section class="card">
          <h2>Preview</h2>
          <p><a href="${href(site, `/newsletters/${slug}`)}">The sign-up page</a></p>
          ${(['light', 'dark'] as const).map(
            (theme) =>
              html`<iframe
                class="block"
                src="${href(site, `/embed/${slug}?theme=${theme}`)}"
                title="The block, ${theme}"
                loading="lazy"
              ></iframe>`,
          )}
        </section>
      </div>
      <section class="card">
        <h2>Code for your pages</h2>
        ${snippets.map(
          (snippet) =>
            html`<p class="field">
              <label for="snippet-${snippet.name}">${snippet.name}</label>
              <small id="about-${snippet.name}">${snippet.about}</small>
              <textarea
                id="snippet-${snippet.name}"
                class="code"
                readonly
                rows="${snippet.code.split('\n').length + 2}"
                aria-describedby="about-${snippet.name}"
                spellcheck="false"
              >
${snippet.code}</textarea
              ><button class="quiet small" type="button" data-copy="snippet-${snippet.name}" hidden>
                Copy<span class="unseen"> the ${snippet.name}</span>
              </button>
            </p>`,
        )}
      </section>`,
  });
}
