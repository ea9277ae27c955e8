import { expect, test } from 'vitest';
import type { DeliveryState } from '../../../src/domain/states.ts';
import type { Row } from '../../../scripts/chaos/ledger.ts';
import type { Line } from '../../../scripts/chaos/store.ts';
import { audit, describeResults, holds, type Result } from '../../../scripts/hosts/audit.ts';

const START = Date.parse('2026-03-02T06:00:00Z');

let received = 0;
/** A message that the relay received whole `seconds` after the start, and answered. */
function message(to: string, seconds: number, from = '10.77.0.1'): Line[] {
  const n = ++received;
  const at = START + seconds * 1000;
  const kept = { messageId: `<${n}@paper.example>`, port: 'plain', bytes: 900, isWhole: true };
  return [
    { kind: 'received', n, at, to, from, ...kept },
    { kind: 'answered', n, at, code: 250 },
  ];
}

const row = (email: string, state: DeliveryState): Row => ({ email, state, dataAt: null, attempts: 1, reply: null });

function count(rows: Row[], lines: Line[], more: Partial<Parameters<typeof audit>[0]> = {}): Result {
  return audit({
    name: 'mute',
    title: 'a link is cut',
    seed: 1,
    readers: rows.length,
    lines,
    rows,
    state: 'submitted',
    pauses: 0,
    flying: 1,
    fault: { at: START + 10_000, endedAt: START + 70_000, from: null },
    startedAt: START,
    dueAt: null,
    frozenAt: null,
    restarted: 0,
    restartedByHand: [],
    ...more,
  });
}

test('a send that reached everybody once holds, with the seconds of its pause', () => {
  const rows = ['ann@a.example', 'bob@a.example', 'cat@a.example'].map((email) => row(email, 'submitted'));
  const lines = rows.flatMap(({ email }, index) => message(email, [5, 12, 72.5][index]!));
  const result = count(rows, lines);
  expect(holds(result)).toBe(true);
  expect(result).toMatchObject({ silenceSeconds: 60.5, goesOnSeconds: 2.5, sentSeconds: 72.5, duringFault: 1 });
  expect(describeResults([result]).split('\n').at(-1)).toContain('| 0 | 0 | 0 | 1 | 60.5 | 2.5 | 72.5 | none |');
});

test('where one host was cut off, only its own messages say that it goes on', () => {
  const rows = ['ann@a.example', 'bob@a.example'].map((email) => row(email, 'submitted'));
  const lines = [...message('ann@a.example', 71, '10.77.0.2'), ...message('bob@a.example', 90, '10.77.0.1')];
  const fault = { at: START + 10_000, endedAt: START + 70_000, from: '10.77.0.1' };
  expect(count(rows, lines, { fault }).goesOnSeconds).toBe(20);
});

test.each<[string, DeliveryState]>([
  ['said to be submitted, without a copy', 'submitted'],
  ['given up', 'failed'],
  ['still waiting', 'pending'],
])('a reader who is %s is lost', (_what, state) => {
  const result = count([row('ann@a.example', state)], []);
  expect([result.lost, holds(result)]).toEqual([[`ann@a.example (${state})`], false]);
});

test('a reader with two copies is mailed twice, whatever the ledger says', () => {
  const lines = [...message('ann@a.example', 1), ...message('ann@a.example', 2)];
  const result = count([row('ann@a.example', 'submitted')], lines);
  expect([result.twice, holds(result)]).toEqual([['ann@a.example'], false]);
});

test('no more may be unknown than were in flight, and no edition may pause, stay or start early', () => {
  const rows = ['ann@a.example', 'bob@a.example'].map((email) => row(email, 'unknown'));
  expect(count(rows.slice(0, 1), []).wrong).toEqual([]);
  expect(count(rows, []).wrong).toEqual(['2 unknown, and 1 were in flight']);
  const dueAt = new Date(START + 30_000);
  const early = { dueAt, frozenAt: new Date(START), pauses: 1, state: 'submitting', readers: 2 } as const;
  expect(count([row('ann@a.example', 'submitted')], message('ann@a.example', 20), early).wrong).toEqual([
    'the edition is submitting',
    'it paused by itself, 1 times',
    'the ledger has 1 readers',
    'the audience was frozen 30 s early',
    'the first message left 10 s early',
  ]);
});
