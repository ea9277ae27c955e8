import { isAtLeast } from '../../../domain/roles.ts';
import type { LeftOut, Right } from '../../../domain/story.ts';
import { describeDelay, describeFailures, describeLeftOut } from '../../../newsroom/outletHealth.ts';
import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { formatClock, formatCount, formatTime } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import { href, type Site } from '../../site.ts';
import type { Staff } from '../../web.ts';
import { may, roleNote } from '../access.ts';
import { deskPage, formToken } from '../deskPage.ts';
import { choiceField, textField, tickField } from '../fields.ts';

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
  pausedAt: Date | null;
  medianDelaySeconds: number | null;
  leftOut: LeftOut;
};

function outletRow(site: Site, outlet: OutletRow, withNewsletter: boolean): Html {
  const { zone, errorCode, lastSuccessAt, medianDelaySeconds } = outlet;
  const leftOut = describeLeftOut(outlet.leftOut);
  return html`<tr ${errorCode ? html` class="failing"` : ''}>
    <th scope="row">
      <a href="${href(site, `/desk/outlets/${outlet.id}`)}">${outlet.name}</a>${
        outlet.isOwn ? html` <span class="mark">own</span>` : ''
      }${outlet.pausedAt ? html` <span class="mark">paused</span>` : ''}
      <small class="address">${outlet.feedUrl ?? outlet.url}</small>
      ${
        errorCode
          ? html`<small class="trouble"
              ><b>${describeFailures(outlet.failures)}</b> <code>${errorCode}</code> ${outlet.errorMessage}</small
            >`
          : ''
      }
      ${leftOut === null ? '' : html`<small>${leftOut}</small>`}
    </th>
    ${withNewsletter ? html`<td data-label="Newsletter">${outlet.newsletter}</td>` : ''}
    <td data-label="Last fetch">${lastSuccessAt ? formatTime(lastSuccessAt, zone) : 'none yet'}</td>
    <td data-label="Delay">${medianDelaySeconds === null ? '–' : describeDelay(medianDelaySeconds)}</td>
    <td class="when" data-label="Next fetch">${outlet.pausedAt ? 'paused' : formatClock(outlet.nextFetchAt, zone)}</td>
    <td data-label="Rights">${outlet.rights.length > 0 ? outlet.rights.join(', ') : 'headline and link'}</td>
  </tr>`;
}

/** A form that was refused: the field, what is wrong with it, and what was typed. */
export type AddRefused = {
  field: 'url' | 'newsletter';
  says: string;
  typed: {
    url: string;
    newsletter: string;
    name: string;
    own: string;
    summary: string;
    picture: string;
    private: string;
  };
};

type Outlets = {
  outlets: OutletRow[];
  newsletters: Newsletter[];
  refused: AddRefused | null;
  isRemoved: boolean;
};

const ADD = 'POST /desk/outlets';
const NOTHING = { url: '', newsletter: '', name: '', own: '', summary: '', picture: '', private: '' };

function addForm(site: Site, staff: Staff, { newsletters, refused, outlets }: Outlets): Html {
  if (!may(staff, ADD)) return roleNote(staff, ADD, 'Adding an outlet');
  if (newsletters.length === 0)
    return html`<p><a href="${href(site, '/desk/newsletters/new')}">Add a newsletter</a> first.</p>`;
  const typed = refused?.typed ?? NOTHING;
  const problem = (field: AddRefused['field']): string | undefined =>
    refused?.field === field ? refused.says : undefined;
  return html`<details class="card add" ${refused || outlets.length === 0 ? html` open` : ''}>
    <summary>Add an outlet</summary>
    <form method="post" action="${href(site, '/desk/outlets')}" class="settings" autocomplete="off">
      ${formToken(staff)}
      ${textField(
        {
          name: 'url',
          label: 'Home page or feed',
          hint: 'Reveille looks for the feed for at most 5 seconds, and shows what it found. A news sitemap works, too.',
          value: typed.url,
          problem: problem('url'),
        },
        html`inputmode="url" placeholder="paper.example" required maxlength="2000"`,
      )}
      ${
        newsletters.length > 1
          ? choiceField(
              {
                name: 'newsletter',
                label: 'Newsletter',
                hint: 'The newsletter that takes its stories. Add it again for another one.',
                value: typed.newsletter,
                problem: problem('newsletter'),
              },
              newsletters.map(({ slug, name }) => [slug, name] as const),
            )
          : ''
      }
      ${textField(
        {
          name: 'name',
          label: 'Name (optional)',
          hint: 'As readers see it. Leave it empty to take the title of the feed.',
          value: typed.name,
        },
        html`maxlength="120"`,
      )}
      ${tickField({
        name: 'own',
        label: 'It is our own',
        hint: 'Everything of it may be shown, and a newsletter can prefer its stories.',
        value: typed.own,
      })}
      <fieldset>
        <legend>What may we show of it?</legend>
        <p class="fine">The headline, the feed’s own description and the link may be shown without a record.</p>
        ${tickField({
          name: 'summary',
          label: 'Sentences of its articles',
          hint: 'Tick this if the outlet allows it. The summary is then fuller than the feed’s description.',
          value: typed.summary,
        })}
        ${tickField({
          name: 'picture',
          label: 'Its pictures',
          hint: 'Tick this if the outlet allows it. They are shown with their credit.',
          value: typed.picture,
        })}
      </fieldset>
      ${
        isAtLeast(staff.role, 'owner')
          ? tickField({
              name: 'private',
              label: 'It is on our own network',
              hint: 'An address of your own network is refused unless an owner allows it. Only this one server is then allowed.',
              value: typed.private,
            })
          : ''
      }
      <button>Add the outlet</button>
    </form>
  </details>`;
}

/** The table of outlets with their fetches and errors, failing ones first, and a form that adds one. */
export function outletsPage(site: Site, staff: Staff, page: Outlets): Html {
  const { outlets } = page;
  const failing = outlets.filter(({ errorCode }) => errorCode !== null).length;
  const several = new Set(outlets.map(({ newsletter }) => newsletter)).size > 1;
  const count = `${formatCount(outlets.length)}${failing > 0 ? `, ${formatCount(failing)} failing` : ''}`;
  return deskPage(site, {
    title: 'Outlets',
    section: 'outlets',
    staff,
    body: html`<h1>Outlets <small>${count}</small></h1>
      ${page.isRemoved ? html`<p class="notice" role="status">The outlet is removed.</p>` : ''}
      ${addForm(site, staff, page)}
      ${
        outlets.length === 0
          ? html`<p>There is no outlet yet.</p>`
          : html`<p class="fine">
                Delay is the median time from the publication of a story to the first fetch that found it. An outlet
                that publishes often is fetched every 10 minutes, one that publishes rarely every 3 hours. A failing
                outlet is retried after 15 minutes, then after longer intervals, up to 4 hours.
              </p>
              <table class="outlet-table">
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
                  ${outlets.map((outlet) => outletRow(site, outlet, several))}
                </tbody>
              </table>`
      }`,
  });
}
