import { z } from 'zod';
import { undoAct, type Undone } from '../../../editions/undo.ts';
import { recomposeEdition } from '../../../newsroom/compose/compose.ts';
import { readForm, text } from '../../forms.ts';
import { html, type Html } from '../../markup/html.ts';
import { actLine } from './actLine.ts';
import { namedId } from '../../namedId.ts';
import type { Web, WebContext } from '../../web.ts';
import { answerEdition, backToEdition, namedEdition } from './showEdition.ts';

function refusal({ said, now, since }: Extract<Undone, { is: 'overtaken' }>, zone: string): Html {
  return html`<p><strong>Nothing was undone.</strong> ${said} It was changed again since: ${now.join(' ')}</p>
    ${
      since.length === 0
        ? ''
        : html`<ul>
            ${since.map((act) => html`<li>${actLine(act, zone)}</li>`)}
          </ul>`
    }`;
}

const UndoForm = z.object({ act: text });

/** Takes back the person's last change. If it was changed again since, the page says what is different now. */
export async function undo(web: Web, c: WebContext): Promise<Response> {
  const { edition, newsletter } = await namedEdition(web, c);
  const { act } = await readForm(c, UndoForm);
  const order = { editionId: edition.id, actId: namedId('change', act), actor: c.var.staff!.name };
  const undone = await undoAct(web, order);
  if (undone.is === 'overtaken') return answerEdition(web, c, { refusal: refusal(undone, newsletter.zone) }, 409);
  if (undone.mustRecompose) await recomposeEdition({ ...web, isRehearsal: web.config.relays.length === 0 }, edition.id);
  return backToEdition(web, c, edition.id, '?said=undone#stories');
}
