import { describeEmptied } from '../readers/import/findings.ts';
import type { ImportReport } from '../readers/import/importList.ts';

const MAX_NAMES = 30;

const spell = (name: string): string => name.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);

function countWords(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${spell(name)}`)
    .join(', ');
}

function shorten(names: readonly string[]): string {
  const more = names.length > MAX_NAMES ? `, and ${names.length - MAX_NAMES} more` : '';
  return `${names
    .slice(0, MAX_NAMES)
    .map((name) => `"${name}"`)
    .join(', ')}${more}`;
}

/**
 * An import's report as lines for a person: the counts first, then what was held back, passed over and not understood.
 */
export function describeImport(report: ImportReport, isDryRun: boolean): string {
  const { invalid, heldBack, ignoredColumns, linesAbove, unknownValues, unknownZones, emptiedNames, ...counts } =
    report;
  const lines = [
    `${isDryRun ? 'Dry run, nothing changed: ' : ''}${countWords(counts) || 'no rows'}, ${invalid.count} invalid`,
  ];
  if (report.inactive > 0) lines.push(`Not mailed, because of their status in the list: ${countWords(heldBack)}.`);
  if (ignoredColumns.length > 0) lines.push(`Ignored columns: ${shorten(ignoredColumns)}.`);
  if (linesAbove > 0) lines.push(`Ignored lines above the headings: ${linesAbove}.`);
  for (const { column, value, rows } of unknownValues.slice(0, MAX_NAMES))
    lines.push(`Not understood in "${column}": "${value}" (${rows} ${rows === 1 ? 'row' : 'rows'}, not imported).`);
  if (unknownZones.count > 0)
    lines.push(
      `Unknown time zones: ${unknownZones.count}, for example ${shorten(unknownZones.names.slice(0, 5))}. ` +
        'These readers get the newsletter’s time zone.',
    );
  const emptied = emptiedNames === undefined ? null : describeEmptied(emptiedNames);
  if (emptied !== null) lines.push(emptied);
  return lines.join('\n');
}
