import type { Edition } from '../../editions/load.ts';
import { whyKept } from '../../editions/name.ts';
import type { Newsletter } from '../../editions/newsletters/newsletters.ts';
import { href, type Site } from '../site.ts';
import type { Staff } from '../web.ts';
import { formatCount, formatDay, formatTime } from '../markup/dates.ts';
import { may, roleNote } from './access.ts';
import { composingNotice, isUnderWay, type Composing } from './composing.ts';
import { deskPage, formToken } from './deskPage.ts';
import { EDITION_STATE_NAMES } from './glossary.ts';
import type { FirstRun } from './setup/firstRun.ts';
import { firstRunPart } from './setup/firstRunPart.ts';
import { html, type Html } from '../markup/html.ts';

export type OutletLine = {
  id: number;
  newsletterId: number;
  name: string;
  url: string;
  isOwn: boolean;
  lastSuccessAt: Date | null;
  errorCode: string | null;
  errorMessage: string | null;
};

export type NewsletterCard = {
  newsletter: Newsletter;
  /** The date in the newsletter's time zone. */
  today: string;
  edition: Edition | null;
  /** The latest request to compose it. */
  composing: Composing | null;
  recent: Edition[];
  /** Due to get today's daily edition; readers of a weekly edition are not among them. */
  recipients: number;
  dueAt: Date | null;
  /** When the edition after today's is due, once today's is over. */
  nextDueAt: Date | null;
  outlets: OutletLine[];
};

/** An edition's state as a mark. */
export function editionMark(state: Edition['state']): Html {
  return html`<span class="state state-${state}">${EDITION_STATE_NAMES[state]}</span>`;
}

/** An edition's state, rehearsal and flag as marks. */
export function editionMarks(edition: Edition): Html {
  return html`${editionMark(edition.state)}${
    edition.is_rehearsal ? html` <span class="mark">Rehearsal</span>` : ''
  }${edition.flag ? html` <span class="flag">${edition.flag.replaceAll('_', ' ')}</span>` : ''}`;
}

function outletList(outlets: OutletLine[], zone: string): Html {
  const failing = outlets.filter((outlet) => outlet.errorCode !== null);
  return html`<h3>
      Outlets <small>${outlets.length}${failing.length > 0 ? `, ${failing.length} failing` : ''}</small>
    </h3>
    ${
      failing.length > 0
        ? html`<ul class="failing">
            ${failing.map((outlet) => html`<li><b>${outlet.name}</b> <code>${outlet.errorCode}</code><br />${outlet.errorMessage}<br /><small class="address">${outlet.url}</small></li>`)}
          </ul>`
        : ''
    }
    <details>
      <summary>All outlets</summary>
      <ul class="outlets">
        ${outlets.map(
          (outlet) =>
            html`<li>
              <b>${outlet.name}</b>${outlet.isOwn ? html` <span class="mark">own</span>` : ''}
              <small
                >${
                  outlet.lastSuccessAt ? `fetched ${formatTime(outlet.lastSuccessAt, zone)}` : 'not fetched yet'
                }</small
              >
            </li>`,
        )}
      </ul>
    </details>`;
}

function newsletterCard(site: Site, staff: Staff, card: NewsletterCard): Html {
  const { newsletter, edition, today, dueAt, nextDueAt } = card;
  const link = (id: number): string => href(site, `/desk/editions/${id}`);
  const kept = edition && whyKept(edition, EDITION_STATE_NAMES[edition.state]);
  return html`<section class="card">
    <h2>${newsletter.name}</h2>
    <p>
      <a href="${href(site, `/desk/newsletters/${newsletter.slug}/settings`)}">Settings</a> ·
      <a href="${href(site, `/desk/newsletters/${newsletter.slug}/sign-up`)}">Sign-up</a> ·
      <a href="${href(site, `/desk/newsletters/${newsletter.slug}/results`)}">Results</a>
    </p>
    <p class="today">${formatDay(today)}</p>
    ${
      edition
        ? html`<p class="edition">
              <a href="${link(edition.id)}">${edition.subject || 'Edition without a subject line'}</a>
              ${editionMarks(edition)}
            </p>
            ${edition.flag ? html`<p class="reason">${edition.flag_detail}</p>` : ''}`
        : html`<p>No edition has been composed for today.</p>`
    }
    ${composingNotice(card.composing, edition, newsletter.zone)}
    <dl class="facts">
      <div>
        <dt>Recipients of today’s daily</dt>
        <dd>${formatCount(card.recipients)}</dd>
      </div>
      <div>
        <dt>Send time</dt>
        <dd>${dueAt ? formatTime(dueAt, newsletter.zone) : 'none today'}</dd>
      </div>
      ${
        nextDueAt
          ? html`<div>
              <dt>Next edition</dt>
              <dd>${formatTime(nextDueAt, newsletter.zone)}</dd>
            </div>`
          : ''
      }
      <div>
        <dt>Time zone</dt>
        <dd>${newsletter.zone}</dd>
      </div>
    </dl>
    ${
      !may(staff, 'POST /desk/newsletters/:slug/compose')
        ? roleNote(staff, 'POST /desk/newsletters/:slug/compose', 'Composing')
        : kept === null
          ? html`<form method="post" action="${href(site, `/desk/newsletters/${newsletter.slug}/compose`)}">${formToken(staff)}<button${edition ? html` class="quiet"` : ''}>${edition ? 'Compose again' : 'Compose now'}</button></form>`
          : html`<p class="fine">${kept}</p>`
    }
    <p>
      <a href="${href(site, `/desk/newsletters/${newsletter.slug}/stories`)}"
        >${
          kept === null || !may(staff, 'POST /desk/newsletters/:slug/special')
            ? 'Current stories'
            : 'Compose a special edition from the current stories'
        }</a
      >
    </p>
    ${outletList(card.outlets, newsletter.zone)}
    ${
      card.recent.length > 0
        ? html`<h3>Recent editions</h3>
            <ul class="recent">
              ${card.recent.map(
                (past) =>
                  html`<li>
                    <a href="${link(past.id)}"
                      ><time datetime="${past.date}">${past.date}</time>
                      ${past.kind === 'daily' ? '' : html`<small>${past.kind}</small>`} ${past.subject}</a
                    >
                    ${editionMarks(past)}
                  </li>`,
              )}
            </ul>`
        : ''
    }
  </section>`;
}

const REFRESH_SECONDS = 3;

/** Shown where PUBLIC_URL is a public address and TRUST_PROXY is not set. */
function proxyWarning(): Html {
  return html`<p class="notice" role="note">
    <b>TRUST_PROXY is not set.</b> Behind a proxy, all visitors then have the proxy’s address, and the limits on
    sign-ups and sign-ins count them as one visitor. Set TRUST_PROXY to the address of the proxy, for example
    <code>TRUST_PROXY=127.0.0.1</code>, and restart.
  </p>`;
}

export function dashboardPage(
  site: Site,
  staff: Staff,
  { lacksProxy, firstRun, cards }: { lacksProxy: boolean; firstRun: FirstRun | null; cards: NewsletterCard[] },
): Html {
  return deskPage(site, {
    title: 'Desk',
    section: 'desk',
    staff,
    refreshSeconds: cards.some(({ composing }) => isUnderWay(composing)) ? REFRESH_SECONDS : null,
    body: html`<h1>Today</h1>
      ${lacksProxy ? proxyWarning() : ''} ${firstRun ? firstRunPart(site, staff, firstRun) : ''}
      ${cards.length === 0 && !firstRun ? html`<p>There is no newsletter yet. <a href="${href(site, '/desk/newsletters')}">Newsletters</a> adds one.</p>` : ''}
      ${cards.map((card) => newsletterCard(site, staff, card))}`,
  });
}
