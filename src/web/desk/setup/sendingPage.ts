import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import type { SenderRecord } from '../../../editions/newsletters/senderRecords.ts';
import type { SigningKey } from '../../../editions/newsletters/signing.ts';
import { isUnderWay, type SentLetter } from '../../../editions/testLetter.ts';
import { html, type Html } from '../../markup/html.ts';
import { href, type Site } from '../../site.ts';
import type { Staff } from '../../web.ts';
import { deskPage } from '../deskPage.ts';
import type { LastCheck } from './lastCheck.ts';
import { letterPart } from './letterPart.ts';
import { preflightPart } from './preflightPart.ts';
import { recordsPart } from './recordsPart.ts';
import type { RelayLine } from './relayLines.ts';
import type { PreflightResult } from './preflightResult.ts';

/** The form of the test letter, refused. */
export type LetterRefused = { to: string; says: string };

export type SendingView = {
  newsletters: Newsletter[];
  newsletter: Newsletter | null;
  relays: RelayLine[];
  /** The domain of From, which signs. */
  domain: string | null;
  records: { spf: SenderRecord; dmarc: SenderRecord } | null;
  keys: SigningKey[];
  last: LastCheck<PreflightResult> | null;
  letter: (SentLetter & { id: number }) | null;
  ownAddress: string;
  refused: LetterRefused | null;
  done: 'letter' | 'signing' | null;
};

const REFRESH_SECONDS = 2;

function relaysPart({ relays }: SendingView): Html {
  if (relays.length === 0)
    return html`<section class="card">
      <h2>Relays</h2>
      <p>
        <code>SMTP_URL</code> is not set: all mail goes to the built-in inbox, and no reader gets any. To send, set it
        to your mail server and restart, for example <code>SMTP_URL=smtp://user:password@relay.paper.example:587</code>.
      </p>
    </section>`;
  return html`<section class="card">
    <h2>Relays</h2>
    <p class="fine">They stand in <code>SMTP_URL</code>. Passwords are not shown.</p>
    <ul class="listed">
      ${relays.map(
        ({ name, facts, trouble }) =>
          html`<li>
            <b class="address">${name}</b> ${trouble === null ? '' : html`<span class="flag">in trouble</span>`}
            <small>${facts.join(' · ')}</small>
            ${trouble === null ? '' : html`<p class="reason">${trouble}</p>`}
          </li>`,
      )}
    </ul>
  </section>`;
}

function chooser(site: Site, { newsletters, newsletter }: SendingView): Html {
  if (newsletters.length < 2) return html``;
  return html`<nav class="tabs" aria-label="Newsletter">
    ${newsletters.map(
      ({ slug, name }) =>
        html`<a
          href="${href(site, `/desk/sending?newsletter=${slug}`)}"
          ${slug === newsletter?.slug ? html` aria-current="page"` : ''}
          >${name}</a
        >`,
    )}
  </nav>`;
}

/** The page about relays, DNS and the preflight. */
export function sendingPage(site: Site, staff: Staff, view: SendingView): Html {
  const { newsletter, last, letter, refused, done } = view;
  const isBusy = (last?.isRunning ?? false) || isUnderWay(letter);
  return deskPage(site, {
    title: 'Relays and DNS',
    section: 'sending',
    staff,
    scripts: ['copy.js'],
    refreshSeconds: isBusy && !refused ? REFRESH_SECONDS : null,
    body: html`<h1>Relays and DNS ${newsletter ? html`<small>${newsletter.name}</small>` : ''}</h1>
      ${chooser(site, view)}
      ${done === 'signing' ? html`<p class="notice" role="status">Done. The list of records shows it.</p>` : ''}
      ${relaysPart(view)}
      ${
        newsletter
          ? html`${letterPart(site, staff, view, newsletter)} ${recordsPart(site, staff, view, newsletter)}
            ${preflightPart(site, staff, view, newsletter)}`
          : html`<p>
              <a href="${href(site, '/desk/newsletters')}">Add a newsletter</a>: DNS and the checks depend on its From
              address.
            </p>`
      }`,
  });
}
