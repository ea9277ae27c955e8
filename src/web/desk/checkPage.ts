import { MAX_PASSWORD_LENGTH } from '../../staff/passwordRules.ts';
import { html, type Html } from '../markup/html.ts';
import { href, type Site } from '../site.ts';
import type { Staff } from '../web.ts';
import { deskPage, formToken } from './deskPage.ts';
import type { SentForm } from './kept/readSent.ts';
import { pageOf } from './matchRoute.ts';
import { PASSKEY_SCRIPTS, usePasskeyForm } from './passkeys/passkeyParts.ts';

/** Asks a person to prove who they are. The form that they sent is carried along, and sent again with the password. */
export function checkPage(
  site: Site,
  staff: Staff,
  { sent, hasPasskey, error }: { sent: SentForm; hasPasskey: boolean; error: string | null },
): Html {
  const fields = html`${formToken(staff)}${sent.fields.map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  )}`;
  return deskPage(site, {
    title: 'Your password, please',
    section: 'desk',
    staff,
    scripts: hasPasskey ? PASSKEY_SCRIPTS : [],
    body: html`<section class="login">
      <h1>Your password, please</h1>
      <p>Nothing has happened yet. This step needs your password, because you signed in more than ten minutes ago.</p>
      <form method="post" action="${href(site, sent.path)}">
        ${fields}
        <p class="field">
          <label for="username">Name</label
          ><input id="username" readonly autocomplete="username" value="${staff.name}" />
        </p>
        <div class="field">
          <label for="password">Password</label>
          ${error === null ? '' : html`<p class="error" id="password-error" role="alert">${error}</p>`}
          <input
            id="password"
            name="password"
            type="password"
            required
            autocomplete="current-password"
            maxlength="${MAX_PASSWORD_LENGTH}"
            ${error === null ? '' : html`aria-invalid="true" aria-describedby="password-error"`}
          />
        </div>
        <button>Go on</button>
      </form>
      ${
        hasPasskey
          ? usePasskeyForm(site, { action: sent.path, options: '/desk/check/options', fields, label: 'Use a passkey' })
          : ''
      }
      <p class="fine"><a href="${href(site, pageOf(sent.path.split('?')[0]!))}">Back, without doing it</a></p>
    </section>`,
  });
}
