import { nameBrowser } from '../../staff/browserName.ts';
import { MAX_PASSWORD_LENGTH } from '../../staff/passwordRules.ts';
import type { StaffSession } from '../../staff/staffSessions.ts';
import { href, type Site } from '../site.ts';
import type { Staff } from '../web.ts';
import { formatTime } from '../markup/dates.ts';
import { deskPage, formToken } from './deskPage.ts';
import { html, type Html } from '../markup/html.ts';

/** What the address of the page says was just done. */
export const DONE = ['password', 'session', 'sessions'] as const;
type Done = (typeof DONE)[number];
const NOTICES: Readonly<Record<Done, string>> = {
  password: 'Your password is changed. Your other sessions have ended.',
  session: 'The session has ended.',
  sessions: 'All your other sessions have ended.',
};

/** What is wrong with a field of the form. */
export type PasswordFaults = Partial<Record<'old' | 'password' | 'again', string>>;

type Account = {
  hasInbox: boolean;
  sessions: StaffSession[];
  zone: string;
  faults: PasswordFaults;
  done: Done | null;
};

function passwordField(
  name: keyof PasswordFaults,
  label: string,
  { fault, hint }: { fault: string | undefined; hint?: string },
): Html {
  const described = [fault && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(' ');
  return html`<div class="field">
    <label for="${name}">${label}</label>
    ${fault === undefined ? '' : html`<p class="error" id="${name}-error">${fault}</p>`}
    <input
      id="${name}"
      name="${name}"
      type="password"
      required
      autocomplete="${name === 'old' ? 'current-password' : 'new-password'}"
      maxlength="${MAX_PASSWORD_LENGTH}"
      ${described ? html`aria-describedby="${described}"` : ''}
      ${fault === undefined ? '' : html`aria-invalid="true"`}
    />
    ${hint === undefined ? '' : html`<small id="${name}-hint">${hint}</small>`}
  </div>`;
}

function passwordForm(site: Site, staff: Staff, faults: PasswordFaults): Html {
  const isRefused = Object.keys(faults).length > 0;
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
      ${passwordField('password', 'New password', { fault: faults.password, hint: 'At least 12 characters. Several words in a row are a good password.' })}
      ${passwordField('again', 'New password again', { fault: faults.again })}
      <p class="fine">Your other sessions end when the password changes.</p>
      <button name="action" value="password">Change the password</button>
    </form>
  </section>`;
}

function sessionRow(site: Site, staff: Staff, session: StaffSession, zone: string): Html {
  const { id, createdAt, lastSeenAt, userAgent } = session;
  const browser = nameBrowser(userAgent);
  const isThis = id === staff.sessionId;
  return html`<tr>
    <td data-head="Browser">${browser}${isThis ? html` <span class="mark">this one</span>` : ''}</td>
    <td data-head="Signed in" class="when">${formatTime(createdAt, zone)}</td>
    <td data-head="Last seen" class="when">
      ${isThis ? 'now' : lastSeenAt === null ? 'unknown' : formatTime(lastSeenAt, zone)}
    </td>
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

/** A person's own account. */
export function accountPage(site: Site, staff: Staff, { hasInbox, sessions, zone, faults, done }: Account): Html {
  return deskPage(site, {
    title: 'Your account',
    section: 'account',
    staff,
    hasInbox,
    body: html`<h1>Your account <small>${staff.name}, ${staff.role}</small></h1>
      ${done === null ? '' : html`<p class="notice" role="status">${NOTICES[done]}</p>`}
      ${passwordForm(site, staff, faults)}
      <section class="card">
        <h2>Sessions <small>${sessions.length}</small></h2>
        <p>A session ends by itself 12 hours after the sign-in. Last seen is accurate to five minutes.</p>
        <table class="stacked">
          <thead>
            <tr>
              <th scope="col">Browser</th>
              <th scope="col">Signed in</th>
              <th scope="col">Last seen</th>
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
