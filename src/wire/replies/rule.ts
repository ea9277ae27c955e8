/** The command that a reply answers: MAIL, RCPT, DATA, or the message. */
export type Stage = 'mail' | 'rcpt' | 'data' | 'message';

/**
 * One line of the table: a reply that matches all of `when` means `means`. `code`: the class (4yz, 5yz) or the codes.
 * `status`: the enhanced status without its class ("7.26" of "5.7.26"), because the class repeats the code's. `text`: the
 * reply's words, as `wordsOf` makes them. `afterMs`: the delay before a retry if the reply does not state one. `source`:
 * the reference for the rule.
 */
export type Rule = {
  when: { code: 4 | 5 | readonly number[]; status?: RegExp; text?: RegExp; stages?: readonly Stage[] };
  means: 'later' | 'domain-busy' | 'mailbox-full' | 'address-dead' | 'refused' | 'sender-fault';
  afterMs?: number;
  source: string;
};
