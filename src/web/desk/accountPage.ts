import { nameBrowser } from '../../staff/browserName.ts';
import type { Passkey } from '../../staff/passkeys.ts';
import type { StaffSession } from '../../staff/staffSessions.ts';
import { href, type Site } from '../site.ts';
import type { Staff } from '../web.ts';
import { formatTime } from '../markup/dates.ts';
import { deskPage, formToken } from './deskPage.ts';
import { PASSKEY_SCRIPTS, passkeySection } from './passkeys/passkeyParts.ts';
import { NEW_PASSWORD_HINT, passwordField } from './passwordField.ts';
import { html, type Html } from '../markup/html.ts';

/** What the address of the page says was just done. */
export const DONE = [
  'password',
  'session',
  'sessions',
  'email',
  'passkey',
  'passkey-renamed',
  'passkey-removed',
] as const;
type Done = (typeof DONE)[number];
const NOTICES: Readonly<Record<Done, string>> = {
  password: 'Your password is changed. Your other sessions have ended.',
  session: 'The session has ended.',
  sessions: 'All your other sessions have ended.',
  email: 'Your address is changed.',
  passkey: 'The passkey is added. You can sign in with it from now on.',
  'passkey-renamed': 'The passkey has its new name.',
  'passkey-removed': 'The passkey is removed. You can delete it on your device as well.',
};

/** What is wrong with a field of the password's form, with the address, or with the new passkey. */
export type AccountFaults = Partial<Record<'old' | 'password' | 'again' | 'email' | 'passkey', string>>;

type Account = {
  sessions: StaffSession[];
  passkeys: Passkey[];
  /** Why passkeys are not offered, or null. */
  unavailable: string | null;
  email: string;
  zone: string;
  faults: AccountFaults;
  done: Done | null;
};

function passwordForm(site: Site, staff: Staff, faults: AccountFaults): Html {
  const isRefused = Boolean(faults.old ?? faults.password ?? faults.again);
  return html`<section class="card settings">
    <h2>Password</h2>
    ${isRefused ? html`<p class="error" role="alert">Your password was not changed. See below.</p>` : ''}
    <form method="post" action="${href(site, '/desk/account')}">
      ${formToken(staff)}
      <p class="field">
        <label for="username">Name</label
        ><input id="username" name="username" readonly autocomplete="username" value="${staff.name}" />
      </p>
      ${passwordField('old', 'Present password', { fault: faults.old })}
      ${passwordField('password', 'New password', { fault: faults.password, hint: NEW_PASSWORD_HINT })}
      ${passwordField('again', 'New password again', { fault: faults.again })}
      <p class="fine">Your other sessions end when the password changes.</p>
      <button name="action" value="password">Change the password</button>
    </form>
  </section>`;
}

function sessionRow(site: Site, staff: Staff, session: StaffSession, zone: string): Html {
  const { id, createdAt, lastSeenAt, userAgent, address } = session;
  const browser = nameBrowser(userAgent);
  const isThis = id === staff.sessionId;
  return html`<tr>
    <td data-head="Browser">${browser}${isThis ? html` <span class="mark">this one</span>` : ''}</td>
    <td data-head="Signed in" class="when">${formatTime(createdAt, zone)}</td>
    <td data-head="Last seen" class="when">
      ${isThis ? 'now' : lastSeenAt === null ? 'unknown' : formatTime(lastSeenAt, zone)}
    </td>
    <td data-head="Address" class="when">${address ?? 'unknown'}</td>
    <td>
      ${
        isThis
          ? ''
          : html`<form method="post" action="${href(site, '/desk/account')}">
              ${formToken(staff)}<input type="hidden" name="session" value="${id}" /><button
                class="quiet small"
                name="action"
                value="end"
                aria-label="End the session of ${browser}, signed in ${formatTime(createdAt, zone)}"
              >
                End
              </button>
            </form>`
      }
    </td>
  </tr>`;
}

function emailForm(site: Site, staff: Staff, { email, faults }: Account): Html {
  const fault = faults.email;
  return html`<section class="card settings" id="email">
    <h2>Email address</h2>
    <form method="post" action="${href(site, '/desk/account/email')}">
      ${formToken(staff)}
      <div class="field">
        <label for="email-address">Email address</label>
        ${fault === undefined ? '' : html`<p class="error" id="email-error">${fault}</p>`}
        <input
          id="email-address"
          name="email"
          type="email"
          maxlength="254"
          autocomplete="email"
          value="${email}"
          aria-describedby="${fault === undefined ? '' : 'email-error '}email-hint"
          ${fault === undefined ? '' : html`aria-invalid="true"`}
        />
        <small id="email-hint">Optional. If you forget your password, a link for a new one goes to this address.</small>
      </div>
      <button class="quiet">Save the address</button>
    </form>
  </section>`;
}

/** A person's own account. */
export function accountPage(site: Site, staff: Staff, page: Account): Html {
  const { sessions, passkeys, unavailable, zone, faults, done } = page;
  return deskPage(site, {
    title: 'Your account',
    section: 'account',
    staff,
    scripts: unavailable === null ? PASSKEY_SCRIPTS : [],
    body: html`<h1>Your account <small>${staff.name}, ${staff.role}</small></h1>
      ${done === null ? '' : html`<p class="notice" role="status">${NOTICES[done]}</p>`}
      ${passwordForm(site, staff, faults)}
      ${passkeySection(site, staff, { passkeys, unavailable, zone, fault: faults.passkey })}
      ${emailForm(site, staff, page)}
      <section class="card">
        <h2>Sessions <small>${sessions.length}</small></h2>
        <p>A session ends by itself 12 hours after the sign-in. Last seen is accurate to five minutes.</p>
        <table class="stacked">
          <thead>
            <tr>
              <th scope="col">Browser</th>
              <th scope="col">Signed in</th>
              <th scope="col">Last seen</th>
              <th scope="col">Address</th>
              <th scope="col"><span class="unseen">End</span></th>
            </tr>
          </thead>
          <tbody>
            ${sessions.map((session) => sessionRow(site, staff, session, zone))}
          </tbody>
        </table>
        ${
          sessions.length > 1
            ? html`<form method="post" action="${href(site, '/desk/account')}">
                ${formToken(staff)}<button class="quiet" name="action" value="end-others">
                  End all other sessions
                </button>
              </form>`
            : ''
        }
      </section>`,
  });
}
