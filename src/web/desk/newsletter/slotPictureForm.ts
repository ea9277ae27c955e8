import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import type { SlotPictureFaults } from '../../../newsroom/slotPicture.ts';
import { html, type Html } from '../../markup/html.ts';
import { href, type Site } from '../../site.ts';
import type { Staff } from '../../web.ts';
import { may, roleNote } from '../access.ts';
import { formToken } from '../deskPage.ts';
import { choiceField, textField } from '../fields.ts';

const ROUTE = 'POST /desk/newsletters/:slug/slot-picture';

/** A form for a slot's picture that was refused, or none. */
export type TypedSlotPicture = { slot: 'sponsor' | 'house'; credit: string; alt: string; faults: SlotPictureFaults };

const EMPTY: TypedSlotPicture = { slot: 'sponsor', credit: '', alt: '', faults: {} };

/**
 * The form that uploads a picture for the sponsor's slot or the house notice. The file stands last: the texts above one that is
 * too large are kept.
 */
export function slotPictureForm(
  site: Site,
  staff: Staff,
  newsletter: Newsletter,
  typed: TypedSlotPicture | null,
): Html {
  const { slot, credit, alt, faults } = typed ?? EMPTY;
  const isAllowed = may(staff, ROUTE);
  return html`<section class="card" id="slot-picture">
    <h2>Picture of the sponsor or the house notice</h2>
    ${roleNote(staff, ROUTE, 'Uploading a picture')}
    ${Object.keys(faults).length > 0 ? html`<p class="error" role="alert">The picture was not uploaded. See below.</p>` : ''}
    <form
      method="post"
      class="settings"
      enctype="multipart/form-data"
      action="${href(site, `/desk/newsletters/${newsletter.slug}/slot-picture`)}"
      autocomplete="off"
    >
      ${formToken(staff)}
      <fieldset ${isAllowed ? '' : html`disabled`}>
        ${choiceField(
          {
            name: 'slot',
            id: 'slot-which',
            label: 'For',
            hint: 'A new picture replaces the present one.',
            value: slot,
          },
          [
            ['sponsor', 'Sponsor'],
            ['house', 'House notice'],
          ],
        )}
        ${textField({
          name: 'alt',
          id: 'slot-alt',
          label: 'What it shows',
          hint: 'For readers who do not see the picture.',
          value: alt,
          problem: faults.alt,
        })}
        ${textField({
          name: 'credit',
          id: 'slot-credit',
          label: 'Whose picture it is',
          hint: 'It is written into the file. The paper must have the right to show it.',
          value: credit,
          problem: faults.credit,
        })}
        <div class="field">
          <label for="slot-file">Picture</label>
          ${faults.file === undefined ? '' : html`<p class="error" id="slot-file-error">${faults.file}</p>`}
          <input
            id="slot-file"
            name="file"
            type="file"
            required
            accept="image/jpeg,image/png,image/webp"
            aria-describedby="${faults.file === undefined ? '' : 'slot-file-error '}slot-file-hint"
            ${faults.file === undefined ? '' : html`aria-invalid="true"`}
          />
          <small id="slot-file-hint">JPEG, PNG or WebP, up to 20 MB, at least 200 × 120 pixels.</small>
        </div>
      </fieldset>
      ${isAllowed ? html`<p class="row"><button>Upload and use it</button></p>` : ''}
    </form>
  </section>`;
}
