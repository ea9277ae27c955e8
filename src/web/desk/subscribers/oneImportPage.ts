import { describeEmptied } from '../../../readers/import/findings.ts';
import type { ImportReport } from '../../../readers/import/importList.ts';
import type { ListImport } from '../../../readers/import/listImports.ts';
import { CHOOSABLE_ROLES, type ChoosableRole, type SeenColumn } from '../../../readers/import/lookAtColumns.ts';
import { formatCount, formatInstant } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import { href, type Site } from '../../site.ts';
import type { Staff } from '../../web.ts';
import { deskPage, formToken } from '../deskPage.ts';
import { LIST_IMPORT_STATE_NAMES } from './importListPage.ts';
import { subscribersNav } from './subscribersNav.ts';

type OneImportView = {
  upload: ListImport;
  columns: readonly SeenColumn[];
  hasRefused: boolean;
  problem: string | null;
};

const REFRESH_SECONDS = 2;
const MAX_LINES = 30;

const ROLE_NAMES: Readonly<Record<ChoosableRole, string>> = {
  email: 'Address',
  first: 'First name',
  full: 'Full name',
  status: 'Status (in words)',
  subscribed: 'Subscribed (yes or no)',
  confirmed: 'Confirmed (yes or no)',
  left: 'Unsubscribed (yes, a date or a reason)',
  cleaned: 'Bounced (yes, a date or a reason)',
  suppressed: 'Blocked (yes, a date or a reason)',
  complained: 'Complained (yes, a date or a reason)',
  held: 'Waiting for confirmation (yes)',
  language: 'Language',
  zone: 'Time zone',
  frequency: 'Frequency',
  format: 'Format',
  sendAt: 'Time of the mail',
  pausedUntil: 'Paused until',
  signedUpAt: 'Signed up at',
  confirmedAt: 'Confirmed at',
  consentText: 'Text of the consent',
  consentAt: 'Time of the consent',
  consentSource: 'Source of the consent',
};

const readers = (count: number): string => `${formatCount(count)} ${count === 1 ? 'reader' : 'readers'}`;

/** The counts of a report with what each means; those of zero are left out but for the first. */
function facts(report: ImportReport, isDone: boolean): Html {
  const { heldBack } = report;
  const rows: [string, number][] = [
    [isDone ? 'New readers' : 'Would be new readers', report.added],
    ['Subscribed already', report.known],
    ['Unsubscribed here, stay so', report.unsubscribedKept],
    ['Suppressed here, stay so', report.suppressed],
    ['Not confirmed in the list', heldBack.pending],
    ['Unsubscribed in the list', heldBack.unsubscribed],
    ['Bounced in the list', heldBack.bounced],
    ['Blocked in the list', heldBack.blocked],
    ['Complained in the list', heldBack.complained],
    ['Repeated addresses', report.duplicates],
    ['Rows that cannot be read', report.invalid.count],
  ];
  return html`<dl class="facts">
    ${rows
      .filter(([, count], at) => at === 0 || count > 0)
      .map(
        ([label, count]) =>
          html`<div>
            <dt>${label}</dt>
            <dd>${formatCount(count)}</dd>
          </div>`,
      )}
  </dl>`;
}

/** What else the report found, a sentence each. */
function remarks({ ignoredColumns, linesAbove, unknownValues, unknownZones, emptiedNames }: ImportReport): Html {
  // A report that an older version kept has none.
  const emptied = emptiedNames === undefined ? null : describeEmptied(emptiedNames);
  const lines = [
    ...(ignoredColumns.length > 0
      ? [
          `Columns that are not imported: ${ignoredColumns
            .slice(0, MAX_LINES)
            .map((name) => `“${name}”`)
            .join(', ')}.`,
        ]
      : []),
    ...(linesAbove > 0 ? [`Lines above the headings, left out: ${formatCount(linesAbove)}.`] : []),
    ...unknownValues
      .slice(0, MAX_LINES)
      .map(
        ({ column, value, rows }) =>
          `Not understood in “${column}”: “${value}” (${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'}, not imported).`,
      ),
    ...(unknownZones.count > 0
      ? [`Unknown time zones: ${formatCount(unknownZones.count)}. These readers get the newsletter’s.`]
      : []),
    ...(emptied === null ? [] : [emptied]),
  ];
  return lines.length === 0
    ? html``
    : html`<ul>
        ${lines.map((line) => html`<li>${line}</li>`)}
      </ul>`;
}

function refusedLink(site: Site, { upload, hasRefused }: OneImportView): Html {
  if (!hasRefused || !upload.report || upload.report.invalid.count === 0) return html``;
  return html`<p>
    <a href="${href(site, `/desk/subscribers/imports/${upload.id}/refused.csv`)}"
      >Download the rows that cannot be read, with line and reason (CSV)</a
    >
  </p>`;
}

function actForm(site: Site, staff: Staff, { id }: ListImport, body: Html): Html {
  return html`<form method="post" action="${href(site, `/desk/subscribers/imports/${id}`)}">
    ${formToken(staff)}${body}
  </form>`;
}

function columnRow({ name, role, samples }: SeenColumn, at: number, { columns: told }: ListImport): Html {
  const chosen = told[name] ?? role ?? '';
  const option = (value: string, words: string): Html =>
    html`<option value="${value}" ${value === chosen ? html`selected` : ''}>${words}</option>`;
  const isOther = chosen !== '' && chosen !== 'ignored' && !(CHOOSABLE_ROLES as readonly string[]).includes(chosen);
  return html`<tr>
    <td data-head="Column"><label for="column-${at}">${name}</label></td>
    <td data-head="Examples" class="address">${samples.join(', ')}</td>
    <td data-head="Means">
      <select id="column-${at}" name="column-${at}">
        ${isOther ? option(chosen, 'Not imported') : option('', 'Not imported')}${option('ignored', 'Leave out')}
        ${CHOOSABLE_ROLES.map((each) => option(each, ROLE_NAMES[each]))}
      </select>
    </td>
  </tr>`;
}

function columnsForm(site: Site, staff: Staff, { upload, columns }: OneImportView): Html {
  if (columns.length === 0) return html``;
  return html`<section class="card" aria-labelledby="columns">
    <h2 id="columns">Columns</h2>
    <p>
      Change what a column means where it was taken wrongly. “Leave out” also says that it does not tell who may be
      mailed.
    </p>
    ${actForm(
      site,
      staff,
      upload,
      html`<table class="stacked columns">
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col">Examples</th>
              <th scope="col">Means</th>
            </tr>
          </thead>
          <tbody>
            ${columns.map((column, at) => columnRow(column, at, upload))}
          </tbody>
        </table>
        <button class="quiet" name="action" value="check">Check again</button>`,
    )}
  </section>`;
}

function progressPart({ upload }: OneImportView): Html {
  const isCheck = upload.state === 'checking';
  return html`<p role="status">
      ${isCheck ? 'The list is being checked. Nothing changes yet.' : 'The list is being imported.'}
      ${upload.rows_read > 0 ? `${formatCount(upload.rows_read)} rows read.` : ''} You can close this page.
    </p>
    <progress max="1" value="${upload.progress}" aria-label="Progress">
      ${Math.round(upload.progress * 100)} %
    </progress>`;
}

function dropButton(site: Site, staff: Staff, upload: ListImport): Html {
  return actForm(site, staff, upload, html`<button class="quiet" name="action" value="drop">Drop this upload</button>`);
}

function checkedPart(site: Site, staff: Staff, view: OneImportView, report: ImportReport): Html {
  const { upload } = view;
  return html`<section class="card" aria-labelledby="report">
      <h2 id="report">What the import would do</h2>
      <p>
        ${formatCount(report.total)} ${report.total === 1 ? 'row was' : 'rows were'} read. Nothing has changed yet, and
        no reader is mailed.
      </p>
      ${facts(report, false)}${remarks(report)}${refusedLink(site, view)}
      <div class="row">
        ${actForm(site, staff, upload, html`<button name="action" value="import">${report.added === 0 ? 'Import' : `Import ${readers(report.added)}`}</button>`)}
        ${dropButton(site, staff, upload)}
      </div>
    </section>
    ${columnsForm(site, staff, view)}`;
}

function body(site: Site, staff: Staff, view: OneImportView): Html {
  const { upload } = view;
  const { state, report, problem } = upload;
  if (state === 'checking' || state === 'running') return progressPart(view);
  if (state === 'checked' && report) return checkedPart(site, staff, view, report);
  if (state === 'failed')
    return html`<p class="error" role="alert">${problem}</p>
      ${columnsForm(site, staff, view)}${dropButton(site, staff, upload)}`;
  if (state === 'done' && report)
    return html`<section class="card" aria-labelledby="report">
      <h2 id="report">
        Imported ${upload.finished_at ? html`<small>${formatInstant(upload.finished_at, upload.zone)}</small>` : ''}
      </h2>
      ${facts(report, true)}${remarks(report)}${refusedLink(site, view)}
    </section>`;
  return html`<p>This upload was dropped. Nothing of it was imported.</p>`;
}

/** The page of one upload. */
export function oneImportPage(site: Site, staff: Staff, view: OneImportView): Html {
  const { upload, problem } = view;
  const isWorking = upload.state === 'checking' || upload.state === 'running';
  return deskPage(site, {
    title: 'Import',
    section: 'import',
    staff,
    refreshSeconds: isWorking ? REFRESH_SECONDS : null,
    body: html`<h1 class="address">${upload.file_name} <small>${LIST_IMPORT_STATE_NAMES[upload.state]}</small></h1>
      ${subscribersNav(site, staff, null)}
      <p class="fine">
        For ${upload.newsletter}, uploaded by ${upload.actor} on ${formatInstant(upload.created_at, upload.zone)}.
        Consent: ${upload.consent}
      </p>
      ${problem === null ? '' : html`<p class="error" role="alert">${problem}</p>`} ${body(site, staff, view)}`,
  });
}
