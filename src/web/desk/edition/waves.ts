import type { StoryChange } from '../../../platform/db/tables/editions.ts';
import { DELIVERY_STATES, isAnyOf, MAILING } from '../../../domain/states.ts';
import type { EditionWave } from '../../../editions/waves.ts';
import { formatClock, formatCount } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import { DELIVERY_STATE_NAMES, term } from '../glossary.ts';
import { deskForm, type Desk, type DeskEdition } from './deskEdition.ts';

const isPlanned = ({ edition }: DeskEdition): boolean => edition.started_at === null;

function describeStates({ byState }: EditionWave): string {
  const seen = DELIVERY_STATES.filter((state) => byState[state] > 0);
  return seen.map((state) => `${formatCount(byState[state])} ${DELIVERY_STATE_NAMES[state].toLowerCase()}`).join(' · ');
}

function changeItem({ position, field, before, after, applied }: StoryChange): Html {
  if (field === 'withdrawn')
    return applied
      ? html`<li>Story ${position} <span class="mark">dropped</span> “${before}”: ${after}.</li>`
      : html`<li>Story ${position} <b>may not be shown</b>: “${before}”: ${after}. Edit it, or keep it as it is.</li>`;
  return html`<li>
    Story ${position}, ${field}${applied ? html` <span class="mark">applied</span>` : ''}<br /><del>${before}</del>
    <ins>${after}</ins>
  </li>`;
}

function applyForm(desk: Desk, editionId: number, { dueAt }: EditionWave, position: number): Html {
  const body = html`<input type="hidden" name="wave" value="${dueAt.toISOString()}" /><input
      type="hidden"
      name="position"
      value="${position}"
    /><button class="quiet small">Apply to story ${position}</button>`;
  return deskForm(desk, editionId, 'apply', body);
}

function newerCopy(desk: Desk, view: DeskEdition, wave: EditionWave): Html {
  const { edition, newsletter } = view;
  if (!wave.rechecked) return html`<small>not checked yet</small>`;
  if (wave.changes.length === 0)
    return html`<small>none, checked at ${formatClock(wave.rechecked, newsletter.zone)}</small>`;
  const waiting = wave.changes.filter(({ applied, field }) => !applied && field !== 'withdrawn');
  const positions = isAnyOf(MAILING, edition.state) ? [...new Set(waiting.map(({ position }) => position))] : [];
  return html`<details ${waiting.length > 0 ? html` open` : ''}>
    <summary>${wave.changes.length} ${wave.changes.length === 1 ? 'change' : 'changes'}</summary>
    <ul class="changes">
      ${wave.changes.map(changeItem)}
    </ul>
    ${positions.map((position) => applyForm(desk, edition.id, wave, position))}
  </details>`;
}

function waveRow(desk: Desk, view: DeskEdition, wave: EditionWave): Html {
  const time = (at: Date): string => formatClock(at, view.newsletter.zone);
  return html`<tr ${wave.dueAt <= view.now ? html` class="past"` : ''}>
    <td data-head="Hour" class="when"><b>${time(wave.dueAt)}</b></td>
    <td data-head="Readers" class="count">${formatCount(wave.readers)}</td>
    <td data-head="Changes until" class="when">${time(wave.cutOff)}</td>
    <td data-head="Not sent after" class="when">${time(wave.deadline)}</td>
    ${
      isPlanned(view)
        ? ''
        : html`<td data-head="So far">${describeStates(wave)}</td>
            <td data-head="Newer text">${newerCopy(desk, view, wave)}</td>`
    }
  </tr>`;
}

/** The waves: their readers, until when a change still reaches them, and the newer texts that outlets published. */
export function wavesSection(desk: Desk, view: DeskEdition): Html {
  const { waves, newsletter, now } = view;
  if (waves.length === 0) return html``;
  const heads = [
    'Hour',
    'Readers',
    'Changes until',
    'Not sent after',
    ...(isPlanned(view) ? [] : ['So far', 'Newer text']),
  ];
  return html`<section class="card" id="waves" data-part>
    <h2>
      ${term('Waves')}
      <small>${waves.length}, times in ${newsletter.zone}; counted at ${formatClock(now, newsletter.zone)}</small>
    </h2>
    <table class="waves stacked">
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col" ${head === 'Readers' ? html` class="count"` : ''}>${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${waves.map((wave) => waveRow(desk, view, wave))}
      </tbody>
    </table>
  </section>`;
}
