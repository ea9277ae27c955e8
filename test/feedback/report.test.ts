import { describe, expect, test } from 'vitest';
import { classifyMail } from '../../src/feedback/feedback.ts';
import { type Expected, replyLines } from '../deliver/replyLines.ts';
import { actionOn, mail, notice, original, parts, report, verdictOn } from './mails.ts';

const failure = (more: string): string => `Final-Recipient: rfc822; reader@example.org\nAction: failed\n${more}`;

describe('a delivery status notification', () => {
  test.each([
    ['nobody has the address', 'Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown', 'suppress', '5.1.1'],
    ['the domain does not exist', 'Status: 5.1.2', 'suppress', '5.1.2'],
    ['the mailbox has moved', 'Status: 5.1.6', 'suppress', '5.1.6'],
    ['the domain takes no mail', 'Status: 5.1.10', 'suppress', '5.1.10'],
    [
      'the mailbox is disabled',
      'Status: 5.2.1\nDiagnostic-Code: smtp; 550 5.2.1 account disabled',
      'suppress',
      '5.2.1',
    ],
    ['the mailbox is full', 'Status: 5.2.2', 'soft', '5.2.2'],
    ['the message has expired', 'Status: 5.4.7', 'soft', '5.4.7'],
    [
      'a permanent failure quotes a temporary one',
      'Status: 5.0.0\nDiagnostic-Code: smtp; 451 4.7.1 Greylisted',
      'soft',
      '4.7.1',
    ],
    ['the message is too big', 'Status: 5.3.4', 'sender-fault', '5.3.4'],
    ['the content cannot be converted', 'Status: 5.6.3', 'sender-fault', '5.6.3'],
    ['policy forbids it', 'Status: 5.7.1', 'sender-fault', '5.7.1'],
    [
      'a blocklist names us',
      'Status: 5.0.0\nDiagnostic-Code: smtp; 554 blocked using zen.spamhaus.org',
      'sender-fault',
      '5.0.0',
    ],
    [
      'the content looks like spam',
      'Status: 5.0.0\nDiagnostic-Code: smtp; 550-5.7.1 likely unsolicited mail',
      'sender-fault',
      '5.7.1',
    ],
    ['a generic code hides a full mailbox', 'Status: 5.0.0\nDiagnostic-Code: x-unix; mailbox full', 'soft', '5.0.0'],
    [
      'a code of policy hides an unknown user',
      'Status: 5.7.1\nDiagnostic-Code: smtp; 550 5.7.1 User unknown',
      'suppress',
      '5.7.1',
    ],
    [
      'a generic code hides a specific one',
      'Status: 5.0.0\nDiagnostic-Code: smtp; 550 5.1.1 <reader@example.org> rejected',
      'suppress',
      '5.1.1',
    ],
    [
      'an expired queue says why it waited',
      'Status: 4.4.7\nDiagnostic-Code: smtp; 550 4.4.7 QUEUE.Expired',
      'soft',
      '4.4.7',
    ],
    ['the status has the reason in brackets', 'Status: 5.0.0 (recipient reached disk quota)', 'soft', '5.0.0'],
    ['a relay gave up on a temporary failure', 'Status: 4.2.2', 'soft', '4.2.2'],
    [
      'a temporary code means that we may not relay',
      'Status: 4.0.0\nDiagnostic-Code: smtp; 454 Relay access denied',
      'sender-fault',
      '4.0.0',
    ],
  ])('%s', (_name, fields, action, status) => {
    expect(verdictOn(report([failure(fields)]))).toBe(`bounce: ${action} reader@example.org ${status}`);
  });

  test('a delay is soft with any words; a delivered, relayed or expanded message needs no action', () => {
    const said = (action: string): string =>
      verdictOn(report([`Final-Recipient: rfc822; reader@example.org\nAction: ${action}\nStatus: 5.1.1`]));
    expect(said('delayed')).toBe('bounce: soft reader@example.org 5.1.1');
    for (const action of ['delivered', 'relayed', 'expanded (to 3)'])
      expect(said(action)).toBe('bounce: none reader@example.org 5.1.1');
  });

  test('a missing action is read off the status', () => {
    const said = (status: string): string =>
      verdictOn(report([`Final-Recipient: rfc822; reader@example.org\nStatus: ${status}`]));
    expect(said('2.0.0')).toContain('none');
    expect(said('4.4.1')).toContain('soft');
    expect(said('5.1.1')).toContain('suppress');
  });

  test('each of several recipients has its own verdict', () => {
    const groups = [
      'Final-Recipient: rfc822; one@example.org\nAction: failed\nStatus: 5.1.1',
      'Final-Recipient: rfc822; two@example.org\nAction: delayed\nStatus: 4.4.1',
      'Final-Recipient: rfc822; three@example.org\nAction: delivered\nStatus: 2.0.0',
    ];
    const expected = 'bounce: suppress one@example.org 5.1.1, soft two@example.org 4.4.1, none three@example.org 2.0.0';
    expect(verdictOn(report(groups))).toBe(expected);
    // Some systems leave out the empty lines.
    expect(verdictOn(report([groups.join('\n')]))).toBe(expected);
  });

  test('the address that we wrote to counts more than what it became', () => {
    const group = failure(
      'Status: 5.1.1\nOriginal-Recipient: rfc822;alias@example.org\nX-Actual-Recipient: rfc822; box@host.example.org',
    );
    expect(verdictOn(report([group]))).toBe('bounce: suppress alias@example.org 5.1.1');
    const last = 'X-Actual-Recipient: rfc822; box@example.org\nAction: failed\nStatus: 5.1.1';
    expect(verdictOn(report([last]))).toBe('bounce: suppress box@example.org 5.1.1');
  });

  test('an alias that reached one of its mailboxes is no dead address', () => {
    const group = (action: string, status: string): string =>
      `Original-Recipient: rfc822; alias@example.org\nFinal-Recipient: rfc822; x@example.com\nAction: ${action}\nStatus: ${status}`;
    expect(verdictOn(report([group('failed', '5.1.1'), group('delivered', '2.0.0')]))).toBe(
      'bounce: none alias@example.org 2.0.0',
    );
  });

  test.each([
    ['RFC822;<reader@example.org>', 'reader@example.org'],
    ['<reader@example.org>', 'reader@example.org'],
    ['reader@example.org (Reader)', 'reader@example.org'],
    ['rfc822; "reader@example.org"', 'reader@example.org'],
    ['rfc822;"reader"@example.org', 'reader@example.org'],
    ['rfc822;reader+2Bnews@example.org', 'reader+news@example.org'],
    ['rfc822;reader+40example.org', 'reader@example.org'],
    ['rfc822;reader+ab@example.org', 'reader+ab@example.org'],
    ['utf-8; lecteur\\x{E9}@example.org', 'lecteuré@example.org'],
    ['utf-8; 読者@例え.example', '読者@例え.example'],
    ['x400; /DDA:SMTP=reader(a)example.org/C=GB/', 'reader@example.org'],
  ])('reads the recipient %s', (written, address) => {
    const { recipients } = classifyMail(report([`Final-Recipient: ${written}\nAction: failed\nStatus: 5.1.1`]));
    expect(recipients.map((recipient) => recipient.address)).toEqual([address]);
  });

  test('an address that was shortened with dots is ignored', () => {
    expect(
      verdictOn(report(['Final-Recipient: rfc822; read...@example.org\nAction: failed\nStatus: 5.1.1'], 'Failed.')),
    ).not.toContain('...');
  });

  test('where the report does not say why, the words beside it do', () => {
    const text = 'Your message cannot be delivered:\n\n<reader@example.org>: disk quota exceeded\n';
    expect(verdictOn(report([failure('Status: 5.0.0')], text))).toBe('bounce: soft reader@example.org 5.0.0');
  });

  test('a report without a recipient leaves that to the words', () => {
    const text =
      'Delivery to the following recipients failed permanently:\n\n   * reader@example.org\n\nUser unknown\n';
    expect(verdictOn(report([], text))).toBe('bounce: suppress reader@example.org');
  });

  test('a report without anything names the one that the returned message was for', () => {
    expect(verdictOn(report([], 'Failed.'))).toBe('bounce: soft reader@example.org');
    const collected = mail(
      {
        From: 'MAILER-DAEMON@mx.example.net',
        'Content-Type': 'multipart/report; report-type=delivery-status; boundary=x',
      },
      '<<< No Message Collected >>>',
    );
    expect(verdictOn(collected)).toBe('bounce: nobody');
  });

  test('a wrapper, a transfer encoding and a missing end do not hide it', () => {
    const inner = report([failure('Status: 5.1.1')]).toString();
    expect(verdictOn(parts('multipart/mixed', {}, [['message/rfc822', inner.replaceAll('=_part', '=_inner')]]))).toBe(
      'bounce: suppress reader@example.org 5.1.1',
    );
    const encoded = Buffer.from(failure('Status: 5.1.1')).toString('base64');
    expect(
      verdictOn(
        parts('multipart/report', {}, [['message/delivery-status\nContent-Transfer-Encoding: base64', encoded]]),
      ),
    ).toBe('bounce: suppress reader@example.org 5.1.1');
    expect(verdictOn(report([failure('Status: 5.1.1')]).subarray(0, 560))).toContain(
      'bounce: suppress reader@example.org',
    );
    const unnamed = inner.replace('; boundary="=_part"', '');
    expect(verdictOn(Buffer.from(unnamed))).toBe('bounce: suppress reader@example.org 5.1.1');
  });

  test('that it says auto-replied makes it no auto-reply', () => {
    expect(verdictOn(report([failure('Status: 5.1.1')], 'Failed.', { 'Auto-Submitted': 'auto-replied' }))).toBe(
      'bounce: suppress reader@example.org 5.1.1',
    );
  });

  test('the diagnostic is one clean line of at most 500 characters', () => {
    const code = `smtp; 550 5.1.1 \u0000\u001B[31m${'no such user '.repeat(100)}`;
    const { recipients } = classifyMail(report([failure(`Status: 5.1.1\nDiagnostic-Code: ${code}`)]));
    const diagnostic = recipients[0]!.diagnostic!;
    expect(diagnostic.length).toBeLessThanOrEqual(500);
    expect(diagnostic).not.toMatch(/\p{Cc}/u);
  });
});

/**
 * What a returned mail makes of what the relay heard at once. A refusal that is the reader's to make has no rule here.
 */
const MEANT: Readonly<Partial<Record<Expected, string>>> = {
  'address-dead': 'suppress',
  'mailbox-full': 'soft',
  later: 'soft',
  'later: mailbox-full': 'soft',
  'later: domain-busy': 'soft',
  'sender-fault': 'sender-fault',
};

test('a server that a report quotes means what it means to the relay', () => {
  const told = replyLines.filter(
    ([said, stage, expected]) => /^[45]/.test(said) && stage !== 'mail' && MEANT[expected],
  );
  expect(told.length).toBeGreaterThan(100);
  for (const [said, , expected] of told) {
    const fields = `Status: ${said[0]}.0.0\nDiagnostic-Code: smtp; ${said}`;
    expect([said, actionOn(report([failure(fields)]))]).toEqual([said, MEANT[expected]]);
  }
});

describe('a disposition notification', () => {
  const disposition = (said: string, text: string): Buffer =>
    parts('multipart/report; report-type=disposition-notification', { 'Auto-Submitted': 'auto-replied (rejected)' }, [
      ['text/plain', text],
      ['message/disposition-notification', `Final-Recipient: rfc822; reader@example.org\nDisposition: ${said}`],
    ]);

  test('a mailbox that rejects through one bounces', () => {
    const said = 'automatic-action/MDN-sent-automatically; deleted';
    const text = 'Your message to <reader@example.org> was automatically rejected:\n';
    expect(verdictOn(disposition(said, `${text}Quota exceeded`))).toBe('bounce: soft reader@example.org');
    expect(verdictOn(disposition(said, `${text}I do not want it`))).toBe('bounce: soft reader@example.org');
  });

  test('a receipt is an automatic reply', () => {
    const receipt = parts(
      'multipart/report; report-type=disposition-notification',
      { From: 'reader@example.org', Subject: 'Read: Your headlines' },
      [
        ['text/plain', 'This is a receipt.'],
        [
          'message/disposition-notification',
          'Final-Recipient: rfc822; reader@example.org\nDisposition: manual-action/MDN-sent-manually; displayed',
        ],
      ],
    );
    expect(verdictOn(receipt)).toBe('auto-reply: none reader@example.org');
  });
});

describe('whom a returned message was for', () => {
  const said = (header: string, to = 'list@lists.example'): string =>
    verdictOn(
      notice(`Your message could not be delivered.\n\n--- Original message follows.\n\n${original(to, header)}`),
    );

  test('its own header says, where the notice does not', () => {
    expect(said('', 'reader@example.org')).toContain('soft reader@example.org');
    expect(said('Delivered-To: reader@example.org\n')).toContain('soft reader@example.org');
    expect(said('Return-Path: <bounces+reader=example.org@news.example>\n')).toContain('soft reader@example.org');
    expect(said('List-Unsubscribe: <https://news.example/u?email=reader%40example.org>\n')).toContain(
      'soft reader@example.org',
    );
  });

  test('a mailing list’s own address is nobody’s', () => {
    expect(said('List-Post: <mailto:list@lists.example>\n')).toBe('bounce: nobody');
  });

  test('the address that the notice came to may name the reader', () => {
    const coded = notice('Your message could not be delivered.', { To: 'bounces+reader=example.org@news.example' });
    expect(verdictOn(coded)).toBe('bounce: soft reader@example.org');
  });
});
