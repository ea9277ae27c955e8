import { describe, expect, test } from 'vitest';
import { notice, original, parts, verdictOn } from './mails.ts';

const arf = (fields: string, message = original('reader@example.org'), type = 'message/rfc822'): Buffer =>
  parts(
    'multipart/report; report-type=feedback-report',
    { From: 'feedback@provider.example', Subject: 'Abuse report' },
    [
      ['text/plain', 'This is an email abuse report for an email message.'],
      ['message/feedback-report', `User-Agent: Provider/1\nVersion: 1\n${fields}`],
      [type, message],
    ],
  );

describe('a feedback report', () => {
  test('names the reader who complains', () => {
    expect(verdictOn(arf('Feedback-Type: abuse\nOriginal-Rcpt-To: <reader@example.org>\nArrival-Date: today'))).toBe(
      'complaint: complaint reader@example.org',
    );
  });

  test.each([
    ['fraud', 'complaint'],
    ['opt-out', 'complaint'],
    ['opt-out-list', 'complaint'],
    ['miscategorized', 'complaint'],
    ['other', 'complaint'],
    ['not-spam', 'none'],
    ['virus', 'sender-fault'],
  ])('of the type %s asks for: %s', (type, action) => {
    expect(verdictOn(arf(`Feedback-Type: ${type}\nOriginal-Rcpt-To: reader@example.org`))).toBe(
      `complaint: ${action} reader@example.org`,
    );
  });

  test('whose recipient is blacked out names the one of the message', () => {
    const redacted = 'Feedback-Type: abuse\nOriginal-Rcpt-To: redacted@example.org';
    expect(verdictOn(arf(redacted))).toBe('complaint: complaint reader@example.org');
    expect(verdictOn(arf('Feedback-Type: abuse', original('reader@example.org'), 'text/rfc822-headers'))).toBe(
      'complaint: complaint reader@example.org',
    );
    const hidden = original('[redacted]', 'List-Unsubscribe: <mailto:unsubscribe+reader=example.org@news.example>\n');
    expect(verdictOn(arf(redacted, hidden))).toBe('complaint: complaint reader@example.org');
    const kept = original('[redacted]', 'Original-Rcpt-To: reader@example.org\n');
    expect(verdictOn(arf(redacted, kept))).toBe('complaint: complaint reader@example.org');
    expect(
      verdictOn(
        arf(`${redacted}\nOriginal-Mail-From: <bounces+reader=example.org@news.example>`, original('[redacted]')),
      ),
    ).toBe('complaint: complaint reader@example.org');
    expect(verdictOn(arf(redacted, original('redacted@example.org')))).toBe('complaint: nobody');
  });

  test('about authentication is no complaint', () => {
    expect(verdictOn(arf('Feedback-Type: auth-failure\nOriginal-Rcpt-To: reader@example.org'))).toBe('other: nobody');
  });
});

test('Outlook’s junk report names its reader in a header of the message', () => {
  const report = parts(
    'multipart/mixed',
    { From: 'staff@hotmail.example', Subject: 'complaint about message from 192.0.2.1' },
    [['message/rfc822', original('other@example.org', 'X-HmXmrOriginalRecipient: reader@example.org\n')]],
  );
  expect(verdictOn(report)).toBe('complaint: complaint reader@example.org');
  const bare = parts(
    'multipart/mixed',
    { From: 'staff@hotmail.example', Subject: 'complaint about message from 192.0.2.1' },
    [['text/plain', 'Gone.']],
  );
  expect(verdictOn(bare)).toBe('complaint: nobody');
});

test('a bounce that quotes the word complaint is not a complaint', () => {
  expect(
    verdictOn(
      notice(
        'Your message to reader@example.org could not be delivered: user unknown. Complaints to abuse@example.org.',
      ),
    ),
  ).toMatch(/^bounce/);
});
