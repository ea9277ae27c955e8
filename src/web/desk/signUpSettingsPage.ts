import type { Newsletter } from '../../editions/newsletters/newsletters.ts';
import type { SignUpWords } from '../../editions/newsletters/signUpWords.ts';
import type { Snippet } from '../../editions/newsletters/snippets.ts';
import type { Fields } from '../forms.ts';
import { href, type Site } from '../site.ts';
import type { Staff } from '../web.ts';
import { deskPage, formToken } from './deskPage.ts';
import { html, type Html } from '../markup/html.ts';

export type SignUpSettings = {
  newsletter: Newsletter;
  /** The texts that readers see now. */
  words: SignUpWords;
  snippets: Snippet[];
  hasInbox: boolean;
  error: string | null;
  /** The input that was rejected. */
  typed: Fields | null;
};

const POLICIES = {
  off: 'Accept',
  warn: 'Accept after a warning',
  refuse: 'Reject',
} as const;

function textField({
  name,
  label,
  hint,
  value,
  placeholder = '',
}: Record<'name' | 'label' | 'hint' | 'value', string> & { placeholder?: string }): Html {
  return html`<p class="field">
    <label for="${name}">${label}</label>
    <input id="${name}" name="${name}" value="${value}" placeholder="${placeholder}" aria-describedby="${name}-hint" />
    <small id="${name}-hint">${hint}</small>
  </p>`;
}

function settingsForm(site: Site, staff: Staff, { newsletter, words, error, typed }: SignUpSettings): Html {
  const policy = typed?.['disposable'] ?? newsletter.disposable_addresses;
  const value = (name: string, stored: string | null): string => typed?.[name] ?? stored ?? '';
  return html`<form method="post" action="${href(site, `/desk/newsletters/${newsletter.slug}/sign-up`)}">
    ${formToken(staff)} ${error ? html`<p class="error" role="alert">${error}</p>` : ''}
    ${textField({
      name: 'heading',
      label: 'Heading',
      hint: 'If empty, the name of the newsletter.',
      value: value('heading', newsletter.sign_up_heading),
      placeholder: words.heading.text,
    })}
    ${textField({
      name: 'promise',
      label: 'Description',
      hint: 'One or two sentences on what readers get. If empty, the description of the newsletter.',
      value: value('promise', newsletter.sign_up_promise),
      placeholder: words.promise.text,
    })}
    ${textField({
      name: 'button',
      label: 'Button',
      hint: 'For example “Sign up now”. If empty, a text with the name of the newsletter.',
      value: value('button', newsletter.sign_up_button),
      placeholder: words.button.text,
    })}
    ${textField({
      name: 'privacy',
      label: 'Privacy policy',
      hint: 'The address of the page. Linked below the form and in every mail.',
      value: value('privacy', newsletter.privacy_url),
    })}
    ${textField({
      name: 'sites',
      label: 'Sites whose scripts may post sign-ups',
      hint: 'For example https://paper.example, separated by spaces. Not needed for blocks, forms and links.',
      value: value('sites', newsletter.sign_up_sites.join(' ')),
    })}
    ${textField({
      name: 'days',
      label: 'Days until an unconfirmed sign-up is deleted',
      hint: 'From 3 to 90. All data of the sign-up is deleted.',
      value: value('days', String(newsletter.pending_days)),
    })}
    <p class="field">
      <label for="disposable">Disposable addresses</label>
      <select id="disposable" name="disposable">
        ${Object.entries(POLICIES).map(
          ([name, label]) => html`<option value="${name}" ${name === policy ? html` selected` : ''}>${label}</option>`,
        )}
      </select>
    </p>
    <button>Save</button>
    <p><small>The exact text that a reader saw is stored with each consent.</small></p>
  </form>`;
}

/** The page of a newsletter's sign-up settings. */
export function signUpSettingsPage(site: Site, staff: Staff, settings: SignUpSettings): Html {
  const { newsletter, snippets, hasInbox } = settings;
  const { slug, name } = newsletter;
  return deskPage(site, {
    title: `Sign-up: ${name}`,
    section: 'desk',
    staff,
    hasInbox,
    body: html`<h1>Sign-up <small>${name}</small></h1>
      <div class="halves">
        <section class="card">
          <h2>Texts and rules</h2>
          ${settingsForm(site, staff, settings)}
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
${snippet.code}</textarea>
            </p>`,
        )}
      </section>`,
  });
}
