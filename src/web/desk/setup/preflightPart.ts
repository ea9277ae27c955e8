import { CHECKS } from '../../../checks/preflight/preflightFinding.ts';
import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { html, type Html } from '../../markup/html.ts';
import { href, type Site } from '../../site.ts';
import type { Staff } from '../../web.ts';
import { may, roleNote } from '../access.ts';
import { formToken } from '../deskPage.ts';
import { runNote } from './doctorPage.ts';
import { outcomeMark } from './outcomeMark.ts';
import type { PreflightResult } from './preflightResult.ts';
import type { SendingView } from './sendingPage.ts';

const RUN = 'POST /desk/sending/check';

function findingsList({ findings }: PreflightResult): Html {
  return html`<ul class="listed findings">
    ${findings.map(
      ({ check, outcome, found, todo }) =>
        html`<li>
          ${outcomeMark(outcome)}
          <div>
            <b>${CHECKS[check]}</b>
            <p class="address">${found}</p>
            ${todo === null ? '' : html`<p class="todo address">${todo}</p>`}
          </div>
        </li>`,
    )}
  </ul>`;
}

function providersList({ ticks }: PreflightResult): Html {
  return html`${[...Map.groupBy(ticks, ({ provider }) => provider)].map(([provider, requirements]) => {
    const isMet = requirements.every(({ outcome, note }) => outcome === 'pass' || note !== '');
    return html`<details>
      <summary>${provider}: ${isMet ? 'all that can be checked is met' : 'something is missing'}</summary>
      <ul class="listed findings">
        ${requirements.map(
          ({ requirement, note, outcome }) =>
            html`<li>
              ${outcomeMark(outcome)}
              <div>${requirement}${note === '' ? '' : html`<small>${note}</small>`}</div>
            </li>`,
        )}
      </ul>
    </details>`;
  })}`;
}

/** What the latest preflight found, with what Gmail, Yahoo and Outlook ask for. */
export function preflightPart(site: Site, staff: Staff, { last }: SendingView, { slug, zone }: Newsletter): Html {
  const isRunning = last?.isRunning ?? false;
  const failed = last?.result?.findings.filter(({ outcome }) => outcome === 'fail').length ?? 0;
  return html`<section class="card" id="preflight">
    <h2>
      Preflight ${last?.result ? html`<small>${failed === 0 ? 'nothing failed' : `${failed} failed`}</small>` : ''}
    </h2>
    <p>
      Checks all that decides whether mailboxes take the mail: DNS, relays, TLS, the one-click link, the message, the
      clock. Nothing is sent.
    </p>
    ${runNote(last, zone)}
    ${
      may(staff, RUN)
        ? html`<form method="post" action="${href(site, '/desk/sending/check')}" class="row top">
            ${formToken(staff)}<input type="hidden" name="newsletter" value="${slug}" /><button
              ${isRunning ? html`disabled` : ''}
            >
              ${last ? 'Check again' : 'Check now'}
            </button>
          </form>`
        : roleNote(staff, RUN, 'Checking')
    }
    ${
      last?.result
        ? html`${findingsList(last.result)}
            <h3>What providers ask for</h3>
            ${providersList(last.result)}`
        : ''
    }
  </section>`;
}
