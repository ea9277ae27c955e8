import { describeDelay, describeFailures, describeLeftOut } from '../../../newsroom/outletHealth.ts';
import { formatClock, formatCount, formatTime } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import type { OutletView } from './outletPage.ts';

const RESULTS = { read: 'read', unchanged: 'nothing new', failed: 'failed' } as const;

function fetchesTable({ outlet, newsletter }: OutletView): Html {
  const fetches = outlet.recent_fetches;
  if (fetches.length === 0) return html`<p class="fine">No fetch is recorded yet.</p>`;
  return html`<table class="fetches">
    <caption class="unseen">
      The latest fetches
    </caption>
    <thead>
      <tr>
        <th scope="col">Fetch</th>
        <th scope="col">Result</th>
        <th scope="col" class="count">New or changed</th>
      </tr>
    </thead>
    <tbody>
      ${fetches.map(
        ({ at, result, items, code }) =>
          html`<tr ${result === 'failed' ? html` class="bad"` : ''}>
            <td class="when">${formatClock(new Date(at), newsletter.zone)}</td>
            <td>${RESULTS[result]}${code === null ? '' : html`<br /><code>${code}</code>`}</td>
            <td class="count">${result === 'read' ? formatCount(items) : '–'}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function leftOutPart({ outlet }: OutletView): Html {
  const { count, items, kinds = [] } = outlet.left_out;
  const cut = kinds.find(({ kind }) => kind === 'cut');
  const cutTitles = cut ? html`<p class="fine">${describeLeftOut({ count: 0, items: [], kinds: [cut] })}.</p>` : html``;
  if (count === 0) return cutTitles;
  const reasons = Map.groupBy(items, ({ reason }) => reason);
  return html`<details>
      <summary>${count === 1 ? '1 item' : `${formatCount(count)} items`} of its latest feed left out</summary>
      ${items.length < count ? html`<p class="fine">The first ${items.length}:</p>` : ''}
      ${[...reasons].map(
        ([reason, group]) =>
          html`<h3>${reason.charAt(0).toUpperCase()}${reason.slice(1)} <small>${group.length}</small></h3>
            <ul>
              ${group.map(({ title }) => html`<li>${title}</li>`)}
            </ul>`,
      )}
      ${items.length < count ? html`<p class="fine">${describeLeftOut(outlet.left_out)}.</p>` : ''}
    </details>
    ${cutTitles}`;
}

/** How an outlet's fetches went, when the next one is due, and which items of its feed were left out. */
export function healthPart(view: OutletView): Html {
  const { outlet, newsletter, counts } = view;
  const { zone } = newsletter;
  const fact = (name: string, value: string): Html =>
    html`<div>
      <dt>${name}</dt>
      <dd>${value}</dd>
    </div>`;
  return html`<section class="card">
    <h2>Health</h2>
    ${
      outlet.error_code
        ? html`<p class="reason">
            <b>${describeFailures(outlet.failures)}</b>: <code>${outlet.error_code}</code> ${outlet.error_message}
          </p>`
        : ''
    }
    <dl class="facts">
      ${fact('Last success', outlet.last_success_at ? formatTime(outlet.last_success_at, zone) : 'none yet')}
      ${fact('Next fetch', outlet.paused_at ? 'paused' : formatTime(outlet.next_fetch_at, zone))}
      ${fact('Items', `${formatCount(counts.all)}, ${formatCount(counts.lastDay)} new in a day`)}
      ${fact('Every', describeDelay(outlet.interval_seconds))}
      ${fact('Delay', outlet.median_delay_seconds === null ? '–' : describeDelay(outlet.median_delay_seconds))}
    </dl>
    ${fetchesTable(view)} ${leftOutPart(view)}
  </section>`;
}
