/** A relay's answer to one command: code, enhanced status (RFC 3463) if given, and text in one line. */
export type Reply = { code: number; status: string | null; text: string };

/** The meaning of a relay's answer in one word, as the ledger stores it. `late` is Reveille's own: the deadline passed. */
export type Verdict =
  | 'accepted'
  | 'later'
  | 'lost'
  | 'domain-busy'
  | 'mailbox-full'
  | 'address-dead'
  | 'refused'
  | 'sender-fault'
  | 'relay-down'
  | 'unknown'
  | 'late';

/** The outcome of one submission. Expected results are values; only bugs throw. */
export type Outcome =
  /** The relay answered 250 after the message, and is now responsible for it. */
  | { kind: 'submitted'; relay: string; reply: Reply }
  /**
   * Not now: a 4yz, or the connection was lost before the message's last byte. The same reader is retried later.
   * `afterMs` is the delay if the reply or its rule names one. `domain-busy`: the domain asks for patience for all its
   * readers.
   */
  | {
      kind: 'retryLater';
      relay: string;
      reply: Reply;
      verdict: 'later' | 'lost' | 'mailbox-full' | 'domain-busy';
      afterMs: number | null;
    }
  /** Permanent. `address-dead`: the address does not exist and is suppressed. The other verdicts suppress nobody. */
  | { kind: 'rejected'; relay: string; reply: Reply; verdict: 'address-dead' | 'mailbox-full' | 'refused' }
  /** The relay refuses the sender, not the reader: authentication, policy, sender address or content. */
  | { kind: 'senderFault'; relay: string; reply: Reply }
  /**
   * No relay can be reached now, or may be used today. This says nothing about the reader. The reply's text names
   * each relay and its problem.
   */
  | { kind: 'relayDown'; relay: string; reply: Reply; retryAfterMs: number; isWarmUp: boolean }
  /** The connection was lost between the message's last byte and the answer. */
  | { kind: 'unknown'; relay: string; reply: Reply }
  /** `beforeData` returned false. No part of the message was sent. */
  | { kind: 'withheld' };

/** True if a relay answered, whatever it said: it can be reached. */
export function isAnswer(outcome: Outcome): boolean {
  return 'reply' in outcome && outcome.reply.code > 0;
}

/** A reply of Reveille's own, for outcomes without a relay's answer. */
export function localReply(text: string): Reply {
  return { code: 0, status: null, text };
}

export type Submission = {
  /** The envelope sender and recipient: bare addresses without CR or LF. */
  from: string;
  to: string;
  /** Complete MIME bytes, in parts: CRLF line ends, no line that begins with ".", CRLF at the end. */
  message: readonly Buffer[];
  /**
   * Called once before the message's last byte is sent. The message is sent only if it resolves to true.
   * The caller has then recorded that the outcome may be unknown from here on.
   */
  beforeData: () => Promise<boolean>;
  /** Ends the wait for a free connection. A message that is being sent is completed. */
  signal?: AbortSignal;
};

/** A way to submit messages. `submit` never throws for what the other side does. */
export type Transport = {
  /** How many submissions may run concurrently. */
  capacity: number;
  /** Every send over it is a rehearsal, and goes to the built-in inbox. */
  isRehearsal: boolean;
  submit: (submission: Submission) => Promise<Outcome>;
  close: () => Promise<void>;
};
