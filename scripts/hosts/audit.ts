import type { DeliveryState, EditionState } from '../../src/domain/states.ts';
import { copiesOf } from '../chaos/count.ts';
import type { Row } from '../chaos/ledger.ts';
import type { Line } from '../chaos/store.ts';
import type { ScenarioName } from './scenarios.ts';

/** The figures of one scenario. Times are seconds. */
export type Result = {
  name: ScenarioName;
  title: string;
  seed: number;
  readers: number;
  /** Readers who should have a copy, and have none: the ledger says submitted, or gave them up. */
  lost: string[];
  /** Readers with two copies. */
  twice: string[];
  unknown: number;
  /** Messages on their way when the fault began, by the ledger. */
  inFlight: number;
  /** The longest time during and after the fault in which the relay got no message from anybody. */
  silenceSeconds: number;
  /** From the fault's end to the next message: of the host that it concerned, or of any. Null: all were sent by then, or none came. */
  goesOnSeconds: number | null;
  sentSeconds: number;
  /** Messages that the relay got during the fault, from the host that it concerned, or from any. */
  duringFault: number;
  restarted: number;
  restartedByHand: string[];
  /** What else is wrong, in words. */
  wrong: string[];
};

type Evidence = {
  name: ScenarioName;
  title: string;
  seed: number;
  readers: number;
  lines: readonly Line[];
  rows: readonly Row[];
  state: EditionState;
  pauses: number;
  flying: number;
  fault: { at: number; endedAt: number; from: string | null };
  startedAt: number;
  dueAt: Date | null;
  /** When the audience was frozen. */
  frozenAt: Date | null;
  restarted: number;
  restartedByHand: string[];
};

const seconds = (ms: number): number => Math.round(ms / 100) / 10;

/** Compares the relay's record with the ledger. The relay records a message at its last byte, before it answers. */
export function audit(evidence: Evidence): Result {
  const { name, title, seed, readers, rows, lines, fault, flying, state, pauses, dueAt } = evidence;
  const copies = copiesOf(lines);
  const arrived = lines.flatMap((line) => (line.kind === 'received' ? [line] : []));
  const counts = new Map<DeliveryState, number>();
  for (const row of rows) counts.set(row.state, (counts.get(row.state) ?? 0) + 1);
  const unknown = counts.get('unknown') ?? 0;
  const concerned = arrived.filter(({ from }) => fault.from === null || from === fault.from);
  const next = concerned.find(({ at }) => at > fault.endedAt);
  const last = arrived.at(-1)?.at ?? evidence.startedAt;
  const since = arrived.filter(({ at }) => at >= fault.at).map(({ at }) => at);
  const gaps = [fault.at, ...since].map((at, index, all) => (all[index + 1] ?? at) - at);
  const first = arrived[0]?.at ?? Infinity;
  const earlyMs = dueAt && evidence.frozenAt ? dueAt.getTime() - evidence.frozenAt.getTime() : 0;
  const wrong = [
    ...(state === 'submitted' ? [] : [`the edition is ${state}`]),
    ...(pauses > 0 ? [`it paused by itself, ${pauses} times`] : []),
    ...(unknown > flying ? [`${unknown} unknown, and ${flying} were in flight`] : []),
    ...(rows.length === readers ? [] : [`the ledger has ${rows.length} readers`]),
    ...(earlyMs > 0 ? [`the audience was frozen ${seconds(earlyMs)} s early`] : []),
    ...(dueAt && first < dueAt.getTime() ? [`the first message left ${seconds(dueAt.getTime() - first)} s early`] : []),
    ...(dueAt && first > dueAt.getTime() + 60_000
      ? [`the first message was ${seconds(first - dueAt.getTime())} s late`]
      : []),
  ];
  return {
    name,
    title,
    seed,
    readers,
    lost: rows.flatMap((row) =>
      row.state === 'unknown' || (row.state === 'submitted' && copies.has(row.email))
        ? []
        : [`${row.email} (${row.state})`],
    ),
    twice: [...copies].flatMap(([email, { length }]) => (length > 1 ? [email] : [])),
    unknown,
    inFlight: flying,
    silenceSeconds: seconds(Math.max(0, ...gaps)),
    goesOnSeconds: next ? seconds(next.at - fault.endedAt) : null,
    sentSeconds: seconds(last - (dueAt?.getTime() ?? evidence.startedAt)),
    duringFault: concerned.filter(({ at }) => at > fault.at && at < fault.endedAt).length,
    restarted: evidence.restarted,
    restartedByHand: evidence.restartedByHand,
    wrong,
  };
}

export const holds = ({ lost, twice, wrong }: Result): boolean =>
  lost.length === 0 && twice.length === 0 && wrong.length === 0;

const HEADS = ['fault', 'seed', 'readers', 'lost', 'twice', 'unknown', 'in flight', 'silence, s', 'goes on after, s'];
const MORE = ['sent in, s', 'restarted by hand'];

/** The results as a table in Markdown. */
export function describeResults(results: readonly Result[]): string {
  const heads = [...HEADS, ...MORE];
  const rows = results.map((result) => [
    result.title,
    result.seed,
    result.readers,
    result.lost.length,
    result.twice.length,
    result.unknown,
    result.inFlight,
    result.silenceSeconds,
    result.goesOnSeconds ?? 'all sent by then',
    result.sentSeconds,
    result.restartedByHand.join(', ') || 'none',
  ]);
  const line = (cells: readonly unknown[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}
