import { splitNames } from '../../language/names.ts';
import { html, type Html } from './html.ts';

/** A text in which no line ends within a name such as F-16. */
export function whole(text: string): Html {
  return html`${splitNames(text).map(({ text: part, isName }) => (isName ? html`<span class="one-line">${part}</span>` : part))}`;
}
