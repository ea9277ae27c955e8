import { describeBytes } from '../checks/doctor/describeBytes.ts';
import { loadRetention, type RetentionLine } from '../checks/retention/report.ts';
import { ReveilleError } from '../domain/errors.ts';
import { NOT_OURS, RETENTION, type SettableName } from '../domain/retention.ts';
import { isSettable, saveKeptDays, SETTABLE } from '../platform/retentionSettings.ts';
import { loadRemovalStart } from '../platform/retentionStart.ts';
import { openOutput, withRuntime } from './command.ts';
import type { Run } from './run.ts';

export type RetentionOptions = { days?: string; json?: boolean };

function parseName(name: string): SettableName {
  if (isSettable(name)) return name;
  throw new ReveilleError('USAGE', `"${name}" cannot be set. These can: ${SETTABLE.join(', ')}.`);
}

function parseDays(name: SettableName, text: string): number {
  const { days, least, most } = RETENTION[name].kept;
  const value = text === 'default' ? days : /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new ReveilleError('USAGE', `--days ${text} is neither a whole number from ${least} to ${most} nor "default".`);
}

function describeLine({ name, keptFor, rows, oldest, bytes, yearBytes }: RetentionLine): string {
  const size = rows === null ? '' : `: ${rows} rows, ${describeBytes(bytes)}, in a year ${describeBytes(yearBytes)}`;
  const since = oldest === null ? '' : `, since ${oldest.toISOString().slice(0, 10)}`;
  return `${name}  ${keptFor}${size}${since}`;
}

/** `retention`. */
export async function printRetention(run: Run, name: string | undefined, options: RetentionOptions): Promise<void> {
  const named = name === undefined ? null : parseName(name);
  if (named === null && options.days !== undefined)
    throw new ReveilleError('USAGE', 'Name what --days is for, for example "reveille retention outbox --days 30".');
  const days = named === null || options.days === undefined ? null : parseDays(named, options.days);
  await withRuntime(run, async (runtime) => {
    const { result, note } = openOutput(run, options);
    if (named !== null && days !== null) await saveKeptDays(runtime, { [named]: days }, 'cli');
    for (const line of await loadRetention(runtime))
      if (named === null || line.name === named) result(line, describeLine(line));
    const start = await loadRemovalStart(runtime);
    if (start > runtime.now()) note(`Removal starts at ${start.toISOString()}. Set the days before then.`);
    if (named === null) for (const { title, kept } of NOT_OURS) note(`${title}: ${kept}`);
  });
}
