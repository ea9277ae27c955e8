import { z } from 'zod';
import { ReveilleError } from '../../../domain/errors.ts';
import type { SlotKind } from '../../../domain/slots.ts';
import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { killPicture } from '../../../newsroom/pictures/kill.ts';
import { readForm, text } from '../../forms.ts';
import { html, type Html } from '../../markup/html.ts';
import { namedNewsletter } from '../../namedNewsletter.ts';
import { href, type Site } from '../../site.ts';
import type { Staff, Web, WebContext } from '../../web.ts';
import { may } from '../access.ts';
import { formToken } from '../deskPage.ts';

const ROUTE = 'POST /desk/newsletters/:slug/slot-picture/kill';
const KillForm = z.object({ hash: text, reason: text });
const NAMES: Readonly<Record<SlotKind, string>> = { sponsor: 'sponsor’s', house: 'house notice’s' };

/** The pictures that a newsletter's slots have now. */
const picturesOf = ({ sponsor_picture, house_picture }: Newsletter): [SlotKind, string][] => {
  const both: [SlotKind, string | null][] = [
    ['sponsor', sponsor_picture],
    ['house', house_picture],
  ];
  return both.filter((each): each is [SlotKind, string] => each[1] !== null);
};

/** For each slot with a picture, a form that removes it from every edition; empty without one. */
export function removeSlotPictures(site: Site, staff: Staff, newsletter: Newsletter): Html {
  const pictures = picturesOf(newsletter);
  if (pictures.length === 0 || !may(staff, ROUTE)) return html``;
  return html`<section class="card" id="remove-slot-picture">
    <h2>Remove a picture everywhere</h2>
    <p class="fine">
      The picture disappears at once, from mails that were already sent as well: its address answers “410 Gone”. Readers
      who still wait for a running edition get it without the picture. To take it out of later editions only, empty its
      setting above.
    </p>
    ${pictures.map(
      ([kind, hash]) =>
        html`<details class="fix" id="kill-${kind}">
          <summary>Remove the ${NAMES[kind]} picture everywhere</summary>
          <form method="post" action="${href(site, `/desk/newsletters/${newsletter.slug}/slot-picture/kill`)}">
            ${formToken(staff)}
            <input type="hidden" name="hash" value="${hash}" />
            <p class="field">
              <label for="kill-reason-${kind}">Reason <small>shown in the audit log</small></label
              ><input id="kill-reason-${kind}" name="reason" maxlength="500" />
            </p>
            <button class="grave">Remove picture everywhere</button>
          </form>
        </details>`,
    )}
  </section>`;
}

/** Removes the picture that a slot has now from every edition, permanently. Throws NOT_FOUND if the slots have others. */
export async function killSlotPicture(web: Web, c: WebContext): Promise<Response> {
  const newsletter = await namedNewsletter(web, c);
  const { hash, reason } = await readForm(c, KillForm);
  const found = picturesOf(newsletter).find(([, own]) => own === hash);
  if (!found) throw new ReveilleError('NOT_FOUND', 'The slots no longer show that picture.');
  await killPicture(web, { which: hash, reason, actor: c.var.staff!.name });
  return c.redirect(href(web.site, `/desk/newsletters/${newsletter.slug}/settings?saved=${found[0]}Picture`), 303);
}
