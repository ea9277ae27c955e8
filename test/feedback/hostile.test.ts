import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classifyMail, MAX_MAIL_BYTES } from '../../src/feedback/feedback.ts';
import { mail, notice, report, verdictOn } from './mails.ts';
import { cpuMsOfSync } from '../support/cpuTime.ts';
import { runs } from '../support/runs.ts';

const ACTIONS = /^(?:suppress|soft|sender-fault|complaint|none)$/;

/** What every answer keeps, whatever was asked. */
function expectSound(bytes: Uint8Array): void {
  const { kind, recipients } = classifyMail(bytes);
  expect(kind).toMatch(/^(?:bounce|complaint|auto-reply|other)$/);
  if (kind === 'other') expect(recipients).toEqual([]);
  const keys = recipients.map(({ address }) => address.toLowerCase());
  expect(new Set(keys).size).toBe(keys.length);
  for (const { address, action, status, diagnostic } of recipients) {
    expect(address).toMatch(/^[^\s<>"]+@[^\s<>"@]+$/u);
    expect(action).toMatch(ACTIONS);
    expect(status ?? '5.0.0').toMatch(/^[245]\.\d{1,3}\.\d{1,3}$/);
    expect(diagnostic ?? 'none').not.toMatch(/\p{Cc}/u);
    expect((diagnostic ?? '').length).toBeLessThanOrEqual(500);
  }
}

/** Milliseconds that a mail takes, the least of three. */
function timeOf(bytes: Uint8Array): number {
  return Math.min(...[1, 2, 3].map(() => cpuMsOfSync(() => void classifyMail(bytes))));
}

const SAMPLES = [
  report(['Final-Recipient: rfc822; reader@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no']),
  notice('Hi. This is the qmail-send program.\n\n<reader@example.org>:\nSorry, no mailbox here (#5.1.1)\n'),
  notice('   ----- The following addresses had permanent fatal errors -----\n<reader@example.org>\n'),
  mail({ From: 'reader@example.org', Subject: 'Out of office' }, 'Away.'),
];

describe('whatever the bytes are', () => {
  test('noise is classified without an error', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 4_000 }), expectSound), { numRuns: runs(60) });
  });

  test('so are mails that are cut, turned or spoiled', () => {
    const spoiled = fc
      .tuple(
        fc.constantFrom(...SAMPLES),
        fc.array(fc.tuple(fc.nat(2_000), fc.nat(255)), { maxLength: 20 }),
        fc.nat(2_000),
      )
      .map(([sample, changes, length]) => {
        const bytes = Buffer.from(sample);
        for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte;
        return bytes.subarray(0, Math.max(1, bytes.length - (length % bytes.length)));
      });
    fc.assert(fc.property(spoiled, expectSound), { numRuns: runs(100) });
  });

  test('so are headers, boundaries and fields put together at random', () => {
    const line = fc.oneof(
      fc.constantFrom(
        'Content-Type: multipart/report; boundary="a"',
        'Content-Type: message/rfc822',
        'Content-Type: message/delivery-status',
        'Content-Type: text/plain; charset=utf-7',
        'Content-Transfer-Encoding: base64',
        'From: MAILER-DAEMON@example.net',
        'Final-Recipient: rfc822; reader@example.org',
        'Feedback-Type: abuse',
        'Status: 5.1.1',
        '<reader@example.org>:',
        '--a',
        '--a--',
        '',
      ),
      fc.string({ unit: 'binary', maxLength: 60 }),
    );
    const lines = fc.array(line, { maxLength: 60 }).map((all) => Buffer.from(all.join('\n')));
    fc.assert(fc.property(lines, expectSound), { numRuns: runs(100) });
  });
});

describe('however long a mail is', () => {
  const long = 1_000_000;
  const header = 'From: MAILER-DAEMON@example.net\nSubject: Undelivered\n';
  const repeated = (piece: string): string => piece.repeat(Math.ceil(long / piece.length));

  test.each([
    ['one line', `${header}\n${repeated('a')}`],
    ['addresses', `${header}\n${repeated('reader@example.org ')}`],
    ['signs of addresses', `${header}\n${repeated('@')}`],
    ['letters and signs', `${header}\n${repeated(`${'a'.repeat(63)}@`)}`],
    ['colons', `${header}\n${repeated('<a:')}`],
    ['spaces', `${header}\n${repeated(' ')}`],
    ['lines of spaces', `${header}\n${repeated(`${' '.repeat(900)}\n`)}`],
    ['dashes', `${header}\n${repeated('-')}`],
    ['words of failure', `${header}\n${repeated('could not be delivered to user unknown mailbox full ')}`],
    ['a header', `${repeated('X-A: b\n')}\n`],
    ['a folded header', `Subject: a\n${repeated(' folded\n')}\n`],
    ['encoded words', `Subject: ${repeated('=?utf-8?Q?a?= ')}\n\n`],
    ['half encoded words', `Subject: ${repeated('=?utf-8?Q?')}\n\n`],
    ['a content type', `Content-Type: text/plain; ${repeated('a="b; ')}\n\n`],
    ['boundaries', `${header}Content-Type: multipart/mixed; boundary=a\n\n${repeated('--a\n')}`],
    ['nested parts', `${header}${repeated('Content-Type: message/rfc822\n\n')}`],
    ['quoted-printable', `${header}Content-Transfer-Encoding: quoted-printable\n\n${repeated('=\n=4')}`],
    ['tags', `${header}Content-Type: text/html\n\n${repeated('<style><')}`],
    ['entities', `${header}Content-Type: text/html\n\n${repeated('&#')}`],
    [
      'fields',
      `${header}Content-Type: message/delivery-status\n\n${repeated('Final-Recipient: rfc822; a@b.example\nFinal-Recipient: x\n')}`,
    ],
    ['digits', `${header}\n${repeated('550 5.1.1 4.4.4 ')}`],
    ['unsubscribe links', `${header}\n--- Original message follows\nList-Unsubscribe: ${repeated('<mailto:a+b=')}`],
  ])(
    'its time grows no faster: %s',
    (_name, text) => {
      const half = Buffer.from(text.slice(0, long / 2));
      const whole = Buffer.from(text);
      timeOf(half);
      // Twice the mail, and room for the noise of a busy machine; quadratic work would take seconds.
      expect(timeOf(whole)).toBeLessThan(Math.max(400, 4 * timeOf(half)));
    },
    120_000,
  );

  test('bytes beyond the limit are not read', () => {
    const padding = Buffer.alloc(MAX_MAIL_BYTES, 'a\n');
    const late = Buffer.concat([
      Buffer.from(`${header}\n`),
      padding,
      Buffer.from('\n<reader@example.org>:\nuser unknown\n'),
    ]);
    expect(verdictOn(late)).toBe('bounce: nobody');
  });
});
