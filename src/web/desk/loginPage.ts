import type { FirstAccount } from '../../staff/firstAccount.ts';
import { href, type Site } from '../site.ts';
import { deskPage } from './deskPage.ts';
import { PASSKEY_SCRIPTS, usePasskeyForm } from './passkeys/passkeyParts.ts';
import { html, type Html } from '../markup/html.ts';

/** What the sign-in form shows and carries. */
export type LoginPage = {
  error: string | null;
  name: string;
  /** The page that the sign-in leads to; empty for the desk. */
  to: string;
  /** A form that arrived without a session, sealed. Empty if there is none. */
  kept: string;
  notice: keyof typeof NOTICES | null;
  hasPasskeys: boolean;
};

const NOTICES = {
  reset: 'Your password is changed, and all your sessions have ended. Sign in with the new password.',
  kept: 'You were signed out, and nothing was changed. Sign in to go on: what you typed comes back in its form.',
  tooLong:
    'You were signed out, and nothing was changed. What you typed is too long to be carried along: open a second window, sign in there, then come back to this one with “Back” and send the form again.',
} as const;

const carried = (name: string, value: string): Html =>
  value === '' ? html`` : html`<input type="hidden" name="${name}" value="${value}" />`;

/** The sign-in form. */
export function loginPage(site: Site, { error, name, to, kept, notice, hasPasskeys }: LoginPage): Html {
  return deskPage(site, {
    title: 'Sign in',
    section: 'login',
    scripts: hasPasskeys ? PASSKEY_SCRIPTS : [],
    body: html`<section class="login">
      <h1>Sign in</h1>
      ${notice ? html`<p class="notice" role="status">${NOTICES[notice]}</p>` : ''}
      ${error ? html`<p class="error" role="alert">${error}</p>` : ''}
      <form method="post" action="${href(site, '/desk/login')}">
        ${carried('to', to)}${carried('kept', kept)}
        <p class="field">
          <label for="name">Name</label
          ><input
            id="name"
            name="name"
            required
            autocomplete="username"
            autocapitalize="none"
            maxlength="100"
            value="${name}"
          />
        </p>
        <p class="field">
          <label for="password">Password</label
          ><input
            id="password"
            name="password"
            type="password"
            required
            autocomplete="current-password"
            maxlength="200"
          />
        </p>
        <button>Sign in</button>
      </form>
      ${
        hasPasskeys
          ? usePasskeyForm(site, {
              action: '/desk/login/passkey',
              options: '/desk/login/options',
              fields: html`${carried('to', to)}${carried('kept', kept)}`,
              label: 'Sign in with a passkey',
            })
          : ''
      }
      <p class="fine">
        <a href="${href(site, '/desk/forgotten')}">Forgotten your password?</a> On the server,
        <code>reveille staff list</code> lists the accounts, and <code>reveille staff reset NAME</code> prints a new
        password.
      </p>
    </section>`,
  });
}

/** Replaces the sign-in form until the first account exists. */
export function firstAccountPage(site: Site, { command, place }: FirstAccount): Html {
  return deskPage(site, {
    title: 'No account yet',
    section: 'login',
    body: html`<section class="login wide">
      <h1>No account yet</h1>
      <p>This desk needs an account before anybody can sign in. Run this command ${place}:</p>
      <pre><code>${command}</code></pre>
      <p>
        The command prints a password once. Then <a href="${href(site, '/desk/login')}">sign in</a> with the name
        “desk”.
      </p>
    </section>`,
  });
}
