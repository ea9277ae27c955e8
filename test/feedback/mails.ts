import { classifyMail, type Action } from '../../src/feedback/feedback.ts';

type Headers = Readonly<Record<string, string>>;

/** A mail of these headers and this body, as bytes. */
export function mail(headers: Headers, body: string): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from([...lines, '', body].join('\n'));
}

/** A mail of a mail system, in plain text, to the address that our mails carry as their sender. */
export function notice(text: string, headers: Headers = {}): Buffer {
  const usual = {
    From: 'Mail Delivery Subsystem <MAILER-DAEMON@mx.example.net>',
    To: 'bounces@news.example',
    Subject: 'Returned mail',
    'Content-Type': 'text/plain; charset=utf-8',
  };
  return mail({ ...usual, ...headers }, text);
}

/** A message as it comes back: what we sent, to this reader. */
export const original = (to: string, more = ''): string =>
  `From: Daily Headlines <news@news.example>\nTo: <${to}>\nSubject: Your headlines\n${more}Message-ID: <1@news.example>\n\nThe news.\n`;

/** A mail of several parts, each with its type. */
export function parts(
  type: string,
  headers: Headers,
  pieces: readonly (readonly [type: string, body: string])[],
): Buffer {
  const body = pieces.map(([kind, text]) => `--=_part\nContent-Type: ${kind}\n\n${text}\n`).join('');
  const usual = {
    From: 'Mail Delivery System <MAILER-DAEMON@mx.example.net>',
    To: 'bounces@news.example',
    Subject: 'Undelivered Mail Returned to Sender',
  };
  return mail({ ...usual, ...headers, 'Content-Type': `${type}; boundary="=_part"` }, `${body}--=_part--\n`);
}

/** A delivery status notification: the groups of fields about recipients, and the text for people. */
export function report(
  groups: readonly string[],
  text = 'Your message could not be delivered.',
  headers: Headers = {},
): Buffer {
  return parts('multipart/report; report-type=delivery-status', headers, [
    ['text/plain', text],
    ['message/delivery-status', ['Reporting-MTA: dns; mx.example.net', ...groups].join('\n\n')],
    ['message/rfc822', original('reader@example.org')],
  ]);
}

/** A verdict in short: "bounce: suppress reader@example.org 5.1.1". */
export function shortOf({ kind, recipients }: ReturnType<typeof classifyMail>): string {
  const told = recipients.map(({ action, address, status }) => `${action} ${address}${status ? ` ${status}` : ''}`);
  return [`${kind}:`, told.join(', ') || 'nobody'].join(' ');
}

export const verdictOn = (bytes: Uint8Array): string => shortOf(classifyMail(bytes));

export const actionOn = (bytes: Uint8Array): Action | undefined => classifyMail(bytes).recipients[0]?.action;
