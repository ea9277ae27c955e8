import type { Role } from '../../../domain/roles.ts';
import { html, type Html } from '../../markup/html.ts';
import { href, type Site } from '../../site.ts';
import { deskPage } from '../deskPage.ts';
import { NEW_PASSWORD_HINT, passwordField } from '../passwordField.ts';

/** What is wrong with a field of the form. */
export type LinkFaults = Partial<Record<'name' | 'password' | 'again', string>>;

const page = (site: Site, title: string, body: Html): Html =>
  deskPage(site, { title, section: 'login', body: html`<section class="login">${body}</section>` });

const newPassword = (faults: LinkFaults): Html =>
  html`${passwordField('password', 'Password', { fault: faults.password, hint: NEW_PASSWORD_HINT })}
  ${passwordField('again', 'Password again', { fault: faults.again })}`;

const ROLES_IN_WORDS: Readonly<Record<Role, string>> = {
  viewer: 'You will be able to read everything.',
  editor: 'You will be able to change stories and to pause a send.',
  sender: 'You will be able to change stories, approve and send.',
  owner: 'You will be able to do everything, accounts and settings included.',
};

/** The page of an invitation: the person chooses a name and a password. */
export function invitationPage(
  site: Site,
  path: string,
  { role, name, faults }: { role: Role; name: string; faults: LinkFaults },
): Html {
  return page(
    site,
    'You are invited',
    html`<h1>You are invited</h1>
      <p>Choose your name and your password for the desk. Your role is <b>${role}</b>. ${ROLES_IN_WORDS[role]}</p>
      <form method="post" action="${href(site, path)}">
        <div class="field">
          <label for="name">Your name</label>
          ${faults.name === undefined ? '' : html`<p class="error" id="name-error">${faults.name}</p>`}
          <input
            id="name"
            name="name"
            required
            maxlength="100"
            autocomplete="username"
            value="${name}"
            aria-describedby="${faults.name === undefined ? '' : 'name-error '}name-hint"
            ${faults.name === undefined ? '' : html`aria-invalid="true"`}
          />
          <small id="name-hint">You sign in with it, and colleagues see it beside what you change.</small>
        </div>
        ${newPassword(faults)}
        <button>Make my account</button>
      </form>`,
  );
}

/** The page of a reset link. */
export function resetPage(site: Site, path: string, { name, faults }: { name: string; faults: LinkFaults }): Html {
  return page(
    site,
    'Choose a new password',
    html`<h1>Choose a new password</h1>
      <form method="post" action="${href(site, path)}">
        <p class="field">
          <label for="username">Name</label><input id="username" readonly autocomplete="username" value="${name}" />
        </p>
        ${newPassword(faults)}
        <p class="fine">All your sessions end. Passkeys stay.</p>
        <button>Change the password</button>
      </form>`,
  );
}

/** Asks for the name of the account whose password is forgotten; `isAsked`: the answer, which is the same for every name. */
export function forgottenPage(site: Site, { isAsked, error }: { isAsked: boolean; error: string | null }): Html {
  return page(
    site,
    'Forgotten password',
    html`<h1>Forgotten password</h1>
      ${
        isAsked
          ? html`<p class="notice" role="status">
              If this account exists and has an email address, a letter is on its way to it. Its link works once, for an
              hour.
            </p>`
          : ''
      }
      ${error === null ? '' : html`<p class="error" role="alert">${error}</p>`}
      <form method="post" action="${href(site, '/desk/forgotten')}">
        <p class="field">
          <label for="name">Your name at the desk, or your email address</label
          ><input id="name" name="name" required maxlength="254" autocomplete="username" autocapitalize="none" />
        </p>
        <button>${isAsked ? 'Ask again' : 'Mail me a link'}</button>
      </form>
      <p class="fine">
        No letter? Ask an owner of the desk, who can make a new password for you. Owners who are locked out use the
        command
        <code>reveille staff reset NAME</code>.
      </p>
      <p><a href="${href(site, '/desk/login')}">Back to the sign-in</a></p>`,
  );
}

/** A link that is unknown, used or expired: one answer for all. */
export function deadLinkPage(site: Site): Html {
  return page(
    site,
    'This link does not work',
    html`<h1>This link does not work</h1>
      <p role="alert">It was used already, it has expired, or a part of it is missing.</p>
      <p>
        Ask an owner of the desk for another invitation, or
        <a href="${href(site, '/desk/forgotten')}">ask for a new password</a>.
      </p>
      <p><a href="${href(site, '/desk/login')}">Sign in</a></p>`,
  );
}
