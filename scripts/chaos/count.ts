import type { DeliveryState, EditionState } from '../../src/domain/states.ts';
import type { Happened } from './acts.ts';
import type { Row } from './ledger.ts';
import type { Line } from './store.ts';

/** An invariant, and the readers for which it is broken. */
type Invariant = { name: string; broken: string[]; figure: string };

export type Count = {
  invariants: Invariant[];
  states: Record<DeliveryState, number>;
  /** Figures from the sink's store only. */
  sink: { received: number; readers: number; later: number; cutAfterData: number; goneInTransaction: number };
  inFlightAtKills: number;
  /** Messages received after the opt-out was committed, but marked in the ledger before it. */
  optedOutInFlight: number;
  /** From a kill to the next message that the sink received, in milliseconds. */
  longestSilenceMs: number;
};

type Evidence = {
  lines: readonly Line[];
  rows: readonly Row[];
  readers: readonly string[];
  happened: Happened;
  edition: { state: EditionState; pauses: number };
};

export type Copy = { at: number; code: number | null; isWhole: boolean; port: string; messageId: string };

/** The copies that readers may have: all messages that were received to the final dot and not refused after it. */
export function copiesOf(lines: readonly Line[]): Map<string, Copy[]> {
  const codes = new Map<number, number>();
  for (const line of lines) if (line.kind === 'answered') codes.set(line.n, line.code);
  const copies = new Map<string, Copy[]>();
  for (const line of lines) {
    if (line.kind !== 'received') continue;
    const code = codes.get(line.n) ?? null;
    if (code !== null && code >= 400) continue;
    const { at, isWhole, port, messageId } = line;
    const known = copies.get(line.to);
    const copy = { at, code, isWhole, port, messageId };
    if (known) known.push(copy);
    else copies.set(line.to, [copy]);
  }
  return copies;
}

function addressesOf(lines: readonly Line[], test: (line: Line) => boolean): Set<string> {
  return new Set(lines.filter(test).flatMap((line) => ('to' in line ? [line.to] : [])));
}

/** Compares the sink's store with the ledger, reader by reader. */
export function countAll({ lines, rows, readers, happened, edition }: Evidence): Count {
  const copies = copiesOf(lines);
  const copiesFor = (row: Row): Copy[] => copies.get(row.email) ?? [];
  const refused = addressesOf(lines, (line) => line.kind === 'refused' && line.code >= 500);
  const cut = addressesOf(lines, (line) => line.kind === 'cut' && line.phase !== 'envelope');
  const atKills = new Set(happened.kills.flatMap((kill) => kill.inFlight));
  const known = new Map(rows.map((row) => [row.email, row]));
  const inState = (...states: DeliveryState[]): Row[] => rows.filter((row) => states.includes(row.state));
  const markedLate = (row: Row): boolean => {
    const left = happened.optOuts.get(row.email);
    return left !== undefined && (row.dataAt === null || row.dataAt.getTime() > left.committedAt);
  };
  const leftAndMailed = [...happened.optOuts].flatMap(([email, { committedAt }]) => {
    const row = known.get(email);
    return row && copiesFor(row).some((copy) => copy.at > committedAt) ? [row] : [];
  });
  const unknown = inState('unknown');

  const invariants: Invariant[] = [];
  const expect = (name: string, wrong: readonly (Row | string)[], figure: string | number = wrong.length): void => {
    invariants.push({
      name,
      figure: String(figure),
      broken: wrong.map((one) => (typeof one === 'string' ? one : `${one.email} (${one.state}: ${one.reply ?? '-'})`)),
    });
  };
  expect(
    'every reader has a delivery in a final state',
    readers.flatMap((email) => {
      const row = known.get(email);
      return row && row.state !== 'pending' && row.state !== 'submitting' ? [] : [row ?? `${email} (no row)`];
    }),
  );
  expect('the edition is finished', edition.state === 'submitted' ? [] : [edition.state], edition.state);
  expect('it never stopped by itself', edition.pauses > 0 ? ['paused'] : [], edition.pauses);
  expect(
    'lost: submitted, and not in the sink',
    inState('submitted').filter((row) => copiesFor(row).length === 0),
  );
  expect(
    'submitted, and the sink did not say 250',
    inState('submitted').filter(
      (row) => copiesFor(row).length > 0 && !copiesFor(row).some((copy) => copy.code === 250),
    ),
  );
  expect(
    'lost: failed, and the sink never refused it',
    inState('failed').filter((row) => !refused.has(row.email)),
  );
  expect(
    'lost: suppressed, and never opted out',
    inState('suppressed').filter((row) => !happened.optOuts.has(row.email)),
  );
  expect(
    'failed or suppressed, and yet mailed',
    inState('failed', 'suppressed').filter((row) => copiesFor(row).length > 0),
  );
  expect(
    'twice',
    [...copies].flatMap(([email, { length }]) => (length > 1 ? [known.get(email) ?? email] : [])),
  );
  expect(
    'unknown without a kill or a cut that explains it',
    unknown.filter((row) => !atKills.has(row.email) && !cut.has(row.email)),
  );
  const most = atKills.union(cut).size;
  expect(
    'unknown, no more than were in flight',
    unknown.length > most ? ['too many'] : [],
    `${unknown.length} of ${most}`,
  );
  expect('mailed after the opt-out', leftAndMailed.filter(markedLate));
  expect(
    'handed to the relay with the wrong certificate',
    [...copies].flatMap(([email, all]) => (all.some((copy) => copy.port === 'tls') ? [email] : [])),
  );
  expect('damaged, or for somebody else', damaged(copies));

  return {
    invariants,
    states: countStates(rows),
    sink: {
      received: lines.filter((line) => line.kind === 'received').length,
      readers: copies.size,
      later: lines.filter((line) => line.kind === 'refused' && line.code < 500).length,
      cutAfterData: cut.size,
      goneInTransaction: lines.filter((line) => line.kind === 'gone').length,
    },
    inFlightAtKills: atKills.size,
    optedOutInFlight: leftAndMailed.filter((row) => !markedLate(row)).length,
    longestSilenceMs: longestSilence(lines, happened),
  };
}

function countStates(rows: readonly Row[]): Record<DeliveryState, number> {
  const states = { pending: 0, submitting: 0, submitted: 0, failed: 0, suppressed: 0, unknown: 0 };
  for (const row of rows) states[row.state]++;
  return states;
}

/** Messages that are incomplete, or have the Message-ID of another reader. */
function damaged(copies: ReadonlyMap<string, Copy[]>): string[] {
  const owners = new Map<string, string>();
  const wrong: string[] = [];
  for (const [email, all] of copies)
    for (const { isWhole, messageId } of all) {
      if (!isWhole || (owners.get(messageId) ?? email) !== email) wrong.push(email);
      owners.set(messageId, email);
    }
  return wrong;
}

function longestSilence(lines: readonly Line[], { kills }: Happened): number {
  const times = lines.flatMap((line) => (line.kind === 'received' ? [line.at] : []));
  return Math.max(
    0,
    ...kills.map(({ at }) => {
      const next = times.find((time) => time > at);
      return next === undefined ? 0 : next - at;
    }),
  );
}
