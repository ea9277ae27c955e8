import { html, type Html } from '../../markup/html.ts';

/** What is wrong with a field, or the text that somebody else saved meanwhile. Empty without either. */
export function faultLine(
  id: string,
  { fault, theirs }: { fault: string | undefined; theirs: string | undefined },
): Html {
  if (fault !== undefined) return html`<span class="error" id="${id}">${fault}</span>`;
  if (theirs === undefined) return html``;
  return html`<span class="error" id="${id}"
    >Somebody else changed this meanwhile. It is now: “${theirs || 'empty'}”. Your text stands in the field.</span
  >`;
}

/**
 * The buttons of a form: one that saves it or, where somebody else changed the same fields meanwhile, one for either
 * text.
 */
export function saveButtons(label: string, contested: readonly string[]): Html {
  if (contested.length === 0) return html`<button>${label}</button>`;
  return html`<p class="row">
    <button>Keep mine</button
    ><button class="quiet" name="give_way" value="${contested.join(',')}" formnovalidate>Keep theirs</button>
  </p>`;
}
