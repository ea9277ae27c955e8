import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { Log } from '../../src/platform/log.ts';
import { logOutcome, logUntried } from '../../src/deliver/outboxLog.ts';
import type { Outcome } from '../../src/deliver/outcome.ts';

const MAIL = { id: 7, kind: 'confirmation', toAddress: 'somebody@reader.example' };
const relay = 'relay.example:25';

function linesOf(write: (log: Log) => void): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = [];
  write(pino({ base: null, timestamp: false }, { write: (line) => lines.push(JSON.parse(line) as object as never) }));
  return lines;
}

const reply = {
  code: 550,
  status: '5.7.1',
  text: '<somebody@reader.example>: refused, see http://x.example/confirm/SECRETTOKEN',
};

test.each<[Outcome, RegExp]>([
  [{ kind: 'rejected', relay, reply, verdict: 'refused' }, /rejected a mail permanently/],
  [{ kind: 'senderFault', relay, reply }, /refused the sender/],
  [{ kind: 'retryLater', relay, reply, verdict: 'later', afterMs: null }, /deferred a mail/],
  [{ kind: 'relayDown', relay, reply, retryAfterMs: 1, isWarmUp: false }, /waits for a relay/],
  [{ kind: 'unknown', relay, reply }, /not sent again/],
])('a mail that did not go out leaves a line, without its address and without secrets: %j', (outcome, words) => {
  const lines = linesOf((log) => logOutcome(log, MAIL, outcome));
  expect(lines).toMatchObject([{ level: 40, outboxId: 7, kind: 'confirmation', to: 's…@reader.example', relay }]);
  expect(lines[0]!['msg']).toMatch(words);
  expect(lines[0]!['said']).toContain('550');
  expect(JSON.stringify(lines)).not.toMatch(/somebody|SECRETTOKEN/);
});

test('one that went out leaves none, and one that was not tried leaves one', () => {
  expect(linesOf((log) => logOutcome(log, MAIL, { kind: 'submitted', relay, reply }))).toEqual([]);
  expect(linesOf((log) => logOutcome(log, MAIL, { kind: 'withheld' }))).toEqual([]);
  const lines = linesOf((log) => ['failed', 'suppressed'].forEach((state) => logUntried(log, MAIL, state)));
  expect(lines.map(({ msg }) => msg)).toEqual([expect.stringMatching(/expired/), expect.stringMatching(/suppressed/)]);
  expect(JSON.stringify(lines)).not.toContain('somebody');
});
