import { formatCount } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import { deskForm, editionPath, type Desk, type DeskEdition } from './deskEdition.ts';
import { isOfTheSend, sentenceFor } from './said.ts';
import { actLine } from './actLine.ts';

// A change is announced for so long; after that, its undo stands with less weight.
const FRESH_MS = 120_000;

function undoButton(desk: Desk, { edition }: DeskEdition, act: number): Html {
  const body = html`<input type="hidden" name="act" value="${act}" /><button class="quiet small">Undo</button>`;
  return deskForm(desk, edition.id, 'undo', body, 'undo');
}

/** The way from an edit of a sent edition to its correction. */
function correctionLine(desk: Desk, { edition, toCorrect }: DeskEdition): Html {
  if (!toCorrect) return html``;
  const who = toCorrect === 1 ? '1 reader has' : `${formatCount(toCorrect)} readers have`;
  return html`<p>
    ${who} the earlier text. <a href="${editionPath(desk, edition.id, '/correct')}">Write the correction</a>
  </p>`;
}

/**
 * What the person's last action did, with the button that takes a change back: it stands in the line of its change, and
 * not beside an action on the send. `said`: the action that the address names.
 */
export function saidBar(desk: Desk, view: DeskEdition, said: string | undefined): Html {
  const { edition, now } = view;
  const sentence = sentenceFor(said);
  const lastAct = isOfTheSend(said) ? null : view.lastAct;
  const isFresh =
    lastAct !== null &&
    now.getTime() - lastAct.at.getTime() < FRESH_MS &&
    (edition.started_at === null || lastAct.at > edition.started_at);
  const isAddition = said === 'story-added' && isFresh && edition.state === 'draft';
  const ownLine = isAddition || (isFresh && sentence === null);
  const act =
    lastAct === null
      ? html``
      : html`<p>
            ${ownLine ? '' : 'Your last change: '}${lastAct.said}${isAddition ? ' It keeps its place when the draft is composed again.' : ''}
          </p>
          ${undoButton(desk, view, lastAct.id)}`;
  return html`<div class="said ${isFresh || sentence !== null ? 'fresh' : ''}" id="said" data-part>
    <div role="status">
      ${sentence === null || isAddition ? '' : html`<p>${sentence}</p>`}
      <div class="last">${act}</div>
      ${isFresh ? correctionLine(desk, view) : ''}
    </div>
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
