import type { Happened } from './acts.ts';
import type { Count } from './count.ts';
import { MISBEHAVIOURS, type Chosen, type Misbehaviour } from './misbehaviours.ts';
import type { Line } from './store.ts';

const SHOWN = 10;

type Column = { head: string; isRight: boolean };

/** Lines of text with aligned columns. */
function layOut(columns: readonly Column[], rows: readonly string[][]): string {
  const widths = columns.map(({ head }, at) => Math.max(head.length, ...rows.map((row) => row[at]!.length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => (columns[at]!.isRight ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!)))
      .join('  ')
      .trimEnd();
  return [
    line(columns.map((column) => column.head)),
    line(widths.map((width) => '─'.repeat(width))),
    ...rows.map(line),
  ].join('\n');
}

const left = (head: string): Column => ({ head, isRight: false });
const right = (head: string): Column => ({ head, isRight: true });

/** How often each misbehaviour was met. */
export function describeMisbehaviours(
  chosen: Chosen,
  planned: ReadonlyMap<Misbehaviour, number>,
  happened: Happened,
  lines: readonly Line[],
  skipped: ReadonlyMap<Misbehaviour, string>,
): string {
  const did = new Map<string, number>();
  for (const line of lines) if (line.kind === 'did') did.set(line.what, (did.get(line.what) ?? 0) + 1);
  const rows = (Object.keys(MISBEHAVIOURS) as Misbehaviour[]).flatMap((name) => {
    const why = skipped.get(name);
    if (why) return [[MISBEHAVIOURS[name], '-', `skipped: ${why}`]];
    if (!chosen.has(name)) return [];
    const count = happened.counts.get(name) ?? did.get(name) ?? 0;
    return [[MISBEHAVIOURS[name], String(planned.get(name) ?? '-'), String(count)]];
  });
  return layOut([left('misbehaviour'), right('planned'), right('happened')], rows);
}

/** The counts, and whether each invariant is kept, with the first readers for which it is broken. */
export function describeCount(count: Count, figures: readonly [string, string][]): string {
  const { states, sink } = count;
  const counted: [string, string][] = [
    [
      'deliveries by state',
      Object.entries(states)
        .map(([state, rows]) => `${state} ${rows}`)
        .join(', '),
    ],
    ['messages that the sink received', `${sink.received}, for ${sink.readers} readers`],
    ['told to come back later', String(sink.later)],
    ['cut by the sink between DATA and answer', String(sink.cutAfterData)],
    ['in flight at the kills, by the ledger', String(count.inFlightAtKills)],
    ['transactions whose mailer went away, by the sink', String(sink.goneInTransaction)],
    ['opted out while the message was on its way', String(count.optedOutInFlight)],
    ['longest silence after a kill', `${(count.longestSilenceMs / 1000).toFixed(1)} s`],
    ...figures,
  ];
  const marks = count.invariants.map(({ name, broken, figure }) => [broken.length === 0 ? '✓' : '✗', name, figure]);
  const wrong = count.invariants.flatMap(({ name, broken }) =>
    broken.length === 0
      ? []
      : [`✗ ${name}:`, ...broken.slice(0, SHOWN).map((one) => `    ${one}`), ...more(broken.length)],
  );
  return [
    layOut([left('counted'), left('')], counted),
    '',
    layOut([left(' '), left('invariant'), right('count')], marks),
    ...(wrong.length > 0 ? ['', ...wrong] : []),
  ].join('\n');
}

const more = (count: number): string[] => (count > SHOWN ? [`    … and ${count - SHOWN} more`] : []);
