import type { Passkey } from '../../../staff/passkeys.ts';
import { html, type Html } from '../../markup/html.ts';
import { formatTime } from '../../markup/dates.ts';
import { href, type Site } from '../../site.ts';
import type { Staff } from '../../web.ts';
import { formToken } from '../deskPage.ts';

/** The scripts of pages that make or use passkeys: the library, and what connects it to the forms. */
export const PASSKEY_SCRIPTS = ['webauthn.js', 'passkeys.js'] as const;

/**
 * A form whose button uses a passkey. It is hidden until the page's script has found that the browser can. `fields`: the
 * hidden fields.
 */
export function usePasskeyForm(
  site: Site,
  { action, options, fields, label }: { action: string; options: string; fields: Html; label: string },
): Html {
  return html`<form
    method="post"
    action="${href(site, action)}"
    class="passkey"
    data-passkey="get"
    data-options="${href(site, options)}"
    hidden
  >
    ${fields}<input type="hidden" name="credential" value="" />
    <p class="error" role="alert" data-passkey-fault hidden></p>
    <button class="quiet">${label}</button>
  </form>`;
}

function passkeyItem(site: Site, staff: Staff, { id, name, createdAt, lastUsedAt }: Passkey, zone: string): Html {
  const action = href(site, `/desk/account/passkeys/${id}`);
  return html`<li>
    <p>
      <b>${name}</b>
      <small
        >added ${formatTime(createdAt, zone)},
        ${lastUsedAt === null ? 'never used' : `last used ${formatTime(lastUsedAt, zone)}`}</small
      >
    </p>
    <form method="post" action="${action}" class="row rename" autocomplete="off">
      ${formToken(staff)}<label class="unseen" for="passkey-${id}">New name of ${name}</label
      ><input id="passkey-${id}" name="label" value="${name}" maxlength="60" /><button
        class="quiet"
        name="action"
        value="rename"
        aria-label="Rename ${name}"
      >
        Rename</button
      ><button class="quiet" name="action" value="remove" aria-label="Remove ${name}">Remove</button>
    </form>
  </li>`;
}

function addForm(site: Site, staff: Staff, fault: string | undefined): Html {
  return html`${fault === undefined ? '' : html`<p class="error" role="alert">${fault}</p>`}
    <form
      method="post"
      action="${href(site, '/desk/account/passkeys')}"
      class="passkey"
      autocomplete="off"
      data-passkey="create"
      data-options="${href(site, '/desk/account/passkeys/options')}"
      hidden
    >
      ${formToken(staff)}<input type="hidden" name="attestation" value="" />
      <p class="field">
        <label for="passkey-label">Name of the new passkey</label
        ><input id="passkey-label" name="label" maxlength="60" placeholder="Office laptop" />
      </p>
      <p class="error" role="alert" data-passkey-fault hidden></p>
      <button class="quiet">Add a passkey</button>
    </form>
    <p class="fine" data-passkey-missing>This browser offers no passkeys here, or its scripts are off.</p>`;
}

/** The passkeys of an account. `unavailable`: why there can be none. */
export function passkeySection(
  site: Site,
  staff: Staff,
  {
    passkeys,
    unavailable,
    zone,
    fault,
  }: { passkeys: Passkey[]; unavailable: string | null; zone: string; fault: string | undefined },
): Html {
  return html`<section class="card" id="passkeys">
    <h2>Passkeys ${passkeys.length === 0 ? '' : html`<small>${passkeys.length}</small>`}</h2>
    <p>
      A passkey signs you in with your fingerprint, your face or a PIN of this device, without a password. A fake copy
      of this page cannot use it.
    </p>
    ${
      passkeys.length === 0
        ? ''
        : html`<ul class="listed">
            ${passkeys.map((passkey) => passkeyItem(site, staff, passkey, zone))}
          </ul>`
    }
    ${unavailable === null ? addForm(site, staff, fault) : html`<p class="fine">${unavailable}</p>`}
  </section>`;
}
