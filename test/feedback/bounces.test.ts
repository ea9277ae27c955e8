import { describe, expect, test } from 'vitest';
import { notice, original, parts, verdictOn } from './mails.ts';

const DAEMON = { From: 'MAILER-DAEMON@mx.example.net' };

/** Who writes, what it means, and the words; the families that write for people, each in its own form. */
const NOTICES: readonly (readonly [name: string, expected: string, text: string, headers?: Record<string, string>])[] =
  [
    [
      'qmail',
      'suppress reader@example.org 5.1.1, soft other@example.org',
      `Hi. This is the qmail-send program at mx.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<reader@example.org>:
Sorry, no mailbox here by that name. vpopmail (#5.1.1)

<other@example.org>:
192.0.2.1 does not like recipient.
Remote host said: 550 other@example.org... user is over quota

--- Below this line is a copy of the message.

${original('third@example.org')}`,
      { ...DAEMON, Subject: 'failure notice' },
    ],
    [
      'qmail that gives no reason',
      'soft reader@example.org',
      `Hi. This is the qmail-send program at mx.example.net.\n\n<reader@example.org>:\n\n--- Below this line is a copy of the message.\n`,
      { ...DAEMON, Subject: 'failure notice' },
    ],
    [
      'qmail whose queue was too long',
      'soft reader@example.org 4.4.1',
      `Hi. This is the qmail-send program at mx.example.net.

<reader@example.org>:
Sorry, I wasn't able to establish an SMTP connection. (#4.4.1)
I'm not going to try again; this message has been in the queue too long.`,
      { ...DAEMON, Subject: 'failure notice' },
    ],
    [
      'Yahoo',
      'suppress reader@example.org, suppress other@example.org, soft third@example.org',
      `Message from  example.org.
Unable to deliver message to the following address(es).

<reader@example.org>:
This user doesn't have a example.org account (reader@example.org) [0]

<other@example.org>:
Sorry your message to other@example.org cannot be delivered. This account has been disabled or discontinued [#102].

<third@example.org>:
Sorry, your message to third@example.org cannot be delivered.  This account is over quota.

--- Original message follows.
`,
      { From: 'MAILER-DAEMON@example.org', Subject: 'Delivery failure' },
    ],
    [
      'Exim',
      'suppress reader@example.org, soft other@example.org',
      `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  reader@example.org
    SMTP error from remote mail server after RCPT TO:<reader@example.org>:
    host mx.example.org [192.0.2.1]: 550 No such user here

  other@example.org
    retry timeout exceeded

------ This is a copy of the message, including all the headers. ------

${original('reader@example.org')}`,
      { From: 'Mail Delivery System <Mailer-Daemon@mx.example.net>', 'Auto-Submitted': 'auto-replied' },
    ],
    [
      'Exim that names the recipient in a header alone',
      'suppress reader@example.org',
      'A message that you sent could not be delivered to all of its\nrecipients.\n\nUnrouteable address\n',
      { From: 'Mail Delivery System <Mailer-Daemon@mx.example.net>', 'X-Failed-Recipients': 'reader@example.org' },
    ],
    [
      'Exim that waits',
      'soft reader@example.org',
      `This message was created automatically by mail delivery software.
A message that you sent has not yet been delivered to one or more of its
recipients after more than 24 hours on the queue on mx.example.net.

The address to which the message has not yet been delivered is:

  reader@example.org

No action is required on your part. Delivery attempts will continue for
some time, and this warning may be repeated at intervals.`,
      { From: 'Mail Delivery System <Mailer-Daemon@mx.example.net>', Subject: 'Warning: message 1 delayed 24 hours' },
    ],
    [
      'Postfix without a report',
      'suppress reader@example.org, sender-fault other@example.org 5.7.1',
      `This is the Postfix program at host mx.example.net.

I'm sorry to have to inform you that the message returned
below could not be delivered to one or more destinations.

For further assistance, please send mail to <postmaster@mx.example.net>

                        The Postfix program

<reader@example.org>: unknown user: "reader"

<other@example.org>: host mx.example.org[192.0.2.1] said: 554 5.7.1 Message
    rejected as spam (in reply to end of DATA command)`,
      { From: 'MAILER-DAEMON@mx.example.net (Mail Delivery System)' },
    ],
    [
      'Postfix that waits',
      'soft reader@example.org',
      `This is the Postfix program at host mx.example.net.

# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #

Your message could not be delivered for 0.2 hours.
It will be retried until it is 5.0 days old.

<reader@example.org>: unknown user`,
      { From: 'MAILER-DAEMON@mx.example.net (Mail Delivery System)', Subject: 'Delayed Mail (still being retried)' },
    ],
    [
      'sendmail of old',
      'suppress box@example.org, suppress alias@example.org',
      `The original message was received at Sat, 14 Oct 2000 06:14:45 +0200
from localhost

   ----- The following addresses had permanent fatal errors -----
box@example.org
    (expanded from: alias@example.org)

   ----- Transcript of session follows -----
... while talking to mx.example.org.:
>>> RCPT To:<box@example.org>
<<< 550 <box@example.org>... User unknown

   ----- Original message follows -----
${original('alias@example.org')}`,
    ],
    [
      'sendmail that waits',
      'soft reader@example.org',
      `    **********************************************
    **      THIS IS A WARNING MESSAGE ONLY      **
    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **
    **********************************************

   ----- The following addresses had transient non-fatal errors -----
<reader@example.org>

   ----- Transcript of session follows -----
<reader@example.org>... Deferred: Connection timed out with mx.example.org.`,
      { Subject: 'Warning: could not send message for past 4 hours' },
    ],
    [
      'sendmail that says beside the address how grave it is',
      'suppress reader@example.org, soft other@example.org',
      `   ----- The following addresses had delivery problems -----
<reader@example.org>  (unrecoverable error)
<other@example.org>  (transient failure)

   ----- Transcript of session follows -----
550 <reader@example.org>... Host unknown (Name server: mx: host not found)`,
    ],
    [
      'sendmail with a transcript alone',
      'suppress reader@example.org',
      `   ----- Transcript of session follows -----
550 reader@example.org... User unknown

   ----- Unsent message follows -----
${original('reader@example.org')}`,
    ],
    [
      'smail',
      'suppress reader@example.org',
      `|------------------------- Message log follows: -------------------------|
 no valid recipients were found for this message
|------------------------- Failed addresses follow: ---------------------|
 <reader@example.org> ... unknown host
|------------------------- Message text follows: ------------------------|
${original('reader@example.org')}`,
    ],
    [
      'Exchange 5.5',
      'suppress reader@example.org, soft other@example.org',
      `Your message

  To:      headlines@news.example
  Subject: Your headlines
  Sent:    Fri, 20 Jul 2001 08:53:08 -0700

did not reach the following recipient(s):

reader@example.org on Fri, 20 Jul 2001 11:08:59 -0700
    The recipient name is not recognized
	The MTS-ID of the original message is: c=us;a= ;p=example;l=MX01
    MSEXCH:IMS:Example:MX 0 (000C05A6) Unknown Recipient

c=US;a= ;p=EX;o=Nexus;dda:SMTP=other@example.org; on Fri, 20 Jul 2001
    The recipient's mailbox is full`,
      {
        From: 'System Administrator <postmaster@example.org>',
        Subject: 'Undeliverable: Your headlines',
        To: 'headlines@news.example',
      },
    ],
    [
      'Exchange, in its own words',
      'suppress reader@example.org 5.1.1',
      `Delivery has failed to these recipients or distribution lists:

reader@example.org
The recipient's e-mail address was not found in the recipient's e-mail system.

Diagnostic information for administrators:

#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##`,
      { From: 'Microsoft Exchange <postmaster@example.org>', Subject: 'Undeliverable: Your headlines' },
    ],
    [
      'Outlook',
      'suppress reader@example.org',
      `Your message did not reach some or all of the intended recipients.

      Subject:	Your headlines
      Sent:	7/20/2001 11:09 AM

The following recipient(s) could not be reached:

      reader@example.org on 7/20/2001 11:09 AM
            The e-mail account does not exist at the organization this message was sent to.`,
      { From: 'System Administrator <postmaster@example.org>', Subject: 'Undeliverable: Your headlines' },
    ],
    [
      'Gmail of old',
      'suppress reader@example.org',
      `This is an automatically generated Delivery Status Notification

Delivery to the following recipient failed permanently:

     reader@example.org

Technical details of permanent failure:
Google tried to deliver your message, but it was rejected by the recipient domain. The error that the other server returned was: 550 No such user here (state 14).

   ----- Original message -----

${original('reader@example.org')}`,
      {
        From: 'Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
        Subject: 'Delivery Status Notification (Failure)',
      },
    ],
    [
      'GroupWise',
      'suppress reader@example.org, soft other@example.org',
      `The message that you sent was undeliverable to the following:

	reader@example.org (user not found)
	other@example.org (mailbox is full)
`,
      { From: 'Mailer-Daemon@gw.example.org', Subject: 'Message status - undeliverable' },
    ],
    [
      'GroupWise that leaves out its own domain',
      'suppress reader@example.org',
      'The message that you sent was undeliverable to the following:\n\n\treader (User account is expired)\n',
      { From: 'Mailer-Daemon@example.org', 'X-Mailer': 'Novell GroupWise Internet Agent 6.5' },
    ],
    [
      'Notes',
      'suppress reader@example.org',
      `------- Failure Reasons  --------

User not listed in public Name & Address Book
reader@example.org


------- Returned Message --------
${original('reader@example.org')}`,
      { From: 'Postmaster@example.org', Subject: 'DELIVERY FAILURE' },
    ],
    [
      'Domino',
      'suppress reader@example.org',
      `Your message

  Subject: Your headlines

was not delivered to:

  reader@example.org

because:

  User reader (reader@example.org) not listed in Domino Directory`,
      { From: 'Postmaster@example.org', Subject: 'DELIVERY FAILURE: User reader (reader@example.org) not listed' },
    ],
    [
      'IMail',
      'suppress reader@example.org, soft other@example.org, suppress third@example.org 5.3.0, soft fourth@example.org',
      `Invalid final delivery userid: reader@example.org

User mailbox exceeds allowed size: other@example.org

Unknown user: third@example.org

RCPT TO generated following response:
553 5.3.0 <third@example.org>... Addressee unknown, relay=[192.0.2.1]

undeliverable to fourth@example.org

Original message follows.

${original('reader@example.org')}`,
      { From: '"Postmaster" <postmaster@mx.example.net>', 'X-Mailer': '<SMTP32 v8.05>', Subject: 'Undeliverable Mail' },
    ],
    [
      'Netscape and InterMail',
      'soft reader@example.org, soft other@example.org',
      `This Message was undeliverable due to the following reason:

Your message was not delivered because the destination computer was
not reachable within the allowed queue period.

Host example.org is not responding.

The following recipients did not receive your message:

     <reader@example.org>
The following recipients did not receive your message:

     <other@example.org>

Please reply to Postmaster@mx.example.net
if you feel this message to be in error.`,
      { From: 'Mail Administrator <Postmaster@mx.example.net>', Subject: 'Mail System Error - Returned Mail' },
    ],
    [
      'PMDF and Sun',
      'soft reader@example.org',
      `This report relates to a message you sent with the following header fields:

  To: headlines@news.example

Your message cannot be delivered to the following recipients:

  Recipient address: reader@ims-daemon
  Original address: reader@example.org
  Reason: recipient reached disk quota`,
      {
        From: 'Internet Mail Delivery <postmaster@example.org>',
        Subject: 'Delivery Notification: Delivery has failed',
      },
    ],
    [
      'AOL',
      'sender-fault reader@aol.com',
      'Sorry. Your mail to the following recipients could not be delivered because they are not accepting mail with attachments or embedded images: policy\n\n\treader\n',
      { From: 'Mail Delivery Subsystem <MAILER-DAEMON@aol.com>', Subject: 'Mail Delivery Problem' },
    ],
    [
      'CompuServe',
      'suppress reader@compuserve.com',
      'Your message could not be delivered for the following reason:\n\n   Invalid receiver address: reader@compuserve.com\n',
      { From: 'CompuServe Postmaster <postmaster@compuserve.com>', Subject: 'Undeliverable message' },
    ],
    [
      'LISTSERV',
      'soft reader@example.org',
      `--> Error description:
Error-for:  reader@example.org
Error-Code: 0
Error-Text: Mailer mx.example.org said:
            "554 Message looping (received 6 times)"

Error-End:  One error reported.`,
      { From: 'postmaster@mx.example.net', Subject: 'Undelivered mail' },
    ],
    [
      'MDaemon',
      'suppress reader@example.org',
      'reader@example.org - no such user here.\n\nThere is no user by that name at this server.\n',
      { From: 'MDaemon@example.org', Subject: 'Warning: reader@example.org - User unknown!' },
    ],
    [
      'OpenSMTPD',
      'soft reader@example.org 5.2.2',
      `    Hi!

    This is the MAILER-DAEMON, please DO NOT REPLY to this email.

    An error has occurred while attempting to deliver a message for
    the following list of recipients:

reader@example.org: 550 5.2.2 <reader@example.org>: Mailbox Full

    Below is a copy of the original message:
`,
      { From: 'Mailer Daemon <MAILER-DAEMON@mx.example.net>', Subject: 'Delivery status notification' },
    ],
    [
      'CommuniGate',
      'suppress reader@example.org',
      `Failed to deliver to 'reader@example.org'
SMTP module(domain example.org) reports:
 host mx.example.org says:
 550 <reader@example.org>: user unknown`,
      { From: 'MAILER-DAEMON@mx.example.net', Subject: 'Undeliverable mail: Your headlines' },
    ],
    [
      'Courier',
      'suppress reader@example.org',
      `This is a delivery status notification from mx.example.net,
running the Courier mail server, version 0.65.

Your message to the following recipients cannot be delivered:

<reader@example.org>:
    mx.example.org [192.0.2.1]:
>>> RCPT TO:<reader@example.org>
<<< 550 reader@example.org User not exist`,
      { From: '"Courier mail server at mx.example.net" <@mx.example.net>', Subject: 'NOTICE: mail delivery status.' },
    ],
    [
      'a gateway’s own words',
      'suppress reader@example.org',
      'Your message to reader@example.org has reached our local address\nreader@example.org, but this email address is wrong or no longer valid.\n\nYour message has NOT been delivered.\nFor help contact helpdesk@example.com.\n',
      { From: 'Campus Mailserver <MAILER-DAEMON@example.org>', Subject: 'Your message could not be delivered.' },
    ],
    [
      'a gateway that goes on trying',
      'soft reader@example.org',
      'Your message could not be delivered to the following recipients:\n\nreader@example.org\n\nDelivery attempts will continue to be made for 5 day(s).\n',
      { From: 'Antivirus_Gateway@mx.example.net', Subject: '=?utf-8?B?RGVsaXZlcnkgZmFpbHVyZSBub3RpZmljYXRpb24=?=' },
    ],
    [
      'German',
      'suppress reader@example.org',
      'Ihre Nachricht konnte nicht zugestellt werden:\n\nreader@example.org\nBenutzer unbekannt\n',
      { Subject: 'Unzustellbar: Ihre Schlagzeilen' },
    ],
    [
      'French',
      'suppress reader@example.org',
      "Votre message n'a pas pu être remis à reader@example.org: l'adresse n'existe pas.\n",
      { Subject: 'Échec de remise' },
    ],
    [
      'Spanish',
      'suppress reader@example.org',
      'Su mensaje no pudo ser entregado.\n\n<reader@example.org>:\nEl usuario no existe.\n\n--- Mensaje original adjunto.\n',
      { Subject: 'failure notice' },
    ],
    [
      'Russian',
      'soft reader@example.org',
      'Сообщение не может быть доставлено:\n\nreader@example.org\nПочтовый ящик переполнен\n',
      { Subject: 'Недоставленное сообщение' },
    ],
    [
      'Chinese',
      'suppress reader@example.org',
      '您的邮件无法投递到指定的地址。\n\n<reader@example.org>:\n用户不存在\n',
      { Subject: '=?utf-8?B?6YCA5L+h?=' },
    ],
  ];

/** Gateways and systems of one house, each in words that nobody else uses. */
const GATEWAYS: readonly (readonly [name: string, expected: string, subject: string, text: string])[] = [
  [
    'a filter that calls it bulk',
    'sender-fault reader@example.org',
    'Considered UNSOLICITED BULK EMAIL, apparently from you',
    'A message from <news@news.example> to:\n-> reader@example.org\n\nwas considered unsolicited bulk e-mail (UBE).\n\nDelivery of the email was stopped!',
  ],
  [
    'a firewall',
    'sender-fault reader@example.org',
    '**Message you sent blocked by our bulk email filter**',
    'Your message to reader@example.org was blocked by our Spam Firewall. It has NOT BEEN DELIVERED.',
  ],
  [
    'a filter of attachments',
    'sender-fault reader@example.org',
    'Undeliverable',
    'Your message to reader@example.org could not be delivered. Attachments of this type are not allowed here.',
  ],
  [
    'one that lists whom it affected',
    'suppress reader@example.org 5.1.1',
    'Undeliverable Mail: "Your headlines"',
    'Your message:\n   From:    news@news.example\n\nCould not be delivered because of\n\n550 5.1.1 User unknown\n\nThe following recipients were affected: \n    reader@example.org\n\nOriginal Sender:    <news@news.example>',
  ],
  [
    'one that shows the session',
    'suppress reader@example.org 5.1.1',
    'Mail could not be delivered',
    'Sent <<< RCPT TO:<reader@example.org>\nReceived >>> 550 5.1.1 <reader@example.org>... user unknown\n\nUnable to deliver message to <reader@example.org>',
  ],
  [
    'one that counts its attempts',
    'suppress reader@example.org',
    'Message Delivery Failure',
    'Your message could not be sent.\nThe number of attempts made: 1\nAddressed To: reader@example.org\n\nFailed to send to identified host,\nreader@example.org: [192.0.2.5], 550 reader@example.org... No such user',
  ],
  [
    'one that quotes the answer in brackets',
    'suppress reader@example.org 5.1.1',
    'There was an error sending your mail',
    '1 error(s):\n\nSMTP Server <mx.example.org> rejected recipient <reader@example.org> \n  (Error following RCPT command). It responded as follows: [550 5.1.1 User unknown]',
  ],
  [
    'one that rules off with few dashes',
    'suppress reader@example.org 5.1.1',
    'failure notice',
    '-------server message\n550 5.1.1 unknown user <reader@example.org>\n\n-------original message\nTo: other@example.org',
  ],
  [
    'one that puts the reason into brackets',
    'suppress reader@example.org',
    'Delivery failure',
    '--- The following addresses had delivery problems ---\n\n<reader@example.org>   (User unknown reader@example.org)\n\n--------------Returned message',
  ],
  [
    'a carrier in two tongues',
    'suppress reader@example.org',
    'Mail System Error - Returned Mail',
    '次のあて先へのメッセージはエラーのため送信できませんでした。\n\nEach of the following recipients was rejected by a remote\nmail server.\n\n    Recipient: <reader@example.org>\n    >>> RCPT TO:<reader@example.org>\n    <<< 550 <reader@example.org>: User unknown',
  ],
  [
    'one that quotes the address',
    'suppress reader@example.org',
    'Mail delivery failed: returning message to sender',
    'A message that you sent could not be delivered to one or more of\nits recipients. The following address\nfailed:\n\n"reader@example.org":\nSMTP error from remote server after RCPT command:\n5.1.1 <reader@example.org>... User Unknown',
  ],
  [
    'a domain that is not there',
    'suppress reader@exmaple.example 5.1.2',
    'failure notice',
    "<reader@exmaple.example>:\nSorry, I couldn't find any host named exmaple.example. (#5.1.2)",
  ],
  [
    'a loop',
    'soft reader@example.org 5.4.6',
    'failure notice',
    '<reader@example.org>:\nThis message is looping: it already has my Delivered-To line. (#5.4.6)',
  ],
  [
    'a mailbox that has moved',
    'suppress reader@example.org',
    'failure notice',
    '<reader@example.org>: 551 User has moved to reader@new.example',
  ],
  [
    'a list without reasons',
    'soft reader@example.org, soft other@example.org',
    'Delivery failure',
    'Here is your list of failed recipients:\n\nreader@example.org\nother@example.org',
  ],
  [
    'a report of success',
    'none reader@example.org',
    'Delivery report',
    'Your message to reader@example.org was successfully delivered.',
  ],
  [
    'over the ends of lines',
    'soft reader@example.org',
    'Message',
    'We are sorry: your message is\nbeing delayed. We will continue\nto try to deliver it to\n\nreader@example.org\n',
  ],
];

describe('what mail systems write', () => {
  const told = NOTICES.map(([name, expected, text, headers = {}]) => ({ name, expected, text, headers }));

  test.each(told)('$name', ({ expected, text, headers }) => {
    expect(verdictOn(notice(text, headers))).toBe(`bounce: ${expected}`);
  });

  test.each(GATEWAYS.map(([name, expected, subject, text]) => ({ name, expected, subject, text })))(
    '$name',
    ({ expected, subject, text }) => {
      expect(verdictOn(notice(text, { ...DAEMON, Subject: subject }))).toBe(`bounce: ${expected}`);
    },
  );

  test('Sina’s, in its own charset', () => {
    const text = Buffer.concat([
      Buffer.from('sina.com.\n', 'latin1'),
      // "user not found" in GB 2312
      Buffer.from([0xd3, 0xc3, 0xbb, 0xa7, 0xb2, 0xbb, 0xb4, 0xe6, 0xd4, 0xda]),
      Buffer.from('\n\n<reader@example.org>:\n\n<other@example.org>:\n\n--- original\n'),
    ]);
    const header =
      'From: MAILER-DAEMON@sina.com\nSubject: failure notice\nContent-Type: text/plain; charset="gb2312"\n\n';
    expect(verdictOn(Buffer.concat([Buffer.from(header), text]))).toBe(
      'bounce: suppress reader@example.org, suppress other@example.org',
    );
  });

  test('a notice with only HTML is read by its text', () => {
    const html =
      '<style>p{}</style><p>Your message could not be delivered to<br><b>&lt;reader@example.org&gt;</b><br>mailbox full</p>';
    expect(verdictOn(notice(html, { 'Content-Type': 'text/html' }))).toBe('bounce: soft reader@example.org');
  });

  test('a gateway that wraps what came back does not hide it', () => {
    const inner = notice('Your message to reader@example.org could not be delivered: user unknown', DAEMON).toString();
    const wrapped = parts('multipart/mixed', { Subject: 'Message from the gateway' }, [
      ['text/plain', 'See below.'],
      ['message/rfc822', inner],
    ]);
    expect(verdictOn(wrapped)).toBe('bounce: suppress reader@example.org');
  });
});

describe('whom a notice names', () => {
  test('not those whom it says to ask, nor who wrote, nor whom it came to', () => {
    const text = `Your message from news@news.example to reader@example.org could not be delivered: no such user.
Please contact helpdesk@example.com or postmaster@mx.example.net if you need assistance.
From: desk@news.example`;
    expect(verdictOn(notice(text, DAEMON))).toBe('bounce: suppress reader@example.org');
  });

  test('not those whom it suggests instead', () => {
    const text = `The address to which your message was sent, reader@example.org, did not match a user here.

Perhaps you meant:

  A. Reader   a.reader@example.com`;
    expect(verdictOn(notice(text, DAEMON))).toBe('bounce: suppress reader@example.org');
  });

  test('the one in the subject, where the text names nobody', () => {
    const headers = { ...DAEMON, Subject: 'Undeliverable: reader@example.org' };
    expect(verdictOn(notice('User unknown.', headers))).toBe('bounce: suppress reader@example.org');
  });

  test('nobody, where there is nobody to name', () => {
    expect(
      verdictOn(notice('The following mail could not be delivered. Verify that the address is correct.', DAEMON)),
    ).toBe('bounce: nobody');
  });
});
