import { html, type Html } from '../../markup/html.ts';
import { deskForm, type Desk, type DeskEdition } from './deskEdition.ts';
import { sentenceFor } from './said.ts';
import { actLine } from './actLine.ts';

// A change is announced for so long; after that, its undo stands with less weight.
const FRESH_MS = 120_000;

function undoButton(desk: Desk, { edition }: DeskEdition, act: number): Html {
  const body = html`<input type="hidden" name="act" value="${act}" /><button class="quiet small">Undo</button>`;
  return deskForm(desk, edition.id, 'undo', body, 'undo');
}

/** What the person's last action did, with the button that takes a change back. `said`: the action that the address names. */
export function saidBar(desk: Desk, view: DeskEdition, said: string | undefined): Html {
  const { lastAct, now } = view;
  const sentence = sentenceFor(said);
  const isFresh = lastAct !== null && now.getTime() - lastAct.at.getTime() < FRESH_MS;
  return html`<div class="said ${isFresh || sentence !== null ? 'fresh' : ''}" id="said" data-part>
    <div role="status">
      ${sentence === null ? '' : html`<p>${sentence}</p>`}
      ${lastAct === null ? '' : html`<p>${isFresh && sentence === null ? '' : 'Your last change: '}${lastAct.said}</p>`}
    </div>
    ${lastAct === null ? '' : undoButton(desk, view, lastAct.id)}
  </div>`;
}

/** What others changed since the person opened the page. */
export function newsBox({ news, newsletter }: DeskEdition): Html {
  if (news.length === 0) return html``;
  return html`<div class="notice news" id="news" data-part role="status">
    <p><strong>Others changed this edition since you opened it.</strong></p>
    <ul>
      ${news.map((act) => html`<li>${actLine(act, newsletter.zone)}</li>`)}
    </ul>
  </div>`;
}
