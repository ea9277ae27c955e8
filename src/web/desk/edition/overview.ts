import { unattendedPolicy } from '../../../domain/approval.ts';
import { isAnyOf, OPEN, OVER } from '../../../domain/states.ts';
import { formatClock, formatCount } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import { BRINGS } from '../approvalWords.ts';
import type { DeskEdition } from './deskEdition.ts';

const NEXT_WAVES = 3;
const MINUTE_MS = 60_000;

/** How long it is until an instant, as words: "in 2 h 14 min". The page's script says the same every minute. */
export function until(at: Date, now: Date): string {
  const minutes = Math.ceil((at.getTime() - now.getTime()) / MINUTE_MS);
  if (minutes <= 0) return 'now';
  if (minutes < 60) return `in ${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `in ${hours} h ${minutes % 60} min`;
  return `in ${Math.floor(hours / 24)} days`;
}

function countdown({ waves, edition, newsletter, now, audience, isOffSchedule }: DeskEdition): Html {
  if (isOffSchedule && isAnyOf(OPEN, edition.state))
    return html`<dd>
      <b>None: the schedule has no ${edition.kind === 'weekly' ? 'weekly edition' : 'edition'} that day</b>
      <small>To send it anyway, use <a href="#start">Send</a> below.</small>
    </dd>`;
  const planned = waves.map(({ dueAt, readers }) => ({ dueAt, readers }));
  const all = planned.length === 0 && edition.due_at ? [{ dueAt: edition.due_at, readers: audience.readers }] : planned;
  const [next, ...later] = all.filter(({ dueAt }) => dueAt > now).slice(0, NEXT_WAVES);
  const readers = (count: number): string => `${formatCount(count)} ${count === 1 ? 'reader' : 'readers'}`;
  if (!next) {
    const isLate = isAnyOf(OPEN, edition.state) && all.length > 0;
    return html`<dd>
      ${isLate ? html`<b class="wrong">The send time is over.</b>` : html`<b>When staff send it</b>`}
    </dd>`;
  }
  return html`<dd>
    <b><time datetime="${next.dueAt.toISOString()}" data-until>${until(next.dueAt, now)}</time></b>
    <small>${formatClock(next.dueAt, newsletter.zone)}, ${readers(next.readers)}</small>
    ${later.map(
      ({ dueAt, readers: count }) =>
        html`<small>then ${formatClock(dueAt, newsletter.zone)}, ${readers(count)}</small>`,
    )}
  </dd>`;
}

function approved({ approval: { isApproved, by, at }, newsletter, edition }: DeskEdition): Html {
  if (isApproved && at !== null)
    return html`<dd>
      <b class="right">Approved${by === null ? '' : ` by ${by}`}</b> <small>${formatClock(at, newsletter.zone)}</small>
    </dd>`;
  return html`<dd>
    <b><a href="#approval">${by === null ? 'Not approved' : 'Changed since its approval'}</a></b>
    ${edition.due_at === null ? '' : html`<small>at its send time ${BRINGS[unattendedPolicy(newsletter)]}</small>`}
  </dd>`;
}

function checked({ checks, isChecking }: DeskEdition): Html {
  if (isChecking) return html`<dd><b>Checking …</b></dd>`;
  if (!checks) return html`<dd><b>None</b></dd>`;
  const errors = checks.findings.filter(({ severity }) => severity === 'error').length;
  const warnings = checks.findings.length - errors;
  if (errors + warnings === 0) return html`<dd><b class="right">No problems</b></dd>`;
  const counted = [
    errors > 0 ? `${errors} ${errors === 1 ? 'problem' : 'problems'}` : '',
    warnings > 0 ? `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}` : '',
  ];
  return html`<dd>
    <b ${errors > 0 ? html`class="wrong"` : ''}><a href="#checks">${counted.filter(Boolean).join(', ')}</a></b>
  </dd>`;
}

/** When it is sent next, who approved it, and what the checks say. Empty once its send is over. */
export function overview(view: DeskEdition): Html {
  if (isAnyOf(OVER, view.edition.state) || view.stories.length === 0) return html``;
  const isOpen = isAnyOf(OPEN, view.edition.state);
  return html`<dl class="overview" id="overview" data-part>
    <div>
      <dt>Next send</dt>
      ${countdown(view)}
    </div>
    ${
      isOpen
        ? html`<div>
            <dt>Approval</dt>
            ${approved(view)}
          </div>`
        : ''
    }
    ${
      isOpen
        ? html`<div>
            <dt>Checks</dt>
            ${checked(view)}
          </div>`
        : ''
    }
  </dl>`;
}
