import { href, type Site } from '../site.ts';
import type { Staff } from '../web.ts';
import { formatInstant } from '../markup/dates.ts';
import { PROCESSES } from '../../domain/actors.ts';
import { auditSentence, type AuditLine } from './auditSentence.ts';
import { deskPage } from './deskPage.ts';
import { html, type Html } from '../markup/html.ts';

type Audit = {
  lines: AuditLine[];
  /** For entries that belong to no newsletter. */
  zone: string;
  edition: number | null;
  person: string;
  before: number | null;
  /** The accounts that exist now. */
  people: string[];
  nextBefore: number | null;
};

function auditRow(site: Site, line: AuditLine, zone: string): Html {
  return html`<tr>
    <td class="when">
      <time datetime="${line.at.toISOString()}">${formatInstant(line.at, line.zone ?? zone)}</time>
    </td>
    <td class="address">${auditSentence(site, line)}</td>
  </tr>`;
}

function filterForm(site: Site, { edition, person, people }: Audit): Html {
  return html`<form method="get" action="${href(site, '/desk/audit')}" class="row filter">
    <p class="field">
      <label for="person">Person</label
      ><input id="person" name="person" list="people" autocomplete="off" maxlength="100" value="${person}" />
    </p>
    <p class="field">
      <label for="edition">Number of the edition</label
      ><input
        id="edition"
        name="edition"
        class="number"
        inputmode="numeric"
        autocomplete="off"
        maxlength="9"
        value="${edition ?? ''}"
      />
    </p>
    <datalist id="people">
      ${[...people, ...Object.keys(PROCESSES)].map((name) => html`<option value="${name}"></option>`)}
    </datalist>
    <button>Show</button>
    ${person !== '' || edition !== null ? html`<a href="${href(site, '/desk/audit')}">Show all</a>` : ''}
  </form>`;
}

function pager(site: Site, { edition, person, before, nextBefore }: Audit): Html {
  if (before === null && nextBefore === null) return html``;
  const path = (from: number | null): string => {
    const query = new URLSearchParams();
    if (person !== '') query.set('person', person);
    if (edition !== null) query.set('edition', String(edition));
    if (from !== null) query.set('before', String(from));
    return `${href(site, '/desk/audit')}${query.size > 0 ? `?${query.toString()}` : ''}`;
  };
  return html`<nav class="pager" aria-label="Pages">
    ${before === null ? html`<span></span>` : html`<a href="${path(null)}">← Newest</a>`}
    ${nextBefore === null ? html`<span></span>` : html`<a href="${path(nextBefore)}">Older →</a>`}
  </nav>`;
}

/** The audit log: who did what when. */
export function auditPage(site: Site, staff: Staff, audit: Audit): Html {
  const { lines, zone } = audit;
  return deskPage(site, {
    title: 'Audit',
    section: 'audit',
    staff,
    body: html`<h1>Audit <small>who did what, the newest first</small></h1>
      ${filterForm(site, audit)}
      ${
        lines.length === 0
          ? html`<p><b>No entries.</b></p>`
          : html`<table class="audit">
              <thead>
                <tr>
                  <th scope="col">Time</th>
                  <th scope="col">What happened</th>
                </tr>
              </thead>
              <tbody>
                ${lines.map((line) => auditRow(site, line, zone))}
              </tbody>
            </table>`
      }
      ${pager(site, audit)}
      <p class="fine">Times are in the zone of the newsletter; what belongs to no newsletter is in ${zone}.</p>`,
  });
}
