import { isAnyOf, SENDING } from '../../../domain/states.ts';
import { html, type Html } from '../../markup/html.ts';
import { editionPath, type Desk, type DeskEdition } from './deskEdition.ts';
import { readerPart } from './readerPart.ts';
import type { ReaderSeen } from './readerSeen.ts';
import type { TypedField } from './returned.ts';

/** The ways in which the digest can be looked at. */
export const LOOKS = {
  desktop: 'Desktop',
  phone: 'Phone',
  dark: 'Dark',
  text: 'Text part',
  'no-pictures': 'Pictures off',
} as const;
export type Look = keyof typeof LOOKS;

/** The look of that name; the first one for any other text. */
export function readLook(name: string | undefined): Look {
  return name !== undefined && Object.hasOwn(LOOKS, name) ? (name as Look) : 'desktop';
}

/** True if the page has a frame with the digest. A page that reloads itself would reload the frame each time. */
export function hasPreview({ edition, stories, isStill }: DeskEdition): boolean {
  return stories.length > 0 && (!isAnyOf(SENDING, edition.state) || isStill);
}

type Shown = {
  look: Look;
  /** The subscriber as whom it is shown; null: in the newsletter's own format and language. */
  reader: ReaderSeen | null;
  /** An address that is no subscriber's. */
  refused: TypedField | undefined;
};

/** The digest as readers will see it, with a switch for each look. The switches are links; the script only switches. */
export function previewPart(desk: Desk, view: DeskEdition, shown: Shown): Html {
  if (!hasPreview(view)) return html``;
  const { edition } = view;
  const { look, reader } = shown;
  const as = reader === null ? '' : `&reader=${reader.id}`;
  const tab = ([name, label]: [string, string]): Html =>
    html`<a
      href="${editionPath(desk, edition.id, `?look=${name}${as}#preview`)}"
      data-look="${name}"
      ${name === look ? html` aria-current="true"` : ''}
      >${label}</a
    >`;
  return html`<aside class="preview" id="preview" aria-label="The digest as readers will see it">
    <nav class="looks" aria-label="Looks of the digest">${Object.entries(LOOKS).map(tab)}</nav>
    ${readerPart(desk, view, shown)}
    <div class="paper look-${look}" data-paper>
      <iframe
        title="The digest as readers will see it"
        src="${editionPath(desk, edition.id, `/digest?look=${look}${as}`)}"
        data-digest="${editionPath(desk, edition.id, '/digest')}"
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        loading="lazy"
      ></iframe>
    </div>
  </aside>`;
}
