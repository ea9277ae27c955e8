import { describeBytes } from '../../../checks/doctor/describeBytes.ts';
import type { RetentionLine } from '../../../checks/retention/report.ts';
import { NOT_OURS, RETENTION, type SettableName } from '../../../domain/retention.ts';
import { isSettable, SETTABLE } from '../../../platform/retentionSettings.ts';
import { formatCount, formatInstant } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import { href, type Site } from '../../site.ts';
import type { Staff } from '../../web.ts';
import { may, roleNote } from '../access.ts';
import { checkField } from '../checkField.ts';
import { deskPage, formToken } from '../deskPage.ts';
import { refusalNote, textField } from '../fields.ts';

export type RetentionView = {
  lines: RetentionLine[];
  zone: string;
  /** When removal starts. Null: it has started. */
  startsAt: Date | null;
  /** What is wrong with which field, and what was typed where. */
  refused: {
    faults: Readonly<Partial<Record<SettableName, string>>>;
    typed: Readonly<Record<string, string>>;
  } | null;
  isSaved: boolean;
};

const CHANGE = 'POST /desk/retention';

function row({ title, why, keptFor, days, rows, oldest, bytes, yearBytes }: RetentionLine): Html {
  const size = (of: number): string => (rows === null ? '–' : describeBytes(of));
  return html`<tr>
    <th scope="row">${title} <small>${why}</small></th>
    <td data-label="Kept" class="kept">${days === null || days === 1 ? keptFor : `${formatCount(days)} days`}</td>
    <td data-label="Rows" class="figure">${rows === null ? '–' : formatCount(Math.round(rows))}</td>
    <td data-label="Oldest" class="when">
      ${oldest === null ? '–' : html`<time datetime="${oldest.toISOString()}">${oldest.toISOString().slice(0, 10)}</time>`}
    </td>
    <td data-label="Size" class="figure">${size(bytes)}</td>
    <td data-label="In a year" class="figure">${size(yearBytes)}</td>
  </tr>`;
}

function table({ lines }: RetentionView): Html {
  const sum = (of: (line: RetentionLine) => number): string =>
    describeBytes(lines.reduce((all, line) => all + of(line), 0));
  return html`<table class="retention">
    <thead>
      <tr>
        <th scope="col">What</th>
        <th scope="col">Kept</th>
        <th scope="col" class="figure">Rows</th>
        <th scope="col">Oldest</th>
        <th scope="col" class="figure">Size</th>
        <th scope="col" class="figure">In a year</th>
      </tr>
    </thead>
    <tbody>
      ${lines.map(row)}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row" colspan="4">Total</th>
        <td data-label="Size" class="figure">${sum(({ bytes }) => bytes)}</td>
        <td data-label="In a year" class="figure">${sum(({ yearBytes }) => yearBytes)}</td>
      </tr>
    </tfoot>
  </table>`;
}

/** The titles of the fields that were refused, by their names. */
const titlesOf = (faults: Readonly<Partial<Record<SettableName, string>>>): Record<string, string> =>
  Object.fromEntries(
    SETTABLE.filter((name) => faults[name] !== undefined).map((name) => [name, RETENTION[name].title]),
  );

function daysForm(site: Site, staff: Staff, { lines, refused }: RetentionView): Html {
  const fields = lines.flatMap(({ name, title, days }) =>
    isSettable(name) && days !== null ? [{ name, title, days }] : [],
  );
  return html`<section class="card" id="days">
    <h2>Change how long things are kept</h2>
    <form method="post" action="${href(site, '/desk/retention')}" class="kept-days" autocomplete="off">
      ${formToken(staff)}
      ${fields.map(({ name, title, days }) => {
        const { days: usual, least, most } = RETENTION[name].kept;
        return textField(
          {
            name,
            label: title,
            value: refused?.typed[name] ?? String(days),
            hint: `${formatCount(least)} to ${formatCount(most)} days; ${formatCount(usual)} unless changed`,
            problem: refused?.faults[name],
          },
          html`class="number" inputmode="numeric" maxlength="5" required`,
        );
      })}
      <p class="fine">With fewer days, what is older is removed within a day. More days do not bring it back.</p>
      ${checkField(staff, 'retention-password')}
      <p class="row"><button>Save</button></p>
    </form>
  </section>`;
}

function sweepNote({ lines, zone, startsAt }: RetentionView): Html {
  if (startsAt !== null)
    return html`<p class="notice">
      Removal starts on <time datetime="${startsAt.toISOString()}">${formatInstant(startsAt, zone)}</time>, a day after
      Reveille was installed or upgraded. Set the days before then.
    </p>`;
  const latest = lines
    .flatMap(({ sweptAt }) => (sweptAt === null ? [] : [sweptAt]))
    .toSorted((a, b) => Number(b) - Number(a))[0];
  const removed = lines.reduce((all, line) => all + line.removed, 0);
  if (latest === undefined) return html`<p class="fine">Nothing was removed yet. The scheduler does it.</p>`;
  return html`<p class="fine">
    Last looked for old rows
    <time datetime="${latest.toISOString()}">${formatInstant(latest, zone)}</time>; ${formatCount(removed)} removed so
    far.
  </p>`;
}

/** The page that says how long everything is kept, what it takes now, and what it takes in a year. */
export function retentionPage(site: Site, staff: Staff, view: RetentionView): Html {
  const { refused } = view;
  return deskPage(site, {
    title: 'Retention',
    section: 'retention',
    staff,
    body: html`<h1>Retention <small>how long everything is kept</small></h1>
      ${view.isSaved ? html`<p class="notice" role="status">Saved. What is too old now goes within a day.</p>` : ''}
      ${refused ? refusalNote(refused.faults, titlesOf(refused.faults)) : ''}
      <p>
        What is old is removed in small steps while no mail goes out. The numbers of rows are estimates. “In a year” is
        the size in twelve months, if as much is added each day as lately.
        ${may(staff, CHANGE) ? html`<a href="#days">Change the days</a>` : ''}
      </p>
      ${sweepNote(view)} ${table(view)}
      ${may(staff, CHANGE) ? daysForm(site, staff, view) : roleNote(staff, CHANGE, 'Changing the days')}
      <section class="card">
        <h2>Not kept here</h2>
        <ul>
          ${NOT_OURS.map(({ title, kept }) => html`<li><b>${title}:</b> ${kept}</li>`)}
        </ul>
      </section>`,
  });
}
