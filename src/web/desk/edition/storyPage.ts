import type { Edition } from '../../../editions/load.ts';
import { html, type Html } from '../../markup/html.ts';
import { deskPage } from '../deskPage.ts';
import { editionPath, type Desk } from './deskEdition.ts';

/** What a form that came back shows: the sentence for each wrong field, and for the whole. */
export type Faults<Field extends string> = Partial<Record<Field | 'form', string>>;

/** A page about one story of an edition, or one to be, with the way back. */
export function storyPage(
  desk: Desk,
  edition: Edition,
  { title, back, body }: { title: string; back: string; body: Html },
): Html {
  return deskPage(desk.site, {
    title,
    section: 'desk',
    staff: desk.staff,
    body: html`<p class="today">
        <a href="${editionPath(desk, edition.id, back)}">${edition.subject || `Edition ${edition.id}`}</a>
      </p>
      <h1>${title}</h1>
      ${body}`,
  });
}

/** What is wrong with a field, or with the whole form. */
export function faultLine(id: string, fault: string | undefined): Html {
  return fault === undefined ? html`` : html`<span class="error" id="${id}">${fault}</span>`;
}

/** The attributes of a field with what is wrong with it. */
export function describedBy(id: string, fault: string | undefined): Html {
  return fault === undefined ? html`` : html`aria-invalid="true" aria-describedby="${id}"`;
}

/** What is wrong with the whole form. */
export function formFault({ form }: Faults<never>): Html {
  return form === undefined ? html`` : html`<p class="reason" role="alert">${form}</p>`;
}
