import { ROLES } from '../../domain/roles.ts';
import type { Account, NewPassword } from '../../staff/accounts.ts';
import { INVITATION_HOURS, type Invitation, type OpenInvitation } from '../../staff/staffLinks.ts';
import { href, type Site } from '../site.ts';
import type { Staff } from '../web.ts';
import { formatInstant } from '../markup/dates.ts';
import { deskPage, formToken } from './deskPage.ts';
import { html, type Html } from '../markup/html.ts';

/** What the address of the page says was just done. */
export const DONE = ['role', 'unlock', 'remove', 'withdraw'] as const;
type Done = (typeof DONE)[number];
const NOTICES: Readonly<Record<Done, string>> = {
  role: 'The role is changed. It applies from the next request of this person on.',
  unlock: 'The failed sign-ins are cleared.',
  remove: 'The account is removed, and its sessions have ended.',
  withdraw: 'The invitation is withdrawn. Its link no longer works.',
};

/** A form that was refused: that of an account, or (null) the one that adds or invites. `field`: what was wrong there. */
export type Refusal = {
  account: string | null;
  form: 'add' | 'invite' | null;
  field: 'name' | 'role' | 'email' | null;
  says: string;
  typed: { name: string; role: string; email: string };
};

type Accounts = {
  accounts: Account[];
  invitations: OpenInvitation[];
  zone: string;
  refused: Refusal | null;
  made: NewPassword | null;
  invited: Invitation | null;
  done: Done | null;
};

const ABOUT = {
  owner: 'also settings and accounts',
  sender: 'also approves and sends',
  editor: 'changes stories, pauses',
  viewer: 'reads',
} as const;

const roleOptions = (chosen: string): Html[] =>
  ROLES.toReversed().map(
    (role) => html`<option value="${role}" ${role === chosen ? html`selected` : ''}>${role}: ${ABOUT[role]}</option>`,
  );

/** A form for one account; `rest` are its fields and its button. */
function accountForm(site: Site, staff: Staff, name: string, rest: Html): Html {
  return html`<form method="post" action="${href(site, '/desk/staff')}" class="row" autocomplete="off">
    ${formToken(staff)}<input type="hidden" name="name" value="${name}" />${rest}
  </form>`;
}

function actions(site: Site, staff: Staff, { name, role }: Account, id: string): Html {
  const isOwn = name === staff.name;
  const form = (rest: Html): Html => accountForm(site, staff, name, rest);
  return html`${form(
      html`<label class="unseen" for="${id}-role">Role of ${name}</label
        ><select id="${id}-role" name="role">
          ${roleOptions(role)}</select
        ><button class="quiet" name="action" value="role">Change the role</button>`,
    )}
    <div class="row">
      ${isOwn ? '' : form(html`<button class="quiet" name="action" value="reset">Make a new password</button>`)}
      ${form(html`<button class="quiet" name="action" value="unlock">Clear failed sign-ins</button>`)}
    </div>
    ${
      isOwn
        ? html`<p class="fine">
            Your own password is changed on “Your account”. Another owner can remove your account.
          </p>`
        : html`<details class="fix">
            <summary>Remove ${name}</summary>
            <form method="post" action="${href(site, '/desk/staff')}" autocomplete="off">
              ${formToken(staff)}<input type="hidden" name="name" value="${name}" />
              <p class="field">
                <label for="${id}-typed">Type the name to confirm</label
                ><input id="${id}-typed" name="typed" required maxlength="100" />
              </p>
              <button class="grave" name="action" value="remove">Remove the account</button>
            </form>
          </details>`
    }`;
}

function accountItem(site: Site, staff: Staff, account: Account, page: Accounts, index: number): Html {
  const { name, role, email, createdAt, lastSignInAt } = account;
  const { refused, zone } = page;
  const seen = lastSignInAt === null ? 'never signed in' : `last sign-in ${formatInstant(lastSignInAt, zone)}`;
  return html`<li>
    <h3>${name} <span class="mark">${role}</span>${name === staff.name ? html` <span class="mark">you</span>` : ''}</h3>
    <p class="fine">${email === null ? '' : `${email} · `}added ${formatInstant(createdAt, zone)} · ${seen}</p>
    ${refused?.account === name ? html`<p class="error" role="alert">${refused.says}</p>` : ''}
    ${actions(site, staff, account, `account-${index}`)}
  </li>`;
}

function addForm(site: Site, staff: Staff, refused: Refusal | null): Html {
  const typed = refused?.typed ?? { name: '', role: 'editor', email: '' };
  const fault = (field: Refusal['field']): Html =>
    refused?.field === field ? html`<p class="error" id="add-${field}-error">${refused.says}</p>` : html``;
  const marks = (field: Refusal['field']): Html =>
    refused?.field === field ? html`aria-invalid="true" aria-describedby="add-${field}-error"` : html``;
  return html`<section class="card" id="add">
    <h2>Add an account</h2>
    <p>You get its password to hand over. With an invitation, only the person knows the password.</p>
    <form method="post" action="${href(site, '/desk/staff')}" autocomplete="off">
      ${formToken(staff)}
      <div class="field">
        <label for="add-name">Name</label>${fault('name')}
        <input id="add-name" name="name" required maxlength="100" value="${typed.name}" ${marks('name')} />
      </div>
      <div class="field">
        <label for="add-email">Email address <small>optional</small></label
        >${fault('email')}
        <input id="add-email" name="email" type="email" maxlength="254" value="${typed.email}" ${marks('email')} />
      </div>
      <div class="field">
        <label for="add-role">Role</label>${fault('role')}
        <select id="add-role" name="role" ${marks('role')}>
          ${roleOptions(typed.role)}
        </select>
      </div>
      <button name="action" value="add">Add the account</button>
    </form>
  </section>`;
}

function invitedNotice(site: Site, invited: Invitation, zone: string): Html {
  const until = formatInstant(invited.expiresAt, zone);
  return html`<div class="notice" role="status">
    ${
      invited.email === null
        ? html`<p>
              This link makes an account with the role ${invited.role}. It works once, until ${until}. It is shown only
              this once: hand it over to one person.
            </p>
            <p><code>${invited.url}</code></p>
            <p><a href="${href(site, '/desk/staff')}">I have noted it</a></p>`
        : html`<p>The invitation to ${invited.email} is on its way. Its link works once, until ${until}.</p>`
    }
  </div>`;
}

function invitationItem(site: Site, staff: Staff, invitation: OpenInvitation, zone: string): Html {
  const { id, role, email, madeBy, expiresAt } = invitation;
  return html`<li>
    <p>
      ${email ?? 'By a link'} <span class="mark">${role}</span>
      <small>invited by ${madeBy}, works until ${formatInstant(expiresAt, zone)}</small>
    </p>
    <form method="post" action="${href(site, '/desk/staff')}">
      ${formToken(staff)}<input type="hidden" name="invitation" value="${id}" /><button
        class="quiet small"
        name="action"
        value="withdraw"
        aria-label="Withdraw the invitation of ${email ?? `a ${role}`}"
      >
        Withdraw
      </button>
    </form>
  </li>`;
}

function inviteForm(site: Site, staff: Staff, { refused, invitations, zone }: Accounts): Html {
  const wrong = refused?.form === 'invite' ? refused : null;
  const typed = wrong?.typed ?? { role: 'editor', email: '' };
  const fault = (field: Refusal['field']): Html =>
    wrong?.field === field ? html`<p class="error" id="invite-${field}-error">${wrong.says}</p>` : html``;
  const marks = (field: Refusal['field']): Html =>
    wrong?.field === field ? html`aria-invalid="true" aria-describedby="invite-${field}-error"` : html``;
  return html`<section class="card" id="invite">
    <h2>Invite a person</h2>
    <p>The person chooses a name and a password. The link works once, for ${INVITATION_HOURS} hours.</p>
    <form method="post" action="${href(site, '/desk/staff')}" autocomplete="off">
      ${formToken(staff)}
      <div class="field">
        <label for="invite-email">Email address <small>leave it empty to get a link to hand over</small></label
        >${fault('email')}
        <input id="invite-email" name="email" type="email" maxlength="254" value="${typed.email}" ${marks('email')} />
      </div>
      <div class="field">
        <label for="invite-role">Role</label>${fault('role')}
        <select id="invite-role" name="role" ${marks('role')}>
          ${roleOptions(typed.role)}
        </select>
      </div>
      <button name="action" value="invite">Invite</button>
    </form>
    ${
      invitations.length === 0
        ? ''
        : html`<h3>Open invitations</h3>
            <ul class="listed">
              ${invitations.map((each) => invitationItem(site, staff, each, zone))}
            </ul>`
    }
  </section>`;
}

/** The accounts of the desk, for owners. */
export function staffPage(site: Site, staff: Staff, page: Accounts): Html {
  const { accounts, refused, made, invited, done } = page;
  const isLost = refused !== null && refused.account !== null && !accounts.some(({ name }) => name === refused.account);
  return deskPage(site, {
    title: 'Staff',
    section: 'staff',
    staff,
    body: html`<h1>Staff <small>${accounts.length} ${accounts.length === 1 ? 'account' : 'accounts'}</small></h1>
      ${done === null ? '' : html`<p class="notice" role="status">${NOTICES[done]}</p>`}
      ${
        made === null
          ? ''
          : html`<div class="notice" role="status">
              <p>
                The password of <b>${made.name}</b> (${made.role}) is <code>${made.password}</code>. It is shown only
                this once. Hand it over now; the person can change it on “Your account”.
              </p>
              <p><a href="${href(site, '/desk/staff')}">I have noted it</a></p>
            </div>`
      }
      ${invited === null ? '' : invitedNotice(site, invited, page.zone)}
      ${isLost ? html`<p class="error" role="alert">${refused.says}</p>` : ''}
      <section class="card">
        <h2>Accounts</h2>
        <ul class="listed staff">
          ${accounts.map((account, index) => accountItem(site, staff, account, page, index))}
        </ul>
      </section>
      ${inviteForm(site, staff, page)} ${addForm(site, staff, refused?.form === 'add' ? refused : null)}`,
  });
}
