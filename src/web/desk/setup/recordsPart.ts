import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import type { SenderRecord } from '../../../editions/newsletters/senderRecords.ts';
import type { SigningAction } from '../../../editions/newsletters/signing.ts';
import { html, type Html } from '../../markup/html.ts';
import { href, type Site } from '../../site.ts';
import type { Staff } from '../../web.ts';
import { may, roleNote } from '../access.ts';
import { formToken } from '../deskPage.ts';
import type { SendingView } from './sendingPage.ts';

const SIGN = 'POST /desk/sending/signing';

function copied(id: string, part: 'Name' | 'Value', of: string, value: string): Html {
  return html`<div class="field copied">
    <label for="${id}">${part}<span class="unseen"> of the ${of} record</span></label>
    <textarea id="${id}" class="code" readonly rows="${value.length > 120 ? 5 : 1}" spellcheck="false">
${value}</textarea
    ><button class="quiet small" type="button" data-copy="${id}" hidden>
      Copy<span class="unseen"> the ${part.toLowerCase()} of the ${of} record</span>
    </button>
  </div>`;
}

function recordItem(id: string, title: string, note: string, { name, type, value }: SenderRecord): Html {
  return html`<li>
    <h3>${title} <small>${type}</small></h3>
    <p class="fine">${note}</p>
    ${copied(`${id}-name`, 'Name', title, name)} ${copied(`${id}-value`, 'Value', title, value)}
  </li>`;
}

function signingForms(site: Site, staff: Staff, { keys }: SendingView, { slug }: Newsletter): Html {
  if (!may(staff, SIGN)) return roleNote(staff, SIGN, 'Changing the keys');
  const button = (action: SigningAction, label: string, style: string): Html =>
    html`<button class="${style}" name="action" value="${action}">${label}</button>`;
  const form = (rest: Html): Html =>
    html`<form method="post" action="${href(site, '/desk/sending/signing')}" class="row">
      ${formToken(staff)}<input type="hidden" name="newsletter" value="${slug}" />${rest}
    </form>`;
  if (keys.length === 0)
    return html`<p>There is no DKIM key yet, so the mail is not signed. Many mailboxes refuse unsigned bulk mail.</p>
      ${form(button('make', 'Make the DKIM keys', ''))}`;
  const isOn = keys.some(({ isActive }) => isActive);
  return html`<details>
    <summary>${isOn ? 'Turn signing off, or make new keys' : 'Signing is off: turn it on, or make new keys'}</summary>
    <p>
      New keys sign from the next run of the mailer on, and the present ones no longer do. Publish the new records
      before the next edition: until then its mail counts as unsigned.
    </p>
    ${form(
      html`${isOn ? button('off', 'Turn signing off', 'quiet') : button('on', 'Turn signing on', '')}
      ${button('rotate', 'Make new keys', 'quiet')}`,
    )}
  </details>`;
}

/** The DNS records of the sender's domain, to copy. */
export function recordsPart(site: Site, staff: Staff, view: SendingView, newsletter: Newsletter): Html {
  const { records, domain, keys } = view;
  if (!records) return html``;
  return html`<section class="card" id="dns">
    <h2>DNS records of ${domain}</h2>
    <p>
      They tell mailboxes that the mail is yours. Enter them where the domain’s DNS is kept. It may take hours until
      everybody sees them. <a href="#preflight">Preflight</a> says what is published now.
    </p>
    <ul class="listed records">
      ${recordItem(
        'spf',
        'SPF',
        'Only one SPF record may stand at a name: add this part to the one that is there. If your relay’s operator names an include, use that.',
        records.spf,
      )}
      ${keys.map(({ record, selector, algorithm, advice }) =>
        recordItem(
          `dkim-${selector}`,
          `DKIM ${algorithm === 'rsa-sha256' ? 'RSA' : 'Ed25519'} ${selector}`,
          `${advice.charAt(0).toUpperCase()}${advice.slice(1)}.`,
          record,
        ),
      )}
      ${recordItem(
        'dmarc',
        'DMARC',
        'Asks mailboxes for reports and changes nothing yet. Use an address that somebody reads.',
        records.dmarc,
      )}
    </ul>
    ${signingForms(site, staff, view, newsletter)}
  </section>`;
}
