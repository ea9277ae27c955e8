import { describe, expect, test } from 'vitest';
import { mail, notice, parts, report, verdictOn } from './mails.ts';

const PERSON = { From: 'Pat Reader <pat@one.example>', To: 'news@news.example' };
const EMPTY_PATH = { 'Return-Path': '<>' };
const DEAD = 'Final-Recipient: rfc822; gone@two.example\nAction: failed\nStatus: 5.1.1';

const RETURNED = `This is the mail system at host mx.two.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

<gone@two.example>: host mx.two.example[192.0.2.1] said: 550 5.1.1
    <gone@two.example>: Recipient address rejected: User unknown
`;
const quoted = RETURNED.split('\n')
  .map((line) => `> ${line}`)
  .join('\n');

type Letter = readonly [name: string, headers: Record<string, string>, text: string];

/** What people and their programs write about returned mail. */
const LETTERS: readonly Letter[] = [
  [
    'an answer that tells of an address of old',
    { ...PERSON, Subject: 'Re: Your headlines', 'In-Reply-To': '<1@news.example>' },
    'Thank you. My old address pat.old@one.example was rejected with 550 5.1.1 user unknown, please change it.',
  ],
  [
    'a new letter that tells of one',
    { ...PERSON, Subject: 'My address' },
    'pat.old@one.example was rejected with 550 5.1.1 user unknown. The message could not be delivered.',
  ],
  [
    'a letter about a failure',
    { ...PERSON, Subject: 'Delivery failure of your newsletter' },
    'Hello,\n\npat.old@one.example gets no mail any more:\n550 5.1.1 user unknown\n',
  ],
  [
    'a bounce that is handed on in the text',
    { ...PERSON, Subject: 'Fwd: Undelivered Mail Returned to Sender' },
    `What is this?\n\n---------- Forwarded message ---------\n${RETURNED}`,
  ],
  [
    'a bounce that is handed on under its own subject',
    { ...PERSON, Subject: 'Undelivered Mail Returned to Sender' },
    `What is this?\n\n${RETURNED}`,
  ],
  [
    'a bounce that is quoted',
    { ...PERSON, Subject: 'Re: Undelivered Mail Returned to Sender', References: '<1@two.example>' },
    `I got this:\n${quoted}`,
  ],
  ['a German answer', { ...PERSON, Subject: 'AW: Unzustellbar: Ihre Schlagzeilen' }, quoted],
  ['a French one that hands on', { ...PERSON, Subject: 'TR : Échec de remise' }, `Bonjour,\n${RETURNED}`],
  ['a Chinese one that hands on', { ...PERSON, Subject: '转发:退信' }, RETURNED],
  [
    'a German letter',
    { ...PERSON, Subject: 'Neue Adresse' },
    'Meine alte Adresse alt@one.example existiert nicht mehr. Die Nachricht konnte nicht zugestellt werden.',
  ],
  [
    'a postmaster who answers in person',
    { From: 'Postmaster <postmaster@one.example>', Subject: 'Re: Your question', 'In-Reply-To': '<1@news.example>' },
    'The address gone@one.example is rejected with 550 5.1.1 user unknown.',
  ],
  [
    'the digest of a list',
    { From: 'mta-request@lists.example', Subject: 'MTA Digest, Vol 12', 'List-Id': '<mta.lists.example>' },
    `Topics:\n  1. 550 5.1.1 user unknown\n\n${RETURNED}`,
  ],
  [
    'the digest of a list without a return path',
    {
      ...EMPTY_PATH,
      From: 'mta-request@lists.example',
      Subject: 'Digest: Undelivered Mail',
      'List-Id': '<mta.lists.example>',
    },
    RETURNED,
  ],
  [
    'a newsletter about delivery',
    { From: 'Mail System News <news@smtp.example>', Subject: 'Undeliverable mail: ten facts' },
    'A message to gone@two.example could not be delivered: 550 5.1.1 user unknown.',
  ],
  [
    'a notification of a tracker',
    { From: 'Tracker <notifications@code.example>', Subject: '[mta] Undeliverable mail: 550 5.1.1 (#12)' },
    'gone@two.example\nbounced: 550 5.1.1 user unknown, the message could not be delivered.',
  ],
  [
    'a monitor’s alarm',
    { From: 'Monitoring <alerts@one.example>', Subject: 'WARNING: message delivery failed' },
    'to=<gone@two.example>, status=bounced (550 5.1.1 User unknown)',
  ],
  [
    'an administrator’s note',
    { From: 'Admin <admin@one.example>', Subject: 'Change of address' },
    'gone@one.example is no longer valid. Returned mail: user unknown.',
  ],
  [
    'a desk that confirms a ticket',
    {
      ...EMPTY_PATH,
      From: 'Support <support@desk.example>',
      Subject: '[Ticket #4711] Undelivered Mail Returned to Sender',
    },
    `We have received your request:\n\n${RETURNED}`,
  ],
  [
    'someone’s colleague who answers for them',
    { ...EMPTY_PATH, ...PERSON, Subject: 'Pat Reader has left' },
    'Pat is no longer with us. The mailbox pat@one.example is closed and does not exist any more. Write to kim@one.example.',
  ],
];

describe('a letter about returned mail', () => {
  test.each(LETTERS)('is not one: %s', (_name, headers, text) => {
    expect(verdictOn(mail(headers, text))).toBe('other: nobody');
  });

  test('is not one if the bounce is attached', () => {
    const bounce = report([DEAD]).toString().replaceAll('=_part', '=_inner');
    const headers = { ...PERSON, Subject: 'What is this?' };
    const pieces = [['text/plain', 'See below.'] as const, ['message/rfc822', bounce] as const];
    expect(verdictOn(parts('multipart/mixed', headers, pieces))).toBe('other: nobody');
  });

  test.each([
    ['Automatic reply: Your headlines', { 'X-Auto-Response-Suppress': 'All', 'Auto-Submitted': 'auto-generated' }],
    ['Re: Your headlines', { 'Auto-Submitted': 'auto-replied' }],
    ['[Ticket #4711] Undelivered Mail Returned to Sender', { 'Auto-Submitted': 'auto-replied' }],
  ] as [string, Record<string, string>][])('is an automatic reply where a program answers: %s', (subject, headers) => {
    const text = `I no longer work here, my mailbox is closed: user unknown.\n\n${RETURNED}`;
    expect(verdictOn(mail({ ...EMPTY_PATH, ...PERSON, Subject: subject, ...headers }, text))).toBe(
      'auto-reply: none pat@one.example',
    );
  });
});

describe('what has the signs of a bounce is one', () => {
  test.each([
    ['a mail system’s name', { From: 'MAILER-DAEMON@mx.two.example', Subject: 'Hello' }],
    [
      'an empty return path under the subject of a failure',
      { ...EMPTY_PATH, From: 'x@mx.two.example', Subject: 'Undeliverable: Your headlines' },
    ],
    [
      'an empty return path above the words of an MTA',
      { ...EMPTY_PATH, From: 'x@mx.two.example', Subject: 'Your headlines' },
    ],
    [
      'failed recipients in a header',
      { From: 'x@mx.two.example', Subject: 'Hello', 'X-Failed-Recipients': 'gone@two.example' },
    ],
    [
      'the subject of a failure above the words of an MTA',
      { From: 'x@mx.two.example', Subject: 'Undelivered Mail Returned to Sender' },
    ],
    [
      'Exchange’s own address',
      { From: 'Microsoft Outlook <MicrosoftExchange329e71ec88ae4615@two.example>', Subject: 'Hello' },
    ],
  ] as [string, Record<string, string>][])('%s', (_name, headers) => {
    expect(verdictOn(notice(RETURNED, headers))).toBe('bounce: suppress gone@two.example 5.1.1');
  });

  test('a machine-readable report from any sender', () => {
    expect(verdictOn(report([DEAD], 'Failed.', { From: 'x@mx.two.example', Subject: 'Re: Your headlines' }))).toBe(
      'bounce: suppress gone@two.example 5.1.1',
    );
  });
});
