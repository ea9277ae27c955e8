import { html, type Html } from '../../markup/html.ts';
import { href, type Site } from '../../site.ts';
import type { Staff } from '../../web.ts';
import { DESK_ACCESS, may, type DeskRoute } from '../access.ts';
import { formToken } from '../deskPage.ts';
import type { SentForm } from './readSent.ts';

export const KEPT_ID = 'kept';

/** The notice at the top of a page whose form is filled again. */
export function keptNotice({ hadFiles }: SentForm): Html {
  return html`<div class="notice kept-notice" role="status">
    <p>
      <strong>Not done yet.</strong> You were signed out before your form arrived. It is on this page as you filled it
      in: <a href="#${KEPT_ID}">check it and send it again</a>.
    </p>
    ${hadFiles ? html`<p>A file cannot be kept: choose it again.</p>` : ''}
  </div>`;
}

/** Marks the form itself. */
export function keptMark({ hadFiles }: SentForm): Html {
  return html`<p class="notice kept-mark" id="${KEPT_ID}">
    This is the form as you filled it in. Nothing of it is saved yet. ${hadFiles ? 'Choose the file again.' : ''}
  </p>`;
}

/** "postalAddress" and "postal_address" as "Postal address". */
function labelOf(name: string): string {
  const words = name.replaceAll(/[_-]+/g, ' ').replaceAll(/([a-z])([A-Z])/g, '$1 $2');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1).toLowerCase()}`;
}

const isHidden = (name: string): boolean => name.startsWith('was_') || name === 'action';

function keptField([name, value]: readonly [string, string], index: number): Html {
  const id = `kept-${index}`;
  if (isHidden(name)) return html`<input type="hidden" name="${name}" value="${value}" />`;
  if (/^(on|yes|true)$/.test(value))
    return html`<p class="check">
      <input id="${id}" name="${name}" type="checkbox" value="${value}" checked /><label for="${id}"
        >${labelOf(name)}</label
      >
    </p>`;
  const field =
    value.length > 70 || /[\r\n]/.test(value)
      ? html`<textarea id="${id}" name="${name}" rows="4">${value.replaceAll('\r\n', '\n')}</textarea>`
      : html`<input id="${id}" name="${name}" value="${value}" />`;
  return html`<p class="field"><label for="${id}">${labelOf(name)}</label>${field}</p>`;
}

/**
 * What was typed, as a form of its own: for a form that the page no longer has. A person whose role is too low for it can
 * read and copy the text.
 */
export function keptCard(site: Site, staff: Staff, sent: SentForm, route: DeskRoute): Html {
  const isAllowed = may(staff, route);
  return html`<section class="card" id="${KEPT_ID}">
    <h2>What you typed</h2>
    <p>
      ${
        isAllowed
          ? 'The page no longer has this form. You can still send it, or copy your text from here.'
          : `Your role is ${staff.role}; this form needs ${DESK_ACCESS[route]}. You can copy your text from here.`
      }
      ${sent.hadFiles ? 'A file cannot be kept: choose it again on its page.' : ''}
    </p>
    <form class="settings" method="post" action="${href(site, sent.path)}" autocomplete="off">
      ${formToken(staff)}
      <fieldset ${isAllowed ? '' : html`disabled`}>
        <legend>${labelOf(route.split('/').at(-1)!.replace(/^:.*/, 'Form'))}</legend>
        ${sent.fields.map(keptField)} ${isAllowed ? html`<button>Send</button>` : ''}
      </fieldset>
    </form>
  </section>`;
}
