import type { FirstAccount } from '../../staff/firstAccount.ts';
import { href, type Site } from '../site.ts';
import { deskPage } from './deskPage.ts';
import { html, type Html } from '../markup/html.ts';

export function loginPage(site: Site, error: string | null, name: string): Html {
  return deskPage(site, {
    title: 'Sign in',
    section: 'login',
    body: html`<section class="login">
      <h1>Sign in</h1>
      ${error ? html`<p class="error" role="alert">${error}</p>` : ''}
      <form method="post" action="${href(site, '/desk/login')}">
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
      <p class="fine">
        The password is printed once, when the account is added. <code>reveille staff list</code> lists the accounts.
        <code>reveille staff reset NAME</code> prints a new password.
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
