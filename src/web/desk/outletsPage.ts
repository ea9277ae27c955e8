import type { LeftOutItem, Right } from '../../domain/story.ts';
import { describeDelay, describeFailures, describeLeftOut } from '../../newsroom/outletHealth.ts';
import type { Site } from '../site.ts';
import type { Staff } from '../web.ts';
import { formatClock, formatCount, formatTime } from '../markup/dates.ts';
import { deskPage } from './deskPage.ts';
import { html, type Html } from '../markup/html.ts';

export type OutletRow = {
  id: number;
  newsletter: string;
  zone: string;
  name: string;
  url: string;
  feedUrl: string | null;
  isOwn: boolean;
  rights: Right[];
  failures: number;
  errorCode: string | null;
  errorMessage: string | null;
  lastSuccessAt: Date | null;
  nextFetchAt: Date;
  medianDelaySeconds: number | null;
  leftOut: { count: number; items: LeftOutItem[] };
};

function outletRow(outlet: OutletRow, withNewsletter: boolean): Html {
  const { zone, errorCode, lastSuccessAt, medianDelaySeconds } = outlet;
  return html`<tr ${errorCode ? html` class="failing"` : ''}>
    <th scope="row">
      ${outlet.name}${outlet.isOwn ? html` <span class="mark">own</span>` : ''}
      <small class="address">${outlet.feedUrl ?? outlet.url}</small>
      ${
        errorCode
          ? html`<small class="trouble"
              ><b>${describeFailures(outlet.failures)}</b> <code>${errorCode}</code> ${outlet.errorMessage}</small
            >`
          : ''
      }
      ${outlet.leftOut.count > 0 ? html`<small>${describeLeftOut(outlet.leftOut)}</small>` : ''}
    </th>
    ${withNewsletter ? html`<td data-label="Newsletter">${outlet.newsletter}</td>` : ''}
    <td data-label="Last fetch">${lastSuccessAt ? formatTime(lastSuccessAt, zone) : 'none yet'}</td>
    <td data-label="Delay">${medianDelaySeconds === null ? '–' : describeDelay(medianDelaySeconds)}</td>
    <td class="when" data-label="Next fetch">${formatClock(outlet.nextFetchAt, zone)}</td>
    <td data-label="Rights">${outlet.rights.length > 0 ? outlet.rights.join(', ') : 'headline and link'}</td>
  </tr>`;
}

/** The table of outlets with their fetches and errors; failing ones come first. */
export function outletsPage(site: Site, staff: Staff, hasInbox: boolean, outlets: OutletRow[]): Html {
  const failing = outlets.filter(({ errorCode }) => errorCode !== null).length;
  const several = new Set(outlets.map(({ newsletter }) => newsletter)).size > 1;
  const count = `${formatCount(outlets.length)}${failing > 0 ? `, ${formatCount(failing)} failing` : ''}`;
  return deskPage(site, {
    title: 'Outlets',
    section: 'outlets',
    staff,
    hasInbox,
    body: html`<h1>Outlets <small>${count}</small></h1>
      <p>
        Delay is the median time from the publication of a story to the first fetch that found it. An outlet that
        publishes often is fetched every 10 minutes, one that publishes rarely every 3 hours. A failing outlet is
        retried after 15 minutes, then after longer intervals, up to 4 hours.
      </p>
      ${
        outlets.length === 0
          ? html`<p>There is no outlet yet. <code>reveille outlets add</code> adds one.</p>`
          : html`<table class="outlet-table">
              <thead>
                <tr>
                  <th scope="col">Outlet</th>
                  ${several ? html`<th scope="col">Newsletter</th>` : ''}
                  <th scope="col">Last fetch</th>
                  <th scope="col">Delay</th>
                  <th scope="col">Next fetch</th>
                  <th scope="col">Rights</th>
                </tr>
              </thead>
              <tbody>
                ${outlets.map((outlet) => outletRow(outlet, several))}
              </tbody>
            </table>`
      }`,
  });
}
