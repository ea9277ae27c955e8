/** Where in the transaction a reply came: to MAIL, RCPT, DATA, or after the message. */
export type Stage = 'mail' | 'rcpt' | 'data' | 'message';

/**
 * One line of the table: a reply that fits all of `when` means `means`.
 * `code`: the class (4yz, 5yz) or the codes themselves. `status`: the enhanced status without its class
 * ("7.26" of "5.7.26"), since the class repeats the code's. `text`: the reply's words as `wordsOf` makes them.
 * `afterMs`: when to try again, where the reply itself does not say. `source`: who says so.
 */
export type Rule = {
  when: { code: 4 | 5 | readonly number[]; status?: RegExp; text?: RegExp; stages?: readonly Stage[] };
  means: 'later' | 'domain-busy' | 'mailbox-full' | 'address-dead' | 'refused' | 'sender-fault';
  afterMs?: number;
  source: string;
};
