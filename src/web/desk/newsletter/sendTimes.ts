import type { ScheduleDay } from '../../../editions/newsletters/scheduleDays.ts';
import type { Upcoming } from '../../../domain/upcoming.ts';
import { formatDay } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';

const clock = (at: Date, zone: string): string =>
  new Intl.DateTimeFormat('en', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
    timeZoneName: 'short',
  }).format(at);

const utc = (at: Date): string => `${at.toISOString().slice(0, 10)} ${at.toISOString().slice(11, 16)} UTC`;

/** A paper whose clock is UTC reads each time once. */
const isUtc = (zone: string): boolean => zone === 'UTC' || zone === 'Etc/UTC';

/** What the clocks do before a send. */
export function describeClockChange(minutes: number): string {
  const amount = Math.abs(minutes) === 60 ? 'an hour' : `${Math.abs(minutes)} minutes`;
  return `The clocks have gone ${minutes > 0 ? 'forward' : 'back'} by ${amount}.`;
}

function row({ date, dueAt, isException, clockChange }: Upcoming, zone: string, days: readonly ScheduleDay[]): Html {
  const recorded = days.find((day) => day.date === date);
  const notes = [
    dueAt === null ? 'No edition' : isException ? 'Another hour' : null,
    recorded?.note || null,
    clockChange === 0 ? null : describeClockChange(clockChange),
  ].filter((note) => note !== null);
  return html`<tr ${dueAt === null ? html` class="skipped"` : clockChange === 0 ? '' : html` class="changed"`}>
    <th scope="row">${formatDay(date)}</th>
    <td data-head="Paper’s time" class="when">
      ${dueAt ? html`<time datetime="${dueAt.toISOString()}">${clock(dueAt, zone)}</time>` : '–'}
    </td>
    ${isUtc(zone) ? '' : html`<td data-head="UTC" class="when">${dueAt ? utc(dueAt) : '–'}</td>`}
    <td>${notes.join(' · ')}</td>
  </tr>`;
}

/** The next send times as a table: the day, the paper's clock, UTC, and what is special. */
export function sendTimesTable(upcoming: readonly Upcoming[], zone: string, days: readonly ScheduleDay[]): Html {
  if (upcoming.length === 0) return html`<p>There is no send time: no weekday is chosen.</p>`;
  return html`<table class="stacked send-times">
    <caption class="unseen">
      The next send times
    </caption>
    <thead>
      <tr>
        <th scope="col">Day</th>
        <th scope="col">Paper’s time</th>
        ${isUtc(zone) ? '' : html`<th scope="col">UTC</th>`}
        <th scope="col"><span class="unseen">Note</span></th>
      </tr>
    </thead>
    <tbody>
      ${upcoming.map((each) => row(each, zone, days))}
    </tbody>
  </table>`;
}
