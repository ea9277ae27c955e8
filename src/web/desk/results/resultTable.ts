import { stringify } from 'csv-stringify/sync';
import { formatCount } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';

/** What a column holds: `day` as YYYY-MM-DD, `seconds` as a number. */
type Kind = 'text' | 'day' | 'count' | 'seconds' | 'share';

export type Cell = string | number | null;

export type Column = { key: string; label: string; kind: Kind };

/** A plot of some columns over the first one that is a day or a number of seconds. */
export type Plot = { label: string; series: readonly string[] };

/** A table of results: on a page, as a CSV file, and as what its plots draw. `about`: what its figures mean. */
export type ResultTable = {
  /** The id on the page, and the name of the CSV file. */
  id: string;
  title: string;
  about: string;
  columns: readonly Column[];
  rows: readonly (readonly Cell[])[];
  plots: readonly Plot[];
  /** By row: the address of the page about it. */
  links?: readonly string[];
};

/** Seconds as a person reads them: 45 s, 12 min, 2 h 5 min. */
export function formatSeconds(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
}

/** A part of a whole as a percentage, with a tenth below ten percent. Null of an empty whole. */
export function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

export function formatShare(share: number): string {
  const percent = share * 100;
  return `${percent >= 10 || percent === 0 ? Math.round(percent) : percent.toFixed(percent < 0.1 ? 2 : 1)} %`;
}

function formatCell(cell: Cell, kind: Kind): string {
  if (cell === null) return '–';
  if (typeof cell === 'string') return cell;
  if (kind === 'seconds') return formatSeconds(cell);
  return kind === 'share' ? formatShare(cell) : formatCount(cell);
}

function tableRow({ columns, links }: ResultTable, row: readonly Cell[], at: number): Html {
  const link = links?.[at];
  return html`<tr>
    ${columns.map(({ kind }, index) => {
      const cell = row[index] ?? null;
      const shown = formatCell(cell, kind);
      const isFirst = index === 0;
      const text = isFirst && link ? html`<a href="${link}">${shown}</a>` : shown;
      return isFirst
        ? html`<th scope="row" data-value="${cell ?? ''}">${text}</th>`
        : html`<td class="${kind === 'text' ? 'text' : 'number'}" data-value="${cell ?? ''}">${text}</td>`;
    })}
  </tr>`;
}

function plotOf({ id, columns }: ResultTable, { label, series }: Plot): Html {
  const x = columns.find(({ kind }) => kind === 'day' || kind === 'seconds');
  return html`<div
    class="plot"
    role="img"
    aria-label="${label}. The table below has the same figures."
    data-plot="${id}-table"
    data-x="${x?.key ?? ''}"
    data-scale="${x?.kind ?? ''}"
    data-series="${series.join(' ')}"
    hidden
  ></div>`;
}

/**
 * The section of a table: its plots, which the page's script draws from the table, the table itself, and a link to its CSV
 * file. Without script, the plots stay hidden and the table is open.
 */
export function resultSection(table: ResultTable, csvPath: string): Html {
  const { id, title, about, columns, rows, plots } = table;
  if (rows.length === 0)
    return html`<section class="card result" id="${id}">
      <h2>${title}</h2>
      <p class="fine">There is nothing to show yet.</p>
    </section>`;
  const body = html`<div class="scroll" role="region" aria-label="${title}" tabindex="0">
    <table id="${id}-table">
      <thead>
        <tr>
          ${columns.map(({ key, label, kind }) => html`<th scope="col" data-key="${key}" class="${kind === 'text' || kind === 'day' ? 'text' : 'number'}">${label}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row, at) => tableRow(table, row, at))}
      </tbody>
    </table>
  </div>`;
  return html`<section class="card result" id="${id}">
    <h2>${title}</h2>
    <p class="fine">${about}</p>
    ${plots.map((plot) => plotOf(table, plot))}
    ${
      plots.length === 0
        ? body
        : html`<details open data-table>
            <summary>Table</summary>
            ${body}
          </details>`
    }
    <p class="fine"><a href="${csvPath}" download>Download as CSV</a></p>
  </section>`;
}

/** A table as CSV with the columns' keys as headings. Cells that a spreadsheet would run as a formula begin with '. */
export function toCsv({ columns, rows }: ResultTable): string {
  const write = (cell: Cell, index: number): string | number =>
    typeof cell === 'number' && columns[index]?.kind === 'share' ? Number(cell.toFixed(4)) : (cell ?? '');
  return stringify([columns.map(({ key }) => key), ...rows.map((row) => row.map(write))], { escape_formulas: true });
}
