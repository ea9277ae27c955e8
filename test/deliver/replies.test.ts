import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Outcome, Reply } from '../../src/deliver/outcome.ts';
import { replyRules } from '../../src/wire/replies/table.ts';
import { statedDelayMs, wordsOf } from '../../src/wire/replies/words.ts';
import { domainPauseMs, retryAfterMs } from '../../src/deliver/schedule.ts';
import { classifyReply, type Stage } from '../../src/deliver/smtp/classify.ts';
import { replyLines, type Expected } from './replyLines.ts';
import { cpuMsOfSync } from '../support/cpuTime.ts';

const MINUTE_MS = 60_000;
const stages: Stage[] = ['mail', 'rcpt', 'data', 'message'];

/** "550 5.1.1 no": as the connection hands it on, the status also in the text. */
function replyOf(said: string): Reply {
  const text = said.slice(4);
  return { code: Number(said.slice(0, 3)), status: /^[245]\.\d{1,3}\.\d{1,3}(?=\s|$)/.exec(text)?.[0] ?? null, text };
}

function shortOf(outcome: Outcome): Expected {
  if (outcome.kind === 'rejected') return outcome.verdict;
  if (outcome.kind === 'senderFault') return 'sender-fault';
  if (outcome.kind === 'retryLater')
    return outcome.verdict === 'later' ? 'later' : (`later: ${outcome.verdict}` as Expected);
  return outcome.kind as Expected;
}

const meaningOf = (said: string, stage: Stage): Expected => shortOf(classifyReply(stage, replyOf(said), 'relay'));

describe('what servers say', () => {
  test.each(replyLines)('%s (%s): %s (%s)', (said, stage, expected) => {
    expect(meaningOf(said, stage)).toBe(expected);
  });

  test('the outcome carries the relay and the reply', () => {
    const reply = replyOf('550 5.1.1 no such user');
    expect(classifyReply('rcpt', reply, 'relay:25')).toEqual({
      kind: 'rejected',
      relay: 'relay:25',
      reply,
      verdict: 'address-dead',
    });
  });
});

describe('the table', () => {
  test('every rule names its source, and no pattern remembers where it stopped', () => {
    for (const { when, source } of replyRules) {
      expect(source).toMatch(/^(?:RFC \d{4}|https?:\/\/)/);
      expect(`${when.text?.flags ?? ''}${when.status?.flags ?? ''}`).toBe('');
    }
  });

  test('no rule turns a 4yz into a refusal', () => {
    const final = replyRules.filter(({ means }) => means === 'address-dead' || means === 'refused');
    expect(final.length).toBeGreaterThan(10);
    for (const { when } of final)
      expect(typeof when.code === 'number' ? when.code : Math.min(...when.code) / 100).toBeGreaterThanOrEqual(5);
  });

  test('every pattern is written in the words it is compared with', () => {
    for (const { when } of replyRules) expect(when.text?.source ?? '').not.toMatch(/(?<!\\)[A-Z]|_|@/);
  });
});

describe('for any reply of a relay', () => {
  const phrases = replyLines.map(([said]) => said.slice(4));
  const text = fc.oneof(
    fc.string({ maxLength: 500, unit: 'binary' }),
    fc.constantFrom(...phrases),
    fc
      .array(fc.constantFrom(...phrases.flatMap((phrase) => phrase.split(' '))), { maxLength: 40 })
      .map((words) => words.join(' ')),
  );
  const status = fc.option(
    fc.tuple(fc.constantFrom(2, 4, 5), fc.nat(999), fc.nat(999)).map((parts) => parts.join('.')),
  );
  const stage = fc.constantFrom(...stages);
  const reply = (code: fc.Arbitrary<number>): fc.Arbitrary<Reply> => fc.record({ code, status, text });

  test('it has one meaning, and no hostile bytes make it throw', () => {
    const code = fc.oneof(fc.integer({ min: 200, max: 599 }), fc.integer(), fc.constant(Number.NaN));
    fc.assert(
      fc.property(stage, reply(code), (at, said) => {
        expect(['submitted', 'retryLater', 'rejected', 'senderFault', 'unknown']).toContain(
          classifyReply(at, said, 'relay').kind,
        );
      }),
    );
  });

  test('a message is submitted by a 2yz after it and by nothing else', () => {
    fc.assert(
      fc.property(stage, reply(fc.integer({ min: 100, max: 699 })), (at, said) => {
        const isAccepted = at === 'message' && said.code >= 200 && said.code < 300;
        expect(classifyReply(at, said, 'relay').kind === 'submitted').toBe(isAccepted);
      }),
    );
  });

  test('a 4yz fails no reader, and accuses us only where the table says so', () => {
    fc.assert(
      fc.property(stage, reply(fc.integer({ min: 400, max: 499 })), (at, said) => {
        const outcome = classifyReply(at, said, 'relay');
        if (outcome.kind === 'senderFault')
          expect(`${said.status} ${wordsOf(said.text)}`).toMatch(/7\.12|relay|(?:helo|ehlo) command rejected/);
        else expect(outcome.kind).toBe('retryLater');
      }),
    );
  });

  test('a reply to MAIL suppresses nobody and slows no domain', () => {
    fc.assert(
      fc.property(reply(fc.integer({ min: 400, max: 599 })), (said) => {
        expect(['later', 'sender-fault', 'refused', 'later: mailbox-full']).toContain(
          shortOf(classifyReply('mail', said, 'relay')),
        );
      }),
    );
  });

  test('a dead address is never judged as a sender fault, for any reader', () => {
    const name = fc.constantFrom('spam', 'spf', 'blocked', 'dmarc', 'relay', 'ptr', 'policy', 'blacklist', 'virus');
    fc.assert(
      fc.property(name, name, (local, domain) => {
        const said = `550 5.1.1 <${local}@${domain}.example>: Recipient address rejected: User unknown`;
        expect(meaningOf(said, 'rcpt')).toBe('address-dead');
      }),
    );
  });

  test('long and hostile texts take no longer than their length', () => {
    const hostile = ['recipient ', 'user user ', 'exceed ', 'quota ', 'a@', '<', 'in 1 ', 'wait ', 'not ', 'relay '];
    const timeOf = (length: number): number =>
      cpuMsOfSync(() => {
        for (const piece of hostile)
          for (const at of stages) {
            const text = piece.repeat(length).slice(0, length);
            classifyReply(at, { code: 450, status: null, text }, 'relay');
            classifyReply(at, { code: 550, status: null, text }, 'relay');
          }
      });
    timeOf(500);
    // 80 replies; a pattern that backtracks without bounds would take minutes for one of them.
    expect(timeOf(500)).toBeLessThan(2_000);
    expect(timeOf(1_000_000)).toBeLessThan(20_000);
  });
});

describe('how long to wait', () => {
  const later = (said: string, stage: Stage = 'rcpt'): Outcome => classifyReply(stage, replyOf(said), 'relay');
  const lost: Outcome = {
    kind: 'retryLater',
    relay: 'relay',
    reply: { code: 0, status: null, text: 'the relay closed the connection' },
    verdict: 'lost',
    afterMs: null,
  };

  test.each([
    ['greylisted for 300 seconds', 300_000],
    ['try again in 4 minutes', 240_000],
    ['please come back in 00:04:59', 299_000],
    ['greylisted, retry after 60s', 60_000],
    ['please wait 2 hours and retry', 7_200_000],
    ['you sent 100 messages in 5 minutes', null],
    ['try again later', null],
    ['try again in 123456789 seconds', null],
  ])('“%s” asks for %s ms', (words, expected) => {
    expect(statedDelayMs(words)).toBe(expected);
  });

  test('a reply’s own wish is granted, and never undercut', () => {
    const outcome = later('450 4.7.1 Greylisted, try again in 8 minutes');
    expect(retryAfterMs(outcome, 1, 0)).toBe(8 * MINUTE_MS);
    expect(retryAfterMs(outcome, 5, 0.999)).toBeLessThanOrEqual(10 * MINUTE_MS);
  });

  test('a wish is granted between half a minute and half an hour', () => {
    expect(retryAfterMs(later('451 try again in 1 second'), 1, 0)).toBe(30_000);
    expect(retryAfterMs(later('451 try again in 24 hours'), 1, 0)).toBe(30 * MINUTE_MS);
  });

  test('greylisting is waited out for 5 minutes, a full mailbox for half an hour', () => {
    expect(retryAfterMs(later('450 4.2.0 Greylisted'), 1, 0)).toBe(5 * MINUTE_MS);
    expect(retryAfterMs(later('452 4.2.2 over quota'), 1, 0)).toBe(30 * MINUTE_MS);
  });

  test('“later” without more doubles from a minute to a quarter of an hour', () => {
    const waits = [1, 2, 3, 4, 5, 60].map((attempts) => retryAfterMs(later('451 later'), attempts, 0.5) / MINUTE_MS);
    expect(waits).toEqual([1, 2, 4, 8, 15, 15]);
  });

  test('a lost connection is tried again soon, then ever slower, up to a minute', () => {
    const waits = [1, 2, 3, 6, 60].map((attempts) => retryAfterMs(lost, attempts, 0.5));
    expect(waits).toEqual([2_000, 4_000, 8_000, MINUTE_MS, MINUTE_MS]);
  });

  test('a relay that is down says itself when to come back', () => {
    const reply = replyOf('421 no');
    const down = { kind: 'relayDown' as const, relay: 'relay', reply, retryAfterMs: 1234, isWarmUp: false };
    expect(retryAfterMs(down, 3, 0.9)).toBe(1234);
  });

  test('a busy domain rests for a minute, doubling to half an hour, or as long as it says', () => {
    expect([1, 2, 3, 6, 1e9].map((failures) => domainPauseMs(failures, 0.5) / MINUTE_MS)).toEqual([1, 2, 4, 30, 30]);
    expect(domainPauseMs(4, 0, 10 * MINUTE_MS)).toBe(10 * MINUTE_MS);
  });

  test('no wait exceeds its bounds, with any jitter', () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 0.9999, noNaN: true }), fc.nat(), (count, random, afterMs) => {
        const pauses = [domainPauseMs(count, random), domainPauseMs(count, random, afterMs)];
        for (const waitMs of [
          ...pauses,
          retryAfterMs(later('451 later'), count, random),
          retryAfterMs(lost, count, random),
        ]) {
          expect(waitMs).toBeGreaterThanOrEqual(1_500);
          expect(waitMs).toBeLessThanOrEqual(37.5 * MINUTE_MS);
        }
      }),
    );
  });
});
